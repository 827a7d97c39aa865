"""What pdfium says of one object of a page, as Python values: where it lies, its matrix, its colour and its modes.

Belongs here: questions that are asked of one object after the other, and the memory that pdfium answers into. Does not
belong here: questions to many objects at once, which are answered into tables (`calls.fields_of`), and what follows
from the answers.
"""

from __future__ import annotations

import ctypes

from dagster_project.disclosure.pdf import calls
from dagster_project.disclosure.pdf.space import Matrix

Side = tuple[float, float, float, float]  # left, bottom, right, top in the space that the object is drawn in
Colour = tuple[int, int, int, int]  # red, green, blue and opacity, of 255 each

# Filled anew by each call: making them is most of the time of a call.
_BOUNDS, _MATRIX, _POINT = (ctypes.c_float * 4)(), (ctypes.c_float * 6)(), (ctypes.c_float * 2)()
_COLOUR, _MODES = (ctypes.c_uint * 4)(), (ctypes.c_int * 2)()
_BOUNDS_AT, _POINT_AT = calls.parts_of(_BOUNDS), calls.parts_of(_POINT)
_COLOUR_AT, _MODES_AT = calls.parts_of(_COLOUR), calls.parts_of(_MODES)
_MATRIX_AT = ctypes.addressof(_MATRIX)


def side_of(item: int) -> Side | None:
    """The bounds of an object."""
    if not calls.object_bounds(item, *_BOUNDS_AT):
        return None
    left, bottom, right, top = _BOUNDS
    return left, bottom, right, top


def matrix_of(item: int) -> Matrix | None:
    """From the space of an object to the one that it is drawn in."""
    return _matrix() if calls.object_matrix(item, _MATRIX_AT) else None


def text_matrix_of(textpage: int, index: int) -> Matrix | None:
    """The matrix of the piece of text that a character belongs to."""
    return _matrix() if calls.text_matrix(textpage, index, _MATRIX_AT) else None


def fill_of(item: int) -> Colour | None:
    """What an object is filled with; None for a pattern."""
    return _colour() if calls.fill_colour(item, *_COLOUR_AT) else None


def text_colour_of(textpage: int, index: int, *, is_stroked: bool) -> Colour | None:
    """What a character is drawn with."""
    ask = calls.text_stroke_colour if is_stroked else calls.text_fill_colour
    return _colour() if ask(textpage, index, *_COLOUR_AT) else None


def modes_of(path: int) -> tuple[int, int] | None:
    """How a path is filled (0: not at all), and whether it is stroked."""
    if not calls.draw_mode(path, *_MODES_AT):
        return None
    fill, stroke = _MODES
    return fill, stroke


def point_of(segment: int | None) -> tuple[float, float] | None:
    """Where a segment of a path ends."""
    if not segment or not calls.segment_point(segment, *_POINT_AT):
        return None
    x, y = _POINT
    return x, y


def _matrix() -> Matrix:
    a, b, c, d, e, f = _MATRIX
    return a, b, c, d, e, f


def _colour() -> Colour:
    red, green, blue, alpha = _COLOUR
    return red, green, blue, alpha
