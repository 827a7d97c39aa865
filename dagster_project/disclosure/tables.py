"""Tables of a page: boxes of rulings, and text that stands in columns, become grids.

Belongs here: which grids a page has, and which characters stand in which cell. Does not belong here: what a grid is
(`grids`), rulings (`rulings`), columns without rulings (`alignment`), or what a cell means.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import compress, pairwise

import numpy as np

from dagster_project.disclosure.alignment import aligned_grids
from dagster_project.disclosure.crossings import tables_of
from dagster_project.disclosure.doubts import with_doubts
from dagster_project.disclosure.edges import SNAP
from dagster_project.disclosure.grids import Grid, GridCell, aligned, joined
from dagster_project.disclosure.pages import Box, Char, Line, Page, Ruling, lines_of
from dagster_project.disclosure.places import chars_of_cells
from dagster_project.disclosure.rulings import cell_boxes
from dagster_project.disclosure.stacked import separated
from dagster_project.disclosure.undivided import divided_cells

__all__ = ["Grid", "GridCell", "aligned", "find_grids", "joined", "lines_outside", "without_slivers"]

_SOME_FIGURES = 3  # points outside of all tables
_SLIVER = 15.0  # points; a column of codes or ordinals is wider


def find_grids(page: Page) -> list[Grid]:
    """The tables of a page from top to bottom: the ruled ones, and those whose columns only alignment tells.

    A frame around one cell is no table, nor are boxes below each other, unless what stands in them is aligned.
    """
    grids = _find_grids(page, page.rulings)
    if any(ruling.is_ground for ruling in page.rulings) and _points_outside(page, grids) >= _SOME_FIGURES:
        # Colour behind some rows only, or behind the header, rules no table.
        plain = _find_grids(page, [ruling for ruling in page.rulings if not ruling.is_ground])
        if _points_outside(page, plain) < _points_outside(page, grids):
            grids = plain
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))


def _find_grids(page: Page, rulings: Sequence[Ruling]) -> list[Grid]:
    places = page.centres[page.is_printed]
    framed = [_grid(page, cells) for cells in tables_of(cell_boxes(rulings, places))]
    ruled = [with_doubts(divided_cells(without_slivers(grid))) for frame in framed for grid in separated(frame)]
    divided = [grid for grid in ruled if grid.column_count > 1]
    grids = [*divided, *aligned_grids(page, _chars_outside(page, divided))]
    grids += [grid for grid in ruled if grid.column_count == 1 and not any(_lies_in(other, grid) for other in grids)]
    return grids


def _points_outside(page: Page, grids: list[Grid]) -> int:
    """How many points of figures stand in no grid."""
    return sum(char.text == "." for char in _chars_outside(page, grids))


def _lies_in(inner: Grid, outer: Grid) -> bool:
    x, y = (inner.box[0] + inner.box[2]) / 2, (inner.box[1] + inner.box[3]) / 2
    return outer.box[0] <= x <= outer.box[2] and outer.box[1] <= y <= outer.box[3]


def lines_outside(page: Page, grids: list[Grid]) -> list[Line]:
    """The lines of what is printed outside of the grids of a page."""
    return lines_of(_chars_outside(page, grids)) if grids else page.lines


def _chars_outside(page: Page, grids: list[Grid]) -> Sequence[Char]:
    if not grids:
        return page.chars
    x, y = page.centres.T
    is_outside = np.ones(len(page.chars), dtype=bool)
    for x0, top, x1, bottom in (grid.box for grid in grids):
        is_outside &= (x < x0) | (x > x1) | (y < top) | (y > bottom)
    return list(compress(page.chars, is_outside.tolist()))


def _grid(page: Page, cells: list[Box]) -> Grid:
    xs, columns = _edges(edge for x0, _, x1, _ in cells for edge in (x0, x1))
    ys, rows = _edges(edge for _, top, _, bottom in cells for edge in (top, bottom))
    spans = [
        (rows[top], columns[x0], rows[bottom] - rows[top], columns[x1] - columns[x0]) for x0, top, x1, bottom in cells
    ]
    grid_cells = tuple(
        GridCell(*span, cell_box, tuple(chars))
        for span, cell_box, chars in zip(spans, cells, chars_of_cells(page, spans, xs, ys), strict=True)
    )
    box = (xs[0], ys[0], xs[-1], ys[-1])
    return Grid(page.number, box, len(ys) - 1, len(xs) - 1, tuple(xs), grid_cells, page.text_source)


def without_slivers(grid: Grid) -> Grid:
    """Without columns too narrow to hold a word that hold none: gaps that a word processor rules around its cells.

    Cells that run over such a column keep the columns that are left, so that a header beside a gap and a figure over
    the gap stand in one column.
    """
    narrow = {
        index
        for index, (left, right) in enumerate(pairwise(grid.column_edges))
        if right - left < _SLIVER
    }  # fmt: skip
    narrow -= {
        cell.column
        for cell in grid.cells
        if cell.column in narrow and cell.column_span == 1 and not all(char.text.isspace() for char in cell.chars)
    }
    if not narrow:
        return grid
    kept = [index for index in range(grid.column_count) if index not in narrow]
    cells = []
    for cell in grid.cells:
        first, end = bisect_left(kept, cell.column), bisect_left(kept, cell.column + cell.column_span)
        if first < end:
            cells.append(replace(cell, column=first, column_span=end - first))
    edges = (*(grid.column_edges[index] for index in kept), grid.column_edges[-1])
    return replace(grid, column_count=len(kept), column_edges=edges, cells=tuple(cells))


def _edges(values: Iterable[float]) -> tuple[list[float], dict[float, int]]:
    """The edges of a grid, and at which of them each value lies: those that are all but equal are one."""
    edges: list[float] = []
    places: dict[float, int] = {}
    for value in sorted(set(values)):
        if not edges or value - edges[-1] > SNAP / 2:
            edges.append(value)
        places[value] = len(edges) - 1
    return edges, places
