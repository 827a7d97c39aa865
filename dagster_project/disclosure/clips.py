"""What of a piece of text its clip leaves to be seen: a cell cut by a page break may draw all its text on both pages.

Belongs here: the clips of one piece of text, as a box. Does not belong here: colour and mode (`visible`).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2.raw as pdfium_c

_TOLERANCE = 0.5  # points

_Side = tuple[float, float, float, float]  # left, bottom, right, top in the space that the piece is drawn in


@dataclass(frozen=True, slots=True)
class Clip:
    """The box that a piece of text is seen in, and the box that it takes; both in the space that it is drawn in."""

    box: _Side
    bounds: _Side

    @property
    def hides_all(self) -> bool:
        return (
            self.bounds[2] <= self.box[0]
            or self.bounds[0] >= self.box[2]
            or self.bounds[3] <= self.box[1]
            or self.bounds[1] >= self.box[3]
        )

    def hides(self, x: float, y: float) -> bool:
        """Whether the line of a character, given by its middle in page space, is clipped away.

        A label that is too long for its cell is cut at the side, and what is said there is said all the same; so only
        lines are hidden, not the ends of lines. Text of a form object is drawn in a space of its own: a place that the
        piece does not reach says nothing there.
        """
        in_line = self.box[1] - _TOLERANCE <= y <= self.box[3] + _TOLERANCE
        return self.hides_all or (_within(x, y, self.bounds) and not in_line)


def clip_of(piece: object) -> Clip | None:
    """The clip of a piece of text; None where it hides nothing of it."""
    path = pdfium_c.FPDFPageObj_GetClipPath(piece)
    count = pdfium_c.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return None
    bounds = _bounds(piece)
    if bounds is None:
        return None
    box = (float("-inf"), float("-inf"), float("inf"), float("inf"))
    for index in range(count):
        outline = _outline(path, index)
        if outline is not None:
            left, bottom, right, top = outline
            box = (max(box[0], left), max(box[1], bottom), min(box[2], right), min(box[3], top))
    hides_nothing = (
        box[0] <= bounds[0] + _TOLERANCE
        and box[1] <= bounds[1] + _TOLERANCE
        and box[2] >= bounds[2] - _TOLERANCE
        and box[3] >= bounds[3] - _TOLERANCE
    )
    return None if hides_nothing else Clip(box, bounds)


def _outline(path: object, index: int) -> _Side | None:
    """The box around one path of a clip: never smaller than what it lets through."""
    xs: list[float] = []
    ys: list[float] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium_c.FPDFClipPath_CountPathSegments(path, index)):
        segment = pdfium_c.FPDFClipPath_GetPathSegment(path, index, number)
        if segment and pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            xs.append(x.value)
            ys.append(y.value)
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def _bounds(piece: object) -> _Side | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(piece, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _within(x: float, y: float, box: _Side) -> bool:
    return box[0] - _TOLERANCE <= x <= box[2] + _TOLERANCE and box[1] - _TOLERANCE <= y <= box[3] + _TOLERANCE
