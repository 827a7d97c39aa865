"""Tables that share one frame: where a title runs across the whole grid below rows of figures, another table begins.

Belongs here: cutting a grid between two tables. Does not belong here: what the titles say (`captions`).
"""

from __future__ import annotations

from dataclasses import replace

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.amounts import parse_amount
from dagster_project.disclosure.captions import read_caption
from dagster_project.disclosure.grids import Grid, GridCell

_ACROSS = 0.8  # of the width of a frame: tables in it may differ in width


def separated(grid: Grid) -> list[Grid]:
    """The tables of a grid, from top to bottom; mostly the grid itself."""
    starts = [0]
    has_figures = False
    for row, cells in enumerate(grid.rows):
        if has_figures and len(cells) == 1 and _is_title(cells[0], grid):
            starts.append(row)
            has_figures = False
        has_figures = has_figures or any(map(_holds_amount, cells))
    if len(starts) == 1 or any(cell.row < start < cell.row + cell.row_span for cell in grid.cells for start in starts):
        return [grid]
    return [_rows_of(grid, start, end) for start, end in zip(starts, [*starts[1:], grid.row_count], strict=True)]


def _is_title(cell: GridCell, grid: Grid) -> bool:
    """Whether a row names a statement. Forms have lists with titles of their own inside, which belong to them."""
    if (cell.box[2] - cell.box[0]) < _ACROSS * (grid.box[2] - grid.box[0]):
        return False
    tables = vocabulary.tables()
    named = tables.kind_named(read_caption([], [cell.text]).title)
    return named is not None and named.kind in tables.core


def _holds_amount(cell: GridCell) -> bool:
    if "." not in cell.signs:
        return False
    amount = parse_amount(cell.text)
    return amount is not None and amount.value is not None


def _rows_of(grid: Grid, start: int, end: int) -> Grid:
    """Some rows of a grid as a grid of their own, with the columns that they have."""
    own = [cell for cell in grid.cells if start <= cell.row < end]
    places = sorted({place for cell in own for place in (cell.column, cell.column + cell.column_span)})
    cells = tuple(
        replace(
            cell, row=cell.row - start, column=places.index(cell.column),
            column_span=places.index(cell.column + cell.column_span) - places.index(cell.column),
        )
        for cell in own
    )  # fmt: skip
    edges = tuple(grid.column_edges[place] for place in places)
    top, bottom = min(cell.box[1] for cell in own), max(cell.box[3] for cell in own)
    return replace(
        grid, box=(edges[0], top, edges[-1], bottom), row_count=end - start, column_count=len(edges) - 1,
        column_edges=edges, cells=cells,
    )  # fmt: skip
