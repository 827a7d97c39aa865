"""What the objects of a page draw: straight strokes become rulings, pieces of text are listed.

Belongs here: objects and their paths. Does not belong here: the characters of the text (`characters`), and what
rulings enclose (`disclosure.rulings`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat

import pypdfium2.raw as pdfium_c

from dagster_project.disclosure.pages import Ruling
from dagster_project.disclosure.pdf import calls
from dagster_project.disclosure.pdf.objects import fill_of, matrix_of, modes_of, point_of, side_of
from dagster_project.disclosure.pdf.space import IDENTITY, Matrix, apply, multiply

_HAIRLINE = 2.0  # points; a filled box as thin as that is a line
_WHITE = (0xFF, 0xFF, 0xFF)
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
    objects = list(map(calls.get_object, repeat(page), range(calls.count_objects(page))))
    _draw(objects, frame, 0, drawing)
    return drawing


def _draw(objects: list[int], frame: Matrix, depth: int, drawing: Drawing) -> None:
    kinds = list(map(calls.object_type, objects))
    texts = [item for item, kind in zip(objects, kinds, strict=True) if kind == pdfium_c.FPDF_PAGEOBJ_TEXT]
    for item, kind in zip(objects, kinds, strict=True):
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            drawing.rulings.extend(_strokes(item, frame))
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            drawing.rulings.extend(_thin_picture(multiply(matrix_of(item) or IDENTITY, frame)))
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
            inner = list(map(calls.get_form_object, repeat(item), range(calls.count_form_objects(item))))
            _draw(inner, multiply(matrix_of(item) or IDENTITY, frame), depth + 1, drawing)
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


def _strokes(path: int, frame: Matrix) -> Iterator[Ruling]:
    """The straight strokes of a path, and the edges of the area that it fills."""
    matrix = matrix_of(path) or IDENTITY
    segments = list(_straight_segments(path, frame if matrix == IDENTITY else multiply(matrix, frame)))
    fill, stroke = (modes_of(path) if segments else None) or (0, 1)
    if not stroke and _is_white_area(path):
        yield from (ruling._replace(is_faint=True) for ruling in segments)
    elif fill and not stroke and _encloses(segments):
        yield from (ruling._replace(is_ground=True) for ruling in segments)
    else:
        yield from segments


def _encloses(segments: list[Ruling]) -> bool:
    """Whether strokes stand around an area, not along a line as a thin box does."""
    across = any(stroke.x1 - stroke.x0 > _HAIRLINE for stroke in segments)
    return across and any(stroke.bottom - stroke.top > _HAIRLINE for stroke in segments)


def _is_white_area(path: int) -> bool:
    """Whether what a path fills is an area of white; a white hairline is a border that the layout draws in white."""
    colour = fill_of(path)
    if colour is None or colour[:3] != _WHITE:
        return False
    bounds = side_of(path)
    if bounds is None:
        return False
    left, bottom, right, top = bounds
    return min(right - left, top - bottom) > _HAIRLINE


def _straight_segments(path: int, frame: Matrix) -> Iterator[Ruling]:
    start = previous = None
    for index in range(calls.count_segments(path)):
        segment = calls.get_segment(path, index)
        place = point_of(segment)
        if place is None:
            continue
        point = apply(frame, *place)
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
