"""What columns show in their rows where their header words do not say it: labels, codes of a classification, sums.

Belongs here: evidence from the body of a table for the meaning of its columns. Does not belong here: header words
(`headers`) and words of the vocabulary. What is found here only fills gaps; where codes contradict a header word,
the codes are right, as they say themselves what they are codes of.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.amounts import parse_amount
from dagster_project.disclosure.captions import unit_in
from dagster_project.disclosure.rows import is_subject_code, split_code
from dagster_project.disclosure.tables import Grid
from dagster_project.disclosure.vocabulary import ColumnWords, fold

LABEL_ROLES = frozenset({"label", "subject_name", "project_name", "unit_name"})
_MAJORITY = 0.6
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
_LABEL = ColumnWords(path=re.compile(""), role="label")
_TEXT = ColumnWords(path=re.compile(""), role="text")
_CODE = ColumnWords(path=re.compile(""), role="subject_code")
_NAME = ColumnWords(path=re.compile(""), role="subject_name")


@dataclass(frozen=True)
class Column:
    """One column of a grid: its header path as printed, without blanks, and its meaning."""

    index: int  # from 0
    path: str
    words: ColumnWords | None
    panel: int  # counted from 0: a label column after money begins a new panel

    @property
    def role(self) -> str:
        return self.words.role if self.words is not None else "unknown"

    @property
    def folded(self) -> str:
        """The path as the vocabulary compares it."""
        return fold(self.path)

    @property
    def unit(self) -> str | None:
        """The unit of money that the header names for this column alone: 预算数（万元）."""
        return unit_in(self.folded)

    @property
    def leaf(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class ColumnBody:
    """What the body rows of a column print; `texts` are folded, and empty where nothing stands."""

    texts: tuple[str, ...]

    @cached_property
    def figures(self) -> tuple[Decimal | None, ...]:
        """The amount of each row; None where no number stands."""
        amounts = [parse_amount(text) for text in self.texts]
        return tuple(amount.value if amount is not None else None for amount in amounts)

    @cached_property
    def prints_amounts(self) -> bool:
        """Whether figures stand here that are no codes and no ordinals."""
        return any(
            value is not None and ("." in text or "," in text)
            for text, value in zip(self.texts, self.figures, strict=True)
        )

    @cached_property
    def prints_words(self) -> bool:
        return any(_WORD.search(text) for text in self.texts) and not self.prints_amounts

    @cached_property
    def coding(self) -> str | None:
        """What most of its cells are codes of; None where most are none."""
        shown = [text for text in self.texts if text]
        found: Counter[str] = Counter()
        for text in shown:
            code = text if text.isdigit() else split_code(text)[0]
            if code is not None and is_subject_code(code):
                found.update(entry.coding for entry in vocabulary.tables().codings if entry.code.search(code))
        if not found:
            return None
        coding, count = found.most_common(1)[0]
        return coding if count >= _MAJORITY * len(shown) else None

    @property
    def is_code_alone(self) -> bool:
        return not any(_WORD.search(text) for text in self.texts)


def read_body(grid: Grid, start: int, index: int) -> ColumnBody:
    """The body rows of one column of a grid."""
    texts = []
    for row in range(start, grid.row_count):
        cell = grid.at(row, index)
        begins = cell is not None and cell.row == row and cell.column == index
        texts.append(fold(cell.text) if begins and cell is not None else "")
    return ColumnBody(tuple(texts))


def read_bodies(grid: Grid, start: int) -> list[ColumnBody]:
    """The body rows of a grid, column by column."""
    return [read_body(grid, start, index) for index in range(grid.column_count)]


def find_labels(meanings: list[ColumnWords | None], bodies: list[ColumnBody], *, is_sided: bool) -> None:
    """Take the words before money for labels, in place, where no header word says what the rows are about.

    In a table with sides each run of money has its labels before it; in any other the first run has, if no column is
    known to hold names.
    """
    if not is_sided and any(words is not None and words.role in LABEL_ROLES for words in meanings):
        return

    def is_money(index: int) -> bool:
        words = meanings[index]
        return words.role == "money" if words is not None else bodies[index].prints_amounts

    for index in range(1, len(meanings)):
        before = index - 1
        begins_run = is_money(index) and not is_money(before)
        if begins_run and meanings[before] is None and bodies[before].prints_words:
            meanings[before] = _LABEL
            if not is_sided:
                return


def settle_codes(columns: list[Column], bodies: list[ColumnBody], wanted: str) -> None:
    """Let codes of the table's own classification key its rows, in place; codes of others beside them are text.

    What follows the first part of another code goes with it: the 款 beside its 类, the name where each code has one.
    """
    codings = [bodies[column.index].coding for column in columns]
    if wanted not in codings:
        return
    keys = LABEL_ROLES | {"subject_code", "unknown", "text"}
    names = [column for column in columns if column.role in LABEL_ROLES]
    follows_other = False
    for position, (column, coding) in enumerate(zip(list(columns), codings, strict=True)):
        if coding is None:
            goes_with_it = column.role == "subject_code" or (column.role == "subject_name" and len(names) > 1)
            follows_other = follows_other and goes_with_it
            if follows_other:
                columns[position] = replace(column, words=_TEXT)
            continue
        follows_other = coding != wanted and column.role in keys
        if column.role not in keys or (column.role == "text" and coding != wanted):
            continue
        if coding != wanted:
            columns[position] = replace(column, words=_TEXT)
        elif column.role in ("unknown", "text"):
            words = _CODE if bodies[column.index].is_code_alone else _NAME
            columns[position] = replace(column, words=words)


def find_missing_part(columns: list[Column], bodies: list[ColumnBody], kind: str) -> None:
    """Name, in place, the one unknown column of amounts that completes a sum on every row (合计 = 基本支出 + 专项)."""
    for composition in vocabulary.columns().compositions:
        if kind not in composition.kinds:
            continue
        known = {column.words.measure: column for column in columns if column.words is not None}
        missing = [measure for measure in (composition.whole, *composition.parts) if measure not in known]
        if len(missing) != 1:
            continue
        fits = [
            column
            for column in columns
            if column.words is None
            and bodies[column.index].prints_amounts
            and _completes(
                bodies[(known.get(composition.whole) or column).index],
                [bodies[(known.get(part) or column).index] for part in composition.parts],
            )
        ]
        if len(fits) == 1:
            words = vocabulary.columns().of_measure(missing[0])
            columns[columns.index(fits[0])] = replace(fits[0], words=words)


def _completes(whole: ColumnBody, parts: list[ColumnBody]) -> bool:
    """Whether the parts add up to the whole on every row, to the last digit, and more than one part is ever there."""
    rows = [
        (total, [value or Decimal(0) for value in values])
        for total, *values in zip(whole.figures, *(part.figures for part in parts), strict=True)
        if total
    ]
    is_mixed = all(any(values[place] for _, values in rows) for place in range(len(parts)))
    return len(rows) > 1 and is_mixed and all(total == sum(values) for total, values in rows)
