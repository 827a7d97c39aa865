"""What the objects of a page draw: straight strokes become rulings, pieces of text are listed.

Belongs here: objects and their paths. Does not belong here: the characters of the text (`characters`), and what
rulings enclose (`disclosure.rulings`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pypdfium2.raw as pdfium_c

from dagster_project.disclosure.pages import Ruling
from dagster_project.disclosure.pdf import calls
from dagster_project.disclosure.pdf.space import IDENTITY, Matrix, apply, multiply

_HAIRLINE = 2.0  # points; a filled box as thin as that is a line
_WHITE = 0xFF
_MAX_FORM_DEPTH = 12  # form objects can draw each other without end
_STRAIGHT = 1.0  # points that a ruling may lean
_THIN = 2.0  # points: a picture as thin is a ruling


@dataclass(frozen=True)
class Drawing:
    """What a page draws. `texts` are its pieces of text, together where they are drawn in one frame."""

    rulings: list[Ruling] = field(default_factory=list)
    texts: list[tuple[Matrix, list[int]]] = field(default_factory=list)


def drawing_of(page: int, frame: Matrix) -> Drawing:
    """What the objects of a page draw, seen through the frame of the page."""
    drawing = Drawing()
    objects = [calls.get_object(page, index) for index in range(calls.count_objects(page))]
    _draw(objects, frame, 0, drawing)
    return drawing


def _draw(objects: list[int], frame: Matrix, depth: int, drawing: Drawing) -> None:
    texts: list[int] = []
    for item in objects:
        kind = calls.object_type(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            texts.append(item)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            is_faint = _is_white_area(item)
            for ruling in _straight_segments(item, multiply(_matrix_of(item), frame)):
                drawing.rulings.append(replace(ruling, is_faint=True) if is_faint else ruling)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            drawing.rulings.extend(_thin_picture(multiply(_matrix_of(item), frame)))
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
            inner = [calls.get_form_object(item, index) for index in range(calls.count_form_objects(item))]
            _draw(inner, multiply(_matrix_of(item), frame), depth + 1, drawing)
    if texts:
        drawing.texts.append((frame, texts))


def _thin_picture(frame: Matrix) -> Iterator[Ruling]:
    """A picture (a unit square in its own space) that is as thin as a line is drawn as one."""
    (ax, ay), (bx, by) = apply(frame, 0, 0), apply(frame, 1, 1)
    width, height = abs(ax - bx), abs(ay - by)
    if height <= _THIN < width:
        yield from ruling_between((ax, (ay + by) / 2), (bx, (ay + by) / 2))
    elif width <= _THIN < height:
        yield from ruling_between(((ax + bx) / 2, ay), ((ax + bx) / 2, by))


def _is_white_area(path: int) -> bool:
    """Whether a path only fills an area with white; a white hairline is a border that the layout draws in white."""
    modes = (ctypes.c_int * 2)()
    at = ctypes.addressof(modes)
    if not calls.draw_mode(path, at, at + 4) or modes[1]:
        return False
    colour = (ctypes.c_uint * 4)()
    at = ctypes.addressof(colour)
    if not calls.fill_colour(path, at, at + 4, at + 8, at + 12) or any(part != _WHITE for part in colour[:3]):
        return False
    bounds = calls.bounds_of(path)
    if bounds is None:
        return False
    left, bottom, right, top = bounds
    return min(right - left, top - bottom) > _HAIRLINE


def _matrix_of(item: int) -> Matrix:
    matrix = (ctypes.c_float * 6)()
    if not calls.object_matrix(item, ctypes.addressof(matrix)):
        return IDENTITY
    a, b, c, d, e, f = matrix
    return (a, b, c, d, e, f)


def _straight_segments(path: int, frame: Matrix) -> Iterator[Ruling]:
    start = previous = None
    place = (ctypes.c_float * 2)()
    at = ctypes.addressof(place)
    for index in range(calls.count_segments(path)):
        segment = calls.get_segment(path, index)
        if not calls.segment_point(segment, at, at + 4):
            continue
        point = apply(frame, place[0], place[1])
        kind = calls.segment_type(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO and previous is not None:
            yield from ruling_between(previous, point)
        previous = point
        if calls.segment_closes(segment) and start is not None:
            yield from ruling_between(point, start)
            previous = start


def ruling_between(first: tuple[float, float], second: tuple[float, float]) -> Iterator[Ruling]:
    """The ruling from one point to another, none where the stroke leans."""
    (ax, ay), (bx, by) = first, second
    x0, x1 = (ax, bx) if ax <= bx else (bx, ax)
    top, bottom = (ay, by) if ay <= by else (by, ay)
    if bottom - top <= _STRAIGHT < x1 - x0:
        middle = (top + bottom) / 2
        yield Ruling("h", x0, middle, x1, middle)
    elif x1 - x0 <= _STRAIGHT < bottom - top:
        middle = (x0 + x1) / 2
        yield Ruling("v", middle, top, middle, bottom)
