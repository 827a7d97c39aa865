"""The cells that crossing edges close, and the tables that they make: the results of pdfplumber's finder, in a fraction
of its time.

pdfplumber compares sets of edges for each pair of corners. Here every edge is one bit, and the edges that run through
a crossing are a number: two crossings are connected where their numbers share a bit. Cells, tables and their order are
equal (tests/disclosure/test_crossings.py compares them, on drawn grids and on the pages of real documents).

Belongs here: corners, cells and tables. Does not belong here: which rulings are edges (`edges`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from dagster_project.disclosure.edges import Edge
from dagster_project.disclosure.pages import Box

_Point = tuple[float, float]
_Corners = dict[_Point, tuple[int, int]]  # the edges down and across that run through each crossing, one bit each
_MIN_CELLS = 2  # a frame around one cell is no table


def closed_cells(across: Iterable[Edge], down: Iterable[Edge], tolerance: float) -> list[Box]:
    """The smallest cell that begins at each crossing, from left to right, and from top to bottom within a column."""
    corners = _corners(sorted(across), sorted(down), tolerance)
    columns: dict[float, list[float]] = defaultdict(list)
    rows: dict[float, list[float]] = defaultdict(list)
    for x, y in sorted(corners):
        columns[x].append(y)
        rows[y].append(x)
    passed = dict.fromkeys(rows, 0)  # how many crossings of each row lie left of the column, or in it
    cells = []
    for x, column in columns.items():
        for index, y in enumerate(column, 1):
            passed[y] += 1
            cell = _smallest(x, y, column[index:], rows[y][passed[y] :], corners)
            if cell is not None:
                cells.append(cell)
    return cells


def _smallest(x: float, y: float, below: Sequence[float], right: Sequence[float], corners: _Corners) -> Box | None:
    """The cell below and to the right of a crossing: the first whose four sides are drawn."""
    down, across = corners[x, y]
    for bottom in below:
        down_left, across_left = corners[x, bottom]
        if not down & down_left:
            continue
        for x1 in right:
            far = corners.get((x1, bottom))
            if far is None or not across_left & far[1]:
                continue
            upper = corners[x1, y]
            if across & upper[1] and upper[0] & far[0]:
                return x, y, x1, bottom
    return None


def _corners(across: Sequence[Edge], down: Sequence[Edge], tolerance: float) -> _Corners:
    """Where vertical edges meet horizontal ones, or stop short of them by no more than the tolerance."""
    x, top, bottom = np.array(down).reshape(-1, 3, 1).transpose(1, 0, 2)
    y, x0, x1 = np.array(across).reshape(-1, 3, 1).transpose(1, 2, 0)
    meet = (top <= y + tolerance) & (bottom >= y - tolerance) & (x >= x0 - tolerance) & (x <= x1 + tolerance)
    corners: _Corners = {}
    for first, second in zip(*(places.tolist() for places in meet.nonzero()), strict=True):
        point = down[first].at, across[second].at
        downs, acrosses = corners.get(point, (0, 0))
        corners[point] = downs | 1 << first, acrosses | 1 << second
    return corners


def tables_of(cells: Sequence[Box]) -> list[list[Box]]:
    """The cells of each table, from the top: those that touch each other at corners."""
    tables = []
    left = cells
    while left:
        table: list[Box] = []
        corners: set[_Point] = set()
        count = -1
        while count < len(table):  # cells to the left of their neighbours are found on a further way through
            count = len(table)
            apart = []
            for cell in left:
                x0, top, x1, bottom = cell
                own = {(x0, top), (x0, bottom), (x1, top), (x1, bottom)}
                if table and corners.isdisjoint(own):
                    apart.append(cell)
                else:
                    table.append(cell)
                    corners |= own
            left = apart
        tables.append(table)
    tables.sort(key=lambda table: min((top, x0) for x0, top, _, _ in table))
    return [table for table in tables if len(table) >= _MIN_CELLS]
