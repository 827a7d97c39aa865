"""The grid: cells with their rows, columns, spans and text, however they were found.

Belongs here: what a grid is, and one grid going on with another. Does not belong here: finding grids (`tables`,
and what it is made of: `rulings`, `alignment`), or what a cell means.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from dagster_project.disclosure.pages import Box, Char, Line, bounding_box, lines_of

FoundBy = Literal["rulings", "alignment"]


@dataclass(frozen=True, eq=False)
class GridCell:
    """One cell. Rows and columns count from 0; a merged cell covers several. Cells are equal only to themselves."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    chars: tuple[Char, ...]
    doubt: str | None = None  # why the figure may not belong into this cell (`doubts`)
    page_no: int | None = None  # where it stands on another page than its grid
    pieces: tuple[GridCell, ...] = ()  # what page breaks cut it into, from the first page to the last
    copies: tuple[GridCell, ...] = ()  # where further pages print the same again

    @property
    def places(self) -> tuple[GridCell, ...]:
        """What is printed of it, wherever it stands."""
        return (*(self.pieces or (self,)), *self.copies)

    @cached_property
    def signs(self) -> str:
        """Its characters in the order of the page description: which there are is known before their lines are."""
        return "".join([char[0] for char in self.chars])

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.chars)

    @cached_property
    def text(self) -> str:
        """The text of all lines, over page breaks too. A line end between two CJK characters is none; elsewhere it is
        a blank."""
        text = ""
        for piece in self.pieces or (self,):
            for line in piece.lines:
                text = joined(text, line.text)
        return text

    @property
    def text_box(self) -> Box:
        """The box of what is printed, and of the cell itself where nothing is."""
        shown = [char for char in self.chars if not char.text.isspace()]
        if shown:
            return bounding_box(shown)
        x0, top, x1, bottom = self.box
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


@dataclass(frozen=True)
class Grid:
    """One table on one page. `found_by` says what its rows and columns were told by."""

    page_no: int
    box: Box
    row_count: int
    column_count: int
    column_edges: tuple[float, ...]  # column_count + 1
    cells: tuple[GridCell, ...]
    text_source: str = "native"  # of its page
    found_by: FoundBy = "rulings"
    joined_from: tuple[tuple[int, Box], ...] = ()  # pages and boxes of grids that it was completed with

    @property
    def frames(self) -> tuple[tuple[int, Box], ...]:
        """The pages that it stands on, and where."""
        return ((self.page_no, self.box), *self.joined_from)

    @cached_property
    def _covering(self) -> dict[tuple[int, int], GridCell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    def at(self, row: int, column: int) -> GridCell | None:
        """The cell that covers this place, merged cells included; None where the rulings leave a hole."""
        return self._covering.get((row, column))

    def with_cells(self, changed: Mapping[GridCell, GridCell]) -> Grid:
        """The same grid with some of its cells replaced."""
        return replace(self, cells=tuple(changed.get(cell, cell) for cell in self.cells)) if changed else self

    @cached_property
    def rows(self) -> list[list[GridCell]]:
        """For each row, the cells that begin in it, from left to right."""
        rows: list[list[GridCell]] = [[] for _ in range(self.row_count)]
        for cell in sorted(self.cells, key=lambda c: (c.row, c.column)):
            rows[cell.row].append(cell)
        return rows


def aligned(grid: Grid, above: Grid, tolerance: float, whole: Collection[int]) -> Grid | None:
    """The grid with the columns of the one that it goes on with; None where their rulings do not agree.

    A page that holds only the row of totals draws no ruling between the columns that 合计 runs across, and so has
    fewer columns than the table that it goes on with. Columns in `whole` must be there by themselves.
    """
    edges = list(above.column_edges)
    places = []
    for edge in grid.column_edges:
        place = min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
        if abs(edges[place] - edge) > tolerance:
            return None
        places.append(place)
    if places[0] != 0 or places[-1] != len(edges) - 1 or len(set(places)) != len(places):
        return None
    if any(not {column, column + 1} <= set(places) for column in whole):
        return None
    for place, edge in zip(places, grid.column_edges, strict=True):
        edges[place] = edge
    cells = tuple(
        replace(
            cell,
            column=places[cell.column],
            column_span=places[cell.column + cell.column_span] - places[cell.column],
        )
        for cell in grid.cells
    )
    return replace(grid, column_count=len(edges) - 1, column_edges=tuple(edges), cells=cells)


def joined(before: str, after: str) -> str:
    """Two pieces of text across a line end: words keep a blank between them; Chinese text and numbers do not."""
    if before and after and before[-1].isascii() and after[0].isascii() and before[-1].isalpha() and after[0].isalpha():
        return f"{before} {after}"
    return before + after
