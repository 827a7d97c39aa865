"""Which text of a page a reader sees as its text: not what is hidden, and not what is printed behind it as a mark.

Belongs here: how a piece of text is drawn (direction, colour, mode) and what follows from it. Does not belong here:
where characters stand (`pages`), or what they mean.

Hidden is text drawn in no colour (render mode 3, or for clipping only), text that is all but transparent, white text
on no ground, and text that its clip cuts away. A mark is text that leans, and faint or large light text that other
text runs over: a watermark.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium_c

from dagster_project.disclosure.clips import Clip, clip_of

_HIDDEN_MODES = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_NO_FILL = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_STROKE_CLIP})
_GONE = 20  # of 255: more transparent is not seen
_FAINT = 128  # of 255: more transparent is a mark, where text stands over it
_WHITE = 250
_LIGHT = 150  # of 255, every colour: a mark, where it is large as well
_LEAN = math.radians(5)  # further from every side of the page, text is no line of it
_MAX_FORM_DEPTH = 12
_PLAIN_MODES = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_FILL, pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE})
# Filled anew by each call: making them is most of the time of a call.
_COLOUR = (ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint())
_MATRIX = pdfium_c.FS_MATRIX()


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one piece of text is drawn. `quarter` counts quarter turns clockwise, None for text that leans."""

    quarter: int | None
    is_hidden: bool
    is_white: bool
    is_faint: bool
    is_light: bool
    clip: Clip | None = None


PLAIN = TextStyle(quarter=0, is_hidden=False, is_white=False, is_faint=False, is_light=False)


def is_plain_text(piece: object, frame: tuple[float, ...]) -> bool:
    """Whether a piece of text is drawn upright, dark, opaque and whole: a page of such text needs no care."""
    if pdfium_c.FPDFTextObj_GetTextRenderMode(piece) not in _PLAIN_MODES:
        return False
    red, green, blue, alpha = _COLOUR
    if pdfium_c.FPDFPageObj_GetFillColor(piece, red, green, blue, alpha) and (
        alpha.value < _FAINT or min(red.value, green.value, blue.value) >= _LIGHT
    ):
        return False
    if not pdfium_c.FPDFPageObj_GetMatrix(piece, _MATRIX):
        return False
    a, b, c, d = frame[:4]
    along, down = a * _MATRIX.a + c * _MATRIX.b, b * _MATRIX.a + d * _MATRIX.b
    return bool(along > 0 and abs(down) < along * _LEAN) and clip_of(piece) is None


class TextStyles:
    """The styles of the pieces of text of one page, each looked up once."""

    def __init__(self, page: object, textpage: object, frame: tuple[float, ...]) -> None:
        self._page, self._textpage, self._frame = page, textpage, frame
        self._known: dict[int | None, TextStyle] = {}
        self._grounds: list[tuple[float, float, float, float]] | None = None

    def of(self, index: int) -> TextStyle:
        piece = pdfium_c.FPDFText_GetTextObject(self._textpage, index)
        key = ctypes.cast(piece, ctypes.c_void_p).value
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = self._style(piece, index)
        return style

    def has_ground(self, x: float, y: float) -> bool:
        """Whether something coloured or a picture is drawn at a place (in page space): white text is seen on it."""
        if self._grounds is None:
            self._grounds = list(_grounds_of_page(self._page))
        return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._grounds)

    def _style(self, piece: object, index: int) -> TextStyle:
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(piece) if piece else pdfium_c.FPDF_TEXTRENDERMODE_FILL
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        get_colour = pdfium_c.FPDFText_GetStrokeColor if mode in _NO_FILL else pdfium_c.FPDFText_GetFillColor
        known = get_colour(self._textpage, index, red, green, blue, alpha)
        darkest = min(red.value, green.value, blue.value) if known else 0
        opacity = alpha.value if known else 255
        return TextStyle(
            quarter=self._quarter(index),
            is_hidden=mode in _HIDDEN_MODES or opacity < _GONE,
            is_white=darkest >= _WHITE,
            is_faint=opacity < _FAINT,
            is_light=darkest >= _LIGHT,
            clip=clip_of(piece) if piece else None,
        )

    def _quarter(self, index: int) -> int | None:
        matrix = pdfium_c.FS_MATRIX()
        if not pdfium_c.FPDFText_GetMatrix(self._textpage, index, matrix):
            return 0
        a, b, c, d = self._frame[:4]
        along, down = a * matrix.a + c * matrix.b, b * matrix.a + d * matrix.b
        angle = math.atan2(down, along)
        quarter = round(angle / (math.pi / 2))
        return quarter % 4 if abs(angle - quarter * math.pi / 2) <= _LEAN else None


def _grounds_of_page(page: object) -> Iterator[tuple[float, float, float, float]]:
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        yield from _grounds(pdfium_c.FPDFPage_GetObject(page, index), 0)


def _grounds(item: object, depth: int) -> Iterator[tuple[float, float, float, float]]:
    kind = pdfium_c.FPDFPageObj_GetType(item)
    if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
        # What a form draws is not placed by its own matrix here: all of the form is ground, if anything in it is.
        inner = range(pdfium_c.FPDFFormObj_CountObjects(item))
        if any(True for index in inner for _ in _grounds(pdfium_c.FPDFFormObj_GetObject(item, index), depth + 1)):
            yield from _bounds(item)
    elif kind in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING) or (
        kind == pdfium_c.FPDF_PAGEOBJ_PATH and _is_coloured(item)
    ):
        yield from _bounds(item)


def _is_coloured(path: object) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke) or fill.value == pdfium_c.FPDF_FILLMODE_NONE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return True  # a pattern
    return min(red.value, green.value, blue.value) < _WHITE and alpha.value >= _GONE


def _bounds(item: object) -> Iterator[tuple[float, float, float, float]]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        yield left.value, bottom.value, right.value, top.value
