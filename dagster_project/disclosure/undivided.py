"""Cells that rulings leave undivided: figures of several columns in one cell, parted where the evidence is unanimous.

The edges of the columns come from other rows (a header ruled all over), or from gutters that no word of the column
crosses, below as many header words as there are figures. Where a single word speaks against it the cells stay as they
are ruled, and `doubts` says so. Belongs here: dividing ruled cells. Does not belong here: tables without any column
ruled (`alignment`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dagster_project.disclosure.grids import Grid, GridCell
from dagster_project.disclosure.pages import Char
from dagster_project.disclosure.words import Word, words_of

_MIN_ROWS = 3  # cells that hold words of the same columns
_LONE = 4  # columns that a single cell may have something in each of
_OVER = 1.5  # points that a word may reach over the edge of its column

_Place = tuple[int, int]  # column and span


def divided_cells(grid: Grid) -> Grid:
    """The grid with one cell for each column where it prints several columns in one cell."""
    # Most cells hold one figure at most; nearly all figures have a point or groups.
    crowded = [cell for cell in grid.cells if _points(cell) > (cell.column_span == 1) and _is_crowded(cell)]
    if not crowded:
        return grid
    places = Counter((cell.column, cell.column_span) for cell in crowded)
    lone = {(c.column, c.column_span) for c in crowded if c.column_span >= _LONE and _fills(_pieces(grid, c))}
    common = sorted(place for place, count in places.items() if count >= _MIN_ROWS or place in lone)
    if not common:
        return grid
    first_row = min(cell.row for cell in crowded if (cell.column, cell.column_span) in common)
    for column in (column for column, span in common if span == 1):
        edges = _gutters([cell for cell in crowded if (cell.column, cell.column_span) == (column, 1)])
        span = len(edges) + 1
        finer = _with_edges(grid, column, edges)
        if edges and _names_all(finer, column, span, first_row) and _can_part(finer, (column, span), first_row):
            return divided_cells(_parted(finer, (column, span), first_row))
    if any(span > 1 for _, span in common):
        # A grid that leaves columns undivided in many rows does so in the few as well.
        for place in places:
            if place[1] > 1 and _can_part(grid, place, first_row):
                grid = _parted(grid, place, first_row)
    return grid


def _points(cell: GridCell) -> int:
    return sum(map(cell.signs.count, ".,，"))


def _words(cell: GridCell) -> list[Word]:
    return [word for line in cell.lines for word in words_of(line)]


def _is_crowded(cell: GridCell) -> bool:
    """Whether figures stand beside each other in one cell, or beside words where the cell runs over columns."""
    for line in cell.lines:
        words = words_of(line)
        figures = sum(word.is_figure for word in words)
        if len(words) > 1 and (figures == len(words) or (figures and cell.column_span > 1)):
            return True
    return False


def _gutters(cells: Sequence[GridCell]) -> list[float]:
    """The middles of the gaps that no word of these cells stands in, if every line has one word in each stretch."""
    stretches: list[tuple[float, float]] = []
    for word in sorted((word for cell in cells for word in _words(cell)), key=lambda word: word.x0):
        if stretches and word.x0 <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], word.x1))
        else:
            stretches.append((word.x0, word.x1))
    if any(len(words_of(line)) > len(stretches) for cell in cells for line in cell.lines):
        return []
    return [(left[1] + right[0]) / 2 for left, right in pairwise(stretches)]


def _with_edges(grid: Grid, column: int, edges: Sequence[float]) -> Grid:
    """The grid with further edges in one column; its cells run over all that it becomes."""
    more = len(edges)
    cells = []
    for cell in grid.cells:
        if cell.column > column:
            cell = replace(cell, column=cell.column + more)
        elif cell.column + cell.column_span > column:
            cell = replace(cell, column_span=cell.column_span + more)
        cells.append(cell)
    all_edges = (*grid.column_edges[: column + 1], *edges, *grid.column_edges[column + 1 :])
    return replace(grid, column_count=grid.column_count + more, column_edges=all_edges, cells=tuple(cells))


def _names_all(grid: Grid, column: int, span: int, first_row: int) -> bool:
    """Whether the header cell over some columns has a word for each of them."""
    over = [grid.at(row, column) for row in range(first_row)]
    cell = next((cell for cell in reversed(over) if cell is not None and cell.text.strip()), None)
    return cell is not None and cell.column_span == span and _fills(_pieces(grid, cell))


def _fills(pieces: list[GridCell] | None) -> bool:
    """Whether there are several columns with something in each of them."""
    return pieces is not None and len(pieces) > 1 and all(piece.text for piece in pieces)


def _can_part(grid: Grid, place: _Place, first_row: int) -> bool:
    """Whether no figure among the cells at a place crosses an edge, or shares a column with another in its line."""
    return not any(
        (cell.column, cell.column_span) == place
        and cell.row >= first_row
        and any(word.is_figure for word in _words(cell))
        and _pieces(grid, cell) is None
        for cell in grid.cells
    )


def _parted(grid: Grid, place: _Place, first_row: int) -> Grid:
    """The grid with the cells at a place parted at the edges of columns.

    Header words over several columns stand over one of them; a header is parted where there is a word for each.
    """
    cells: list[GridCell] = []
    for cell in grid.cells:
        is_there = (cell.column, cell.column_span) == place and bool(cell.text.strip())
        pieces = _pieces(grid, cell) if is_there else None
        cells += pieces if pieces is not None and (cell.row >= first_row or _fills(pieces)) else [cell]
    return replace(grid, cells=tuple(cells))


def _pieces(grid: Grid, cell: GridCell) -> list[GridCell] | None:
    """One cell for each column that a cell runs over; None where a word stands in two, or two words in one."""
    chars: dict[int, list[Char]] = {}
    for line in cell.lines:
        taken: set[int] = set()
        for word in words_of(line):
            column = bisect_right(grid.column_edges, (word.x0 + word.x1) / 2) - 1
            inside = (
                cell.column <= column < cell.column + cell.column_span
                and grid.column_edges[column] - _OVER <= word.x0
                and word.x1 <= grid.column_edges[column + 1] + _OVER
            )
            if not inside or column in taken:
                return None
            taken.add(column)
            chars.setdefault(column, []).extend(word.chars)
    return [
        replace(
            cell, column=column, column_span=1, chars=tuple(chars.get(column, ())),
            box=(grid.column_edges[column], cell.box[1], grid.column_edges[column + 1], cell.box[3]),
        )
        for column in range(cell.column, cell.column + cell.column_span)
    ]  # fmt: skip
