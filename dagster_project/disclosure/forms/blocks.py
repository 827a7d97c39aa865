"""Where a list begins inside of a form, and what its columns are.

Belongs here: rows that are headers, over one grid. Does not belong here: what the rows below a header say (`reading`).
"""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.tables import Grid, GridCell
from dagster_project.disclosure.vocabulary import FormColumn, FormList, fold

_DEEPEST_HEADER = 4  # rows
_TITLE_ROWS = 6  # at the top of a grid; below them a form has begun
_TELLING_LISTS = frozenset({"indicators", "project_goals"})  # no other kind of table has them


@dataclass(frozen=True)
class BlockColumn:
    """One column of a list, by its place on the page: the list may go on in another grid with other columns."""

    x0: float
    x1: float
    path: str  # header words as printed, from top to bottom, joined by /
    words: FormColumn | None


@dataclass(frozen=True)
class Block:
    """One list. Body rows are first_row up to, not including, end_row; None: up to whatever comes next."""

    kind: FormList
    columns: tuple[BlockColumn, ...]
    first_row: int
    end_row: int | None
    label: str = ""  # what stands at the left of the whole list
    unit: str | None = None  # of money, where a word of the header or that label says it

    def column_of(self, cell: GridCell) -> BlockColumn | None:
        """The column that the middle of a cell lies in."""
        middle = (cell.box[0] + cell.box[2]) / 2
        return next((column for column in self.columns if column.x0 <= middle <= column.x1), None)


def covering_cells(grid: Grid, row: int) -> list[GridCell]:
    """The cells that cover a row, also those that begin above it, from left to right."""
    cells: list[GridCell] = []
    for column in range(grid.column_count):
        cell = grid.at(row, column)
        if cell is not None and (not cells or cells[-1] is not cell):
            cells.append(cell)
    return cells


def block_at(grid: Grid, row: int) -> Block | None:
    """The list whose header begins in this row."""
    begun = grid.rows[row]
    if len(begun) < 2:
        return None
    side_label, header, depth = _side_label(begun)
    texts = [fold(cell.text) for cell in header]
    for below in range(row + 1, min(row + depth, grid.row_count)):
        texts += [fold(cell.text) for cell in grid.rows[below]]
    for kind in vocabulary.forms().lists:
        if all(any(pattern.search(text) for text in texts) for pattern in kind.needs):
            end = side_label.row + side_label.row_span if side_label is not None else None
            label = side_label.text.strip() if side_label is not None else ""
            unit = next(filter(None, (unit_in(text) for text in [*texts, fold(label)])), None)
            return Block(kind, _columns(grid, row, depth, side_label, kind), row + depth, end, label, unit)
    return None


def unit_in(folded: str) -> str | None:
    """The unit of money that a header word names: 预算金额(万元), 预算数(单位:万元)."""
    captions = vocabulary.tables().captions
    match = captions.unit_bare.search(folded) or captions.unit.search(folded)
    return match["unit"] if match else None


def looks_like_form(grid: Grid) -> tuple[str, str] | None:
    """The kind of form that a grid is by what it holds, and what says so; None where it is none."""
    forms = vocabulary.forms()
    blocks = (block_at(grid, row) for row in range(grid.row_count))
    found = next((block.kind.name for block in blocks if block and block.kind.name in _TELLING_LISTS), None)
    if found is None and not holds_targets(grid):
        return None
    texts = [fold(cell.text) for row in grid.rows[:_TITLE_ROWS] for cell in row]
    overall = next((text for text in texts if forms.overall.search(text)), None)
    evidence = f"list of {found}" if found else "rows of targets"
    if overall is not None:
        return "performance_overall", f"{evidence}; {overall}"
    return "performance_project", evidence


def holds_targets(grid: Grid) -> bool:
    """Whether most rows are targets without a header: the first level of an indicator, beside more cells."""
    telling = [shows for row in range(grid.row_count) if (shows := _shows_target(grid, row)) is not None]
    return 2 * sum(telling) > len(telling)


def lists_projects(grid: Grid) -> bool:
    """Whether a grid has a list of indicators that names its projects in a column: one list over all its pages."""
    blocks = (block_at(grid, row) for row in range(min(_TITLE_ROWS, grid.row_count)))
    return any(
        block is not None
        and block.kind.name == "indicators"
        and any(column.words is not None and column.words.role == "project" for column in block.columns)
        for block in blocks
    )


def begins_with_target(grid: Grid) -> bool:
    """Whether targets are all that a grid has from its first row on: it goes on with a list of another page."""
    first = next((shows for row in range(grid.row_count) if (shows := _shows_target(grid, row)) is not None), False)
    return first and holds_targets(grid)


def _shows_target(grid: Grid, row: int) -> bool | None:
    """Whether a row is a target by its words; None where nothing is printed in it."""
    texts = [fold(cell.text) for cell in covering_cells(grid, row) if cell.text.strip()]
    pattern = vocabulary.forms().target_row
    return len(texts) >= 3 and any(pattern.search(text) for text in texts) if texts else None


def is_indicator_table(grid: Grid) -> bool:
    """Whether a grid is a list of indicators from its head on: a part of the form before it, whatever its title."""
    return any(
        block is not None and block.kind.name == "indicators"
        for block in (block_at(grid, row) for row in range(min(3, grid.row_count)))
    )


def has_form_words(grid: Grid) -> bool:
    """Whether a grid holds a list or a label of a form."""
    attributes = vocabulary.forms().attributes
    return any(
        block_at(grid, row) is not None
        or any(entry.label.search(fold(cell.text)) for cell in grid.rows[row] for entry in attributes)
        for row in range(grid.row_count)
    )


def _side_label(begun: list[GridCell]) -> tuple[GridCell | None, list[GridCell], int]:
    """The label at the left that stands beside a whole list, the cells of the header, and its depth in rows."""
    # A cell that runs further down than any header does stands beside the list, as the label at the left does.
    spans = [cell.row_span for cell in begun[1:]]
    depth = max([span for span in spans if span <= _DEEPEST_HEADER] or spans)
    if begun[0].row_span > depth:
        return begun[0], begun[1:], depth
    return None, begun, max(depth, begun[0].row_span)


def _columns(grid: Grid, row: int, depth: int, side_label: GridCell | None, kind: FormList) -> tuple[BlockColumn, ...]:
    columns: list[BlockColumn] = []
    leaf_before: GridCell | None = None
    for index in range(grid.column_count):
        stack: list[GridCell] = []
        for below in range(row, min(row + depth, grid.row_count)):
            cell = grid.at(below, index)
            if cell is not None and cell is not side_label and (not stack or stack[-1] is not cell):
                stack.append(cell)
        if not stack or stack[-1] is leaf_before:
            continue
        leaf_before = stack[-1]
        path = "/".join(cell.text.strip() for cell in stack if cell.text.strip())
        folded = fold(path)
        words = next((column for column in kind.columns if column.path.search(folded)), None)
        columns.append(BlockColumn(stack[-1].box[0], stack[-1].box[2], path, words))
    return tuple(columns)
