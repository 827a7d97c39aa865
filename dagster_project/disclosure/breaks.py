"""What a page break cuts: a row whose text goes on below it, a cell that spans rows on both sides of it, a header.

A row is whole where the other rows of its table are: it has a code (or figures, where the table prints no codes). Two
halves are joined only where neither is a row by itself and together they are one, and where the text above fills its
cell as text that goes on in another line does. Belongs here: two grids of one statement on two pages, and what of
them is one. Does not belong here: whether the grids belong together (`assembly`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dagster_project.disclosure.columns import Column
from dagster_project.disclosure.grids import Grid, GridCell
from dagster_project.disclosure.headers import is_figure
from dagster_project.disclosure.rows import read_label, split_code

_CODES = frozenset({"subject_code", "unit_code", "project_code"})
_OVER_ROWS = frozenset({"unit_name", "unit_code", "project_name", "project_code", "label", "text"})
_ROOM = 2.6  # widths of a character that a full line leaves in its cell, padding included


def joined_rows(
    above: Grid, above_start: int, below: Grid, below_start: int, columns: Sequence[Column]
) -> Grid | None:  # fmt: skip
    """The grid above with its last row completed by the first row of the one below; None where both are rows."""
    last = above.row_count - 1
    if last < above_start or below_start >= below.row_count or "alignment" in (above.found_by, below.found_by):
        return None
    upper, lower = _Half(above, last, columns), _Half(below, below_start, columns)
    if not (lower.words or lower.figures) or any(_begins_row(cell.text) for cell in lower.words.values()):
        return None
    if (upper.figures and lower.figures) or (upper.codes and lower.codes):
        return None
    others = [_Half(above, row, columns) for row in range(above_start, last)]
    others += [_Half(below, row, columns) for row in range(below_start + 1, below.row_count)]
    others = [row for row in others if row.words and not row.is_total]
    is_coded = any(row.codes for row in others)
    if not others or upper.is_total or not all(row.codes if is_coded else row.figures for row in others):
        return None
    is_one = bool(upper.codes) != bool(lower.codes) if is_coded else bool(upper.figures) != bool(lower.figures)
    cut = lower.words.keys() & upper.words.keys()
    is_cut = all(_is_full(upper.words[index]) for index in cut) if cut else bool(upper.words) and not lower.words
    if not (is_one and is_cut):
        return None
    return above.with_cells(dict(_completed(upper, lower)))


class _Half:
    """The cells of one row by their columns: those with words, those with figures, those with codes."""

    def __init__(self, grid: Grid, row: int, columns: Sequence[Column]) -> None:
        self.page_no = grid.page_no
        self.cells: dict[int, GridCell] = {}
        for column in columns:
            cell = grid.at(row, column.index)
            if cell is not None and cell.row_span == 1 and cell not in self.cells.values():
                self.cells[column.index] = cell
        shown = {index: cell for index, cell in self.cells.items() if cell.text.strip()}
        roles = {column.index: column.role for column in columns}
        self.figures = {i: cell for i, cell in shown.items() if roles[i] not in _CODES and is_figure(cell.text)}
        rest = {index: cell for index, cell in shown.items() if index not in self.figures}
        self.codes = {i: cell for i, cell in rest.items() if roles[i] in _CODES or split_code(cell.text)[0]}
        self.words = {i: cell for i, cell in rest.items() if roles[i] not in _CODES and cell.text.strip() != "-"}

    @property
    def is_total(self) -> bool:
        return any(read_label(cell.text, "").role is not None for cell in self.words.values())


def _begins_row(text: str) -> bool:
    label = read_label(text, "")
    return label.level is not None or label.role is not None or split_code(text)[0] is not None


def _is_full(cell: GridCell) -> bool:
    """Whether the last line of a cell leaves no room for another character."""
    line = cell.lines[-1]
    width = max(char.x1 - char.x0 for char in line.chars)
    return (cell.box[2] - cell.box[0]) - (line.box[2] - line.box[0]) <= _ROOM * width


def _completed(upper: _Half, lower: _Half) -> list[tuple[GridCell, GridCell]]:
    """Each cell of the upper half that the lower one says more of, with what becomes of it."""
    found = []
    for index, below in lower.cells.items():
        above = upper.cells.get(index)
        if above is None or not below.text.strip():
            continue
        piece = replace(below, page_no=lower.page_no)
        if above.text.strip():
            found.append((above, replace(above, pieces=(replace(above, page_no=upper.page_no), piece))))
        else:
            found.append((above, replace(piece, row=above.row, column=above.column, column_span=above.column_span)))
    return found


def joined_spans(
    above: Grid, above_start: int, below: Grid, below_start: int, columns: Sequence[Column]
) -> tuple[Grid, Grid]:  # fmt: skip
    """Both grids, with what a cell over several rows says (whose these are) on both sides of the page break.

    Its text stands in the middle, and so on one of the pages. Nothing of it is taken for a row that is blank by itself.
    """
    changed: tuple[dict[GridCell, GridCell], dict[GridCell, GridCell]] = ({}, {})
    for column in columns:
        if column.role not in _OVER_ROWS or above_start >= above.row_count or below_start >= below.row_count:
            continue
        upper, lower = above.at(above.row_count - 1, column.index), below.at(below_start, column.index)
        if upper is None or lower is None or upper.row < above_start or lower.row < below_start:
            continue
        is_merged = upper.row_span > 1 or lower.row_span > 1
        is_said_once = bool(upper.text.strip()) != bool(lower.text.strip())
        if not (is_merged and is_said_once) or upper in changed[0] or lower in changed[1]:
            continue
        pieces = tuple(
            piece
            for cell, grid in ((upper, above), (lower, below))
            if cell.text.strip()
            for piece in cell.pieces or (replace(cell, page_no=grid.page_no),)
        )
        empty = lower if upper.text.strip() else upper
        if empty.row_span == 1 and _is_blank_by_itself(above, above_start, column.index):
            continue
        changed[0][upper] = replace(upper, pieces=pieces)
        changed[1][lower] = replace(lower, pieces=pieces)
    return above.with_cells(changed[0]), below.with_cells(changed[1])


def _is_blank_by_itself(grid: Grid, start: int, column: int) -> bool:
    """Whether rows of a column print nothing in it, each in a cell of its own."""
    cells = [grid.at(row, column) for row in range(start, grid.row_count)]
    return any(cell is not None and cell.row_span == 1 and not cell.text.strip() for cell in cells)


def joined_header(above: Grid, below: Grid) -> Grid:
    """One grid of header rows at the foot of a page and of what goes on with them on the next; the columns agree."""
    lower = tuple(replace(cell, row=cell.row + above.row_count, page_no=below.page_no) for cell in below.cells)
    return replace(
        above, row_count=above.row_count + below.row_count, column_edges=below.column_edges, cells=above.cells + lower,
        joined_from=(*above.joined_from, *below.frames),
    )  # fmt: skip
