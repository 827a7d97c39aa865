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
from dagster_project.disclosure.pdf.objects import matrix_of
from dagster_project.disclosure.pdf.space import IDENTITY, Matrix, apply, multiply
from dagster_project.disclosure.pdf.strokes import ruling_between, rulings_of

_MAX_FORM_DEPTH = 12  # form objects can draw each other without end
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
    paths = [item for item, kind in zip(objects, kinds, strict=True) if kind == pdfium_c.FPDF_PAGEOBJ_PATH]
    if paths:
        drawing.rulings.extend(rulings_of(paths, frame))
    if len(texts) + len(paths) < len(objects):
        for item, kind in zip(objects, kinds, strict=True):
            if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
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
