"""Grids: the rulings of a page become cells, with their rows, columns, spans and text.

Belongs here: geometry. Does not belong here: what a cell means. The cells are found by pdfplumber's own finder,
which is fed with pdfium's rulings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from dagster_project.disclosure.pages import (
    Box,
    Char,
    Line,
    Page,
    Ruling,
    bounding_box,
    lines_of,
)

_SNAP = 3.0  # points within which two rulings are one (pdfplumber's default)
_MIN_CELLS = 2
_NO_GAP = 0.3  # points between characters of one word
_SAME_LINE = 0.2  # of their height, by which the boxes of characters on one line differ
_SLIVER = 15.0  # points; a column of codes or ordinals is wider


@dataclass(frozen=True, eq=False)
class GridCell:
    """One cell. Rows and columns count from 0; a merged cell covers several. Cells are equal only to themselves."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    chars: tuple[Char, ...]

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.chars)

    @cached_property
    def text(self) -> str:
        """The text of all lines. A line end between two CJK characters is none; elsewhere it is a blank."""
        text = ""
        for line in self.lines:
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
    """One ruled table on one page."""

    page_no: int
    box: Box
    row_count: int
    column_count: int
    column_edges: tuple[float, ...]  # column_count + 1
    cells: tuple[GridCell, ...]
    text_source: str = "native"  # of its page

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


def find_grids(page: Page) -> list[Grid]:
    """The ruled tables of a page from top to bottom; a frame around one cell is none."""
    found = cells_to_tables(_cell_boxes(_without_backgrounds(page.rulings)))
    grids = [without_slivers(_grid(page, cells)) for cells in found if len(cells) >= _MIN_CELLS]
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))


def _without_backgrounds(rulings: Collection[Ruling]) -> list[Ruling]:
    """Without the white areas that lie within a cell: word processors lay them under paragraphs and lines of text.

    Their edges divided a wrapped label in two rows. Where no ruling closes a cell the white area may be the cell.
    """
    firm = [ruling for ruling in rulings if not ruling.is_faint]
    if len(firm) == len(rulings):
        return firm
    cells = _cell_boxes(firm)
    return firm + [
        ruling
        for ruling in rulings
        if ruling.is_faint
        and not any(
            x0 - _SNAP <= ruling.x0 and ruling.x1 <= x1 + _SNAP and top - _SNAP <= ruling.top
            and ruling.bottom <= bottom + _SNAP
            for x0, top, x1, bottom in cells
        )
    ]  # fmt: skip


def _cell_boxes(rulings: Collection[Ruling]) -> list[Box]:
    """The cells that rulings close."""
    if not rulings:
        return []
    edges = merge_edges(
        [_edge(ruling) for ruling in rulings],
        snap_x_tolerance=_SNAP, snap_y_tolerance=_SNAP, join_x_tolerance=_SNAP, join_y_tolerance=_SNAP,
    )  # fmt: skip
    edges = [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= _SNAP]
    boxes: list[Box] = intersections_to_cells(edges_to_intersections(edges, _SNAP, _SNAP))
    return boxes


def _edge(ruling: Ruling) -> dict[str, object]:
    return {
        "x0": ruling.x0, "x1": ruling.x1, "top": ruling.top, "bottom": ruling.bottom,
        "width": ruling.x1 - ruling.x0, "height": ruling.bottom - ruling.top, "orientation": ruling.orientation,
    }  # fmt: skip


def lines_outside(page: Page, grids: list[Grid]) -> list[Line]:
    """The lines of what is printed outside of the grids of a page."""
    if not grids:
        return page.lines
    boxes = [grid.box for grid in grids]

    def inside(x: float, y: float) -> bool:
        return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)

    return lines_of([char for char in page.chars if not inside(*char.centre)])


def _grid(page: Page, cells: list[Box]) -> Grid:
    xs = _distinct(edge for cell in cells for edge in (cell[0], cell[2]))
    ys = _distinct(edge for cell in cells for edge in (cell[1], cell[3]))
    box = (xs[0], ys[0], xs[-1], ys[-1])
    spans = []
    for x0, top, x1, bottom in cells:
        column, row = _index(xs, x0), _index(ys, top)
        spans.append((row, column, _index(ys, bottom) - row, _index(xs, x1) - column, (x0, top, x1, bottom)))
    covering = {
        (row + r, column + c): index
        for index, (row, column, row_span, column_span, _) in enumerate(spans)
        for r in range(row_span)
        for c in range(column_span)
    }
    chars: list[list[Char]] = [[] for _ in spans]

    def holder(char: Char) -> int | None:
        x, y = char.centre
        if not (box[0] <= x <= box[2] and box[1] <= y <= box[3]):
            return None
        return covering.get((_interval(ys, y), _interval(xs, x)))

    for run in _runs(page.chars):
        holders = [holder(char) for char in run]
        inside = {index for index in holders if index is not None}
        if len(inside) > 1 and None not in holders and len({spans[index][0] for index in inside}) == 1:
            # A word too long for its cell runs over the ruling; it belongs where most of it stands.
            holders = [max(sorted(inside), key=holders.count)] * len(run)
        for char, index in zip(run, holders, strict=True):
            if index is not None:
                chars[index].append(char)
    grid_cells = tuple(
        GridCell(row, column, row_span, column_span, cell_box, tuple(chars[index]))
        for index, (row, column, row_span, column_span, cell_box) in enumerate(spans)
    )
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
    narrow -= {cell.column for cell in grid.cells if cell.column_span == 1 and cell.text.strip()}
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


def _runs(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters that were drawn one after the other without a gap, as one word is; figures stand alone."""
    runs: list[list[Char]] = []
    previous: Char | None = None
    for char in chars:
        goes_on = (
            previous is not None
            and abs(char.x0 - previous.x1) <= _NO_GAP
            and abs(char.top - previous.top) <= _SAME_LINE * (char.bottom - char.top)
            and not (char.text.isascii() or previous.text.isascii())
            and not (char.text.isspace() or previous.text.isspace())
        )
        if goes_on:
            runs[-1].append(char)
        else:
            runs.append([char])
        previous = char
    return runs


def _distinct(values: Iterable[float]) -> list[float]:
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > _SNAP / 2:
            distinct.append(value)
    return distinct


def _index(edges: list[float], value: float) -> int:
    position = bisect_left(edges, value - _SNAP / 2)
    return min(position, len(edges) - 1)


def _interval(edges: list[float], value: float) -> int:
    return min(max(bisect_left(edges, value) - 1, 0), len(edges) - 2)
