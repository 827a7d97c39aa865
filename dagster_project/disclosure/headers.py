"""Header rows and what they make of each column.

Belongs here: the path of header words over a column, and its meaning by vocabulary. Position never decides: the
order of columns differs from region to region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.amounts import parse_amount, parse_percentage
from dagster_project.disclosure.columns import (
    LABEL_ROLES,
    Column,
    find_labels,
    find_missing_part,
    read_bodies,
    settle_codes,
)
from dagster_project.disclosure.rows import read_label
from dagster_project.disclosure.tables import Grid, GridCell
from dagster_project.disclosure.vocabulary import ColumnWords, fold

_COLUMN_NUMBER = re.compile(r"\d+|[*＊]+|栏次")  # a row that numbers the columns, or stars those without figures


@dataclass(frozen=True)
class Header:
    """The header of a grid. Body rows begin at `body_start`."""

    first_row: int
    body_start: int
    columns: tuple[Column, ...]
    is_sided: bool = False  # income and expenditure beside each other

    @property
    def signature(self) -> tuple[str, ...]:
        """What makes two headers the same: their paths."""
        return tuple(column.path for column in self.columns)

    @property
    def understood(self) -> bool:
        """Whether a column of money was recognised by its words."""
        return any(column.words is not None and column.role == "money" for column in self.columns)


def caption_rows(grid: Grid) -> int:
    """How many rows at the top are title, lines of unit and organisation, or blank rather than header."""
    count = 0
    for cells in grid.rows if grid.column_count > 1 else ():
        shown = [cell for cell in cells if cell.text.strip()]
        if any(is_figure(cell.text) for cell in shown):
            break
        wide = len(shown) == 1 and shown[0].column_span > grid.column_count / 2
        if shown and not wide and not _speak_of_table(shown):
            break
        count += 1
    return count if count < grid.row_count else 0


def caption_texts(grid: Grid, count: int) -> list[str]:
    """The text of the first rows, a line each: 部门： | 某某局 | 单位：万元 are said in three cells at times."""
    return [
        line
        for cells in grid.rows[:count]
        for line in (
            [" ".join(cell.text.strip() for cell in cells if cell.text.strip())]
            if len(cells) > 1
            else [line.text for cell in cells for line in cell.lines]
        )
        if line
    ]


def _speak_of_table(cells: list[GridCell]) -> bool:
    """Whether all cells of a row say whose table this is, and in what unit of money; a name stands after its label."""
    patterns = vocabulary.tables().captions
    after_label = False
    for cell in cells:
        folded = fold(cell.text)
        speaks = bool(patterns.unit.search(folded) or patterns.organisation.match(folded))
        is_label = bool(patterns.organisation_label.match(folded))
        if not (speaks or is_label or after_label):
            return False
        after_label = is_label
    return True


def is_figure(text: str) -> bool:
    """Whether a cell prints a number or a percentage."""
    amount = parse_amount(text)
    return (amount is not None and amount.value is not None) or parse_percentage(text) is not None


def body_start(grid: Grid, first_row: int) -> int:
    """The first row below the header.

    The header ends before the first row with a figure that is not a row of column numbers; rows above that one that
    begin with a code, an ordinal or a word for a total are body too.
    """
    figures = next((row for row in range(first_row, grid.row_count) if _has_amounts(grid, row)), None)
    start = grid.row_count if figures is None else figures
    if figures is None:
        start = _end_of_header_words(grid, first_row)
    while start > first_row and _begins_like_body(grid, start - 1):
        start -= 1
    # A total over several rows begins in the first of them, though its figures stand further down.
    for cell in grid.cells:
        if first_row < cell.row < start < cell.row + cell.row_span and read_label(cell.text, "").role is not None:
            start = cell.row
    return start


def _has_amounts(grid: Grid, row: int) -> bool:
    figures = [cell.text.strip() for cell in grid.rows[row] if is_figure(cell.text)]
    if not figures:
        return False
    plain = [text for text in figures if text.isdigit() and len(text) <= 2]
    return len(plain) < len(figures)  # a row of column numbers: 1 2 3 4


def _end_of_header_words(grid: Grid, first_row: int) -> int:
    """Without a single figure: the header is the rows that hold header words in more than one cell."""
    end = first_row
    for row in range(first_row, grid.row_count):
        texts = [fold(cell.text) for cell in grid.rows[row]]
        covered = [grid.at(row, column) for column in range(grid.column_count)]
        if not any(texts) and not any(cell is not None and cell.row < row and cell.text.strip() for cell in covered):
            break
        if _begins_like_body(grid, row):
            break
        end = row + 1
    return end


def _begins_like_body(grid: Grid, row: int) -> bool:
    first = next((fold(cell.text) for cell in grid.rows[row] if cell.text.strip()), "")
    if not first:
        return False
    if first.isdigit() and len(first) >= 3:
        return True
    return any(ordinal.pattern.match(first) for ordinal in vocabulary.rows().ordinals)


def header_paths(grid: Grid, first_row: int, start: int) -> list[str]:
    """The header words over every column of a grid whose header rows are first_row to start - 1, joined by /."""
    return [_path(grid, index, first_row, start) for index in range(grid.column_count)]


def read_header(grid: Grid, first_row: int, start: int, kind: str) -> Header:
    """The meaning of every column, in a table of this kind, of a grid whose header rows are first_row to start - 1."""
    paths = header_paths(grid, first_row, start)
    is_sided = _has_sides(kind, paths)
    bodies = read_bodies(grid, start)
    meanings = [vocabulary.columns().meaning(fold(path), kind) if path else None for path in paths]
    find_labels(meanings, bodies, is_sided=is_sided)
    columns: list[Column] = []
    panel, seen_money = 0, False
    for index, (path, words) in enumerate(zip(paths, meanings, strict=True)):
        role = words.role if words is not None else "unknown"
        if seen_money and ((is_sided and role in LABEL_ROLES) or _begins_again(role, path, columns)):
            panel, seen_money = panel + 1, False
        # A slip in the header word (算数) still has the figures of its panel below it.
        seen_money = seen_money or role == "money" or (role == "unknown" and bodies[index].prints_amounts)
        columns.append(Column(index, path, words, panel))
    _read_nested_labels(grid, start, columns)
    _leave_out_other_codes(columns)
    classification = vocabulary.tables().entry(kind).classification if kind else None
    if classification is not None:
        settle_codes(columns, bodies, classification)
    _settle_subtotals(columns, kind)
    _settle_totals(columns)
    find_missing_part(columns, bodies, kind)
    return Header(first_row, start, tuple(columns), is_sided)


def _has_sides(kind: str, paths: list[str]) -> bool:
    """Whether a table of this kind has income and expenditure beside each other, always or under these header words."""
    if kind in vocabulary.tables().panels:
        return True
    outer = {fold(path).split("/")[0] for path in paths}
    sides = vocabulary.columns().sides.values()
    return kind in vocabulary.tables().panels_at_times and all(any(map(side.fullmatch, outer)) for side in sides)


def _read_nested_labels(grid: Grid, start: int, columns: list[Column]) -> None:
    """A column without header words beside one of labels, and without figures, holds the inner labels of it."""
    for before, column in pairwise(list(columns)):
        before = columns[before.index]
        texts = [cell.text for cells in grid.rows[start:] for cell in cells if cell.column == column.index]
        if before.role in LABEL_ROLES and not column.path and any(texts) and not any(map(is_figure, texts)):
            columns[column.index] = replace(before, index=column.index)


def _leave_out_other_codes(columns: list[Column]) -> None:
    """Codes belong to the names that they stand before: those before names left out as text are text too."""
    text: ColumnWords | None = None
    for column in reversed(list(columns)):
        if column.role == "subject_code":
            if text is not None:
                columns[column.index] = replace(column, words=text)
        else:
            text = column.words if column.role == "text" else None


def _begins_again(role: str, path: str, columns: list[Column]) -> bool:
    """Whether a key column after money repeats the first column: one long list, broken into two beside each other."""
    is_key = role in LABEL_ROLES or role == "subject_code"
    return is_key and columns[0].path == path and columns[-1].path != path


def _settle_subtotals(columns: list[Column], kind: str) -> None:
    """A total below words that only some columns share is the total of those: 一般公共预算拨款/小计 beside 事业收入.

    Where the words are the fund that the whole table is about, it is the total of the row.
    """
    own_fund = vocabulary.tables().entry(kind).fund_source if kind else None
    for column in columns:
        if column.words is None or not column.words.generic or "/" not in column.path:
            continue
        shared = column.path.rpartition("/")[0] + "/"
        others = [other for other in columns if other.role in ("money", "unknown") and other.panel == column.panel]
        whole = vocabulary.columns().whole(column.folded, kind)
        if whole is None or (own_fund is not None and whole.fund_source == own_fund):
            continue
        if any(not other.path.startswith(shared) for other in others):
            columns[column.index] = replace(column, words=whole)


def _settle_totals(columns: list[Column]) -> None:
    """A word for a total is read by what stands beside it."""
    own = [column.words for column in columns if column.words is not None and column.words.unless_beside is None]
    for column in columns:
        words = column.words
        if words is None or words.unless_beside is None:
            continue
        items = [other for other in own if other.kinds == words.kinds and other.measure != words.measure]
        if not items or any(other.measure == words.measure for other in own):
            columns[column.index] = replace(column, words=words.model_copy(update={"measure": words.unless_beside}))


def _path(grid: Grid, column: int, first_row: int, start: int) -> str:
    path: list[str] = []
    last: GridCell | None = None
    for row in range(first_row, start):
        cell = grid.at(row, column)
        if cell is None or cell is last:
            continue
        last = cell
        text = "".join(cell.text.split())
        if text and not _COLUMN_NUMBER.fullmatch(text):
            path.append(text)
    return "/".join(path)
