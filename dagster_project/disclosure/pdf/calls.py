"""pdfium's functions that are called once for each character or object of a page, bound for speed.

pypdfium2 converts each argument and gives the interpreter's lock away for each call: 0.3 µs and more for what pdfium
does in a tenth of that. Here the same functions take plain addresses (`address`) and keep the lock.

Belongs here: bindings, with pdfium's own results. Does not belong here: the answers of one object (`objects`) and of
many (`answers`), and what is asked of a page (`document`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium_c

_INT, _HANDLE = ctypes.c_int, ctypes.c_void_p


def address(handle: Any) -> int:
    """Where a handle of pypdfium2 points to, 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def parts_of(array: ctypes.Array[Any]) -> tuple[int, ...]:
    """The addresses of the parts of an array, for a function that fills them one by one."""
    start, step = ctypes.addressof(array), ctypes.sizeof(array) // len(array)
    return tuple(range(start, start + ctypes.sizeof(array), step))


def _bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same entry of the library under a prototype of its own."""
    entry = address(function)
    bound: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(entry)
    return bound


count_objects = _bound(pdfium_c.FPDFPage_CountObjects, _INT, _HANDLE)
get_object = _bound(pdfium_c.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
count_form_objects = _bound(pdfium_c.FPDFFormObj_CountObjects, _INT, _HANDLE)
get_form_object = _bound(pdfium_c.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
object_type = _bound(pdfium_c.FPDFPageObj_GetType, _INT, _HANDLE)
object_bounds = _bound(pdfium_c.FPDFPageObj_GetBounds, _INT, *[_HANDLE] * 5)
object_matrix = _bound(pdfium_c.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
fill_colour = _bound(pdfium_c.FPDFPageObj_GetFillColor, _INT, *[_HANDLE] * 5)
render_mode = _bound(pdfium_c.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
draw_mode = _bound(pdfium_c.FPDFPath_GetDrawMode, _INT, *[_HANDLE] * 3)
count_segments = _bound(pdfium_c.FPDFPath_CountSegments, _INT, _HANDLE)
get_segment = _bound(pdfium_c.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
segment_point = _bound(pdfium_c.FPDFPathSegment_GetPoint, _INT, *[_HANDLE] * 3)
segment_type = _bound(pdfium_c.FPDFPathSegment_GetType, _INT, _HANDLE)
segment_closes = _bound(pdfium_c.FPDFPathSegment_GetClose, _INT, _HANDLE)
clip_path = _bound(pdfium_c.FPDFPageObj_GetClipPath, _HANDLE, _HANDLE)
count_clips = _bound(pdfium_c.FPDFClipPath_CountPaths, _INT, _HANDLE)
count_clip_segments = _bound(pdfium_c.FPDFClipPath_CountPathSegments, _INT, _HANDLE, _INT)
clip_segment = _bound(pdfium_c.FPDFClipPath_GetPathSegment, _HANDLE, _HANDLE, _INT, _INT)
count_chars = _bound(pdfium_c.FPDFText_CountChars, _INT, _HANDLE)
get_unicode = _bound(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)
is_generated = _bound(pdfium_c.FPDFText_IsGenerated, _INT, _HANDLE, _INT)
loose_box = _bound(pdfium_c.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
get_text = _bound(pdfium_c.FPDFText_GetText, _INT, _HANDLE, _INT, _INT, _HANDLE)
text_object = _bound(pdfium_c.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
text_fill_colour = _bound(pdfium_c.FPDFText_GetFillColor, _INT, _HANDLE, _INT, *[_HANDLE] * 4)
text_stroke_colour = _bound(pdfium_c.FPDFText_GetStrokeColor, _INT, _HANDLE, _INT, *[_HANDLE] * 4)
text_matrix = _bound(pdfium_c.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
