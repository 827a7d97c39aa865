"""The cells that crossing edges close: the results of pdfplumber's finder, in a fraction of its time.

pdfplumber compares sets of edges for each pair of corners. Here every edge is one bit, and the edges that run through
a crossing are a number: two crossings are connected where their numbers share a bit. Cells and their order are equal
(tests/disclosure/test_crossings.py compares them, on drawn grids and on the pages of real documents).

Belongs here: corners and cells. Does not belong here: which rulings are edges (`rulings`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np

from dagster_project.disclosure.pages import Box

_Edge = Mapping[str, Any]
_Point = tuple[float, float]


@dataclass(slots=True)
class _Corner:
    """A crossing: the vertical and the horizontal edges that run through it, one bit each."""

    down: int = 0
    across: int = 0


def closed_cells(edges: Sequence[_Edge], tolerance: float) -> list[Box]:
    """The smallest cell that begins at each crossing, from left to right, and from top to bottom within a column."""
    corners = _corners(edges, tolerance)
    columns: dict[float, list[_Point]] = defaultdict(list)
    rows: dict[float, list[_Point]] = defaultdict(list)
    for point in sorted(corners):
        columns[point[0]].append(point)
        rows[point[1]].append(point)
    cells = []
    for column in columns.values():
        for index, point in enumerate(column):
            below = column[index + 1 :]
            row = rows[point[1]]
            cell = _smallest(point, below, row, corners) if below else None
            if cell is not None:
                cells.append(cell)
    return cells


def _smallest(
    point: _Point, below: Iterable[_Point], row: Sequence[_Point], corners: Mapping[_Point, _Corner]
) -> Box | None:
    """The cell below and to the right of a crossing: the first whose four sides are drawn."""
    own = corners[point]
    right = [other for other in row[bisect_right(row, point) :] if own.across & corners[other].across]
    if not right:
        return None
    for lower in below:
        left = corners[lower]
        if not own.down & left.down:
            continue
        for upper in right:
            far = corners.get((upper[0], lower[1]))
            if far is not None and far.down & corners[upper].down and far.across & left.across:
                return (point[0], point[1], upper[0], lower[1])
    return None


def _corners(edges: Sequence[_Edge], tolerance: float) -> dict[_Point, _Corner]:
    """Where vertical edges meet horizontal ones, or stop short of them by no more than the tolerance."""
    down = sorted((edge for edge in edges if edge["orientation"] == "v"), key=itemgetter("x0", "top"))
    across = sorted((edge for edge in edges if edge["orientation"] == "h"), key=itemgetter("top", "x0"))
    x, top, bottom = (np.array([edge[name] for edge in down])[:, None] for name in ("x0", "top", "bottom"))
    y, x0, x1 = (np.array([edge[name] for edge in across])[None, :] for name in ("top", "x0", "x1"))
    meet = (top <= y + tolerance) & (bottom >= y - tolerance) & (x >= x0 - tolerance) & (x <= x1 + tolerance)
    corners: dict[_Point, _Corner] = defaultdict(_Corner)
    for first, second in np.argwhere(meet).tolist():
        corner = corners[down[first]["x0"], across[second]["top"]]
        corner.down |= 1 << first
        corner.across |= 1 << second
    return dict(corners)
