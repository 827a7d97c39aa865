"""Whose budget of which year a document is: unit, fiscal year, budget or final accounts, department or unit scope.

Evidence is what the pages say (titles, labels, lines over tables), never the name of the file: file names lie. Every
witness has a weight and a page, so that wrong ones are outvoted, and so that the pages of one part of a document can be
asked alone. Belongs here: the witnesses of a document, and what they conclude. Does not belong here: how a page is read
(`covers`), how votes are counted (`ballot`), where a part begins (`parts`), what others know (`companions`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.ballot import COVER_PAGES, Ballot, PageWords
from dagster_project.disclosure.covers import Witness, clean_name, fold_years, is_name, name_in_table_title, read_page
from dagster_project.disclosure.divisions import Division
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.given import Given, Said
from dagster_project.disclosure.tables import Grid
from dagster_project.disclosure.vocabulary import fold

_HEAD_ROWS = 5
_KINDS = ("预算", "决算")  # what titles are counted by
_TAXES = 5  # so many names of taxes stand in the revenue of a government only
_LONGEST_NAME_LINE = 100  # characters


@dataclass(frozen=True)
class DocumentIdentity:
    """What a document, or one part of it, is. `evidence` says in words where that was read."""

    title: str
    unit_name: str
    unit_code: str | None
    division: Division | None
    superior_name: str | None  # the department above the unit, where a label names both
    fiscal_year: int
    document_kind: str
    disclosure_scope: str
    scope_is_said: bool  # by a title; else it is what the words of the text say
    is_correction: bool
    correction_note: str | None
    published_on: date | None
    evidence: str


@dataclass
class IdentityEvidence:
    """Collects evidence page by page; pages need not be kept."""

    witnesses: list[Witness] = field(default_factory=list)
    words: dict[int, PageWords] = field(default_factory=dict)
    corrections: dict[int, str] = field(default_factory=dict)
    dates: dict[int, date] = field(default_factory=dict)
    government_titles: list[str] = field(default_factory=list)
    taxes: set[str] = field(default_factory=set)
    bracketed: list[str] = field(default_factory=list)  # lines with brackets, as printed but for blanks

    def add_page(self, page_no: int, lines: list[str]) -> None:
        words = vocabulary.identity()
        folded_lines = [fold_years(line) for line in lines]
        self.bracketed += [re.sub(r"\s", "", line) for line in lines if len(line) < _LONGEST_NAME_LINE and "（" in line]
        text = "".join(folded_lines)
        self.words[page_no] = PageWords(
            len(words.final_accounts.findall(text)), len(words.budget.findall(text)),
            len(words.unit_scope.findall(text)), len(words.department_scope.findall(text)),
        )  # fmt: skip
        self.taxes.update(words.taxes.findall(text))
        self.witnesses += read_page(page_no, folded_lines)
        for line in folded_lines:
            if len(line) <= words.title_length and words.correction.search(line):
                self.corrections.setdefault(page_no, line)
            if page_no <= COVER_PAGES and len(line) <= words.title_length and words.government_title.search(line):
                self.government_titles.append(line)
            printed = words.printed_date.match(line)
            if printed and page_no not in self.dates and (found := _date(printed)):
                self.dates[page_no] = found

    def add_table(self, page_no: int, title: str, organisation: str | None) -> None:
        """Evidence from the lines over a table."""
        folded = fold_years(title)
        years = [int(match["year"]) for match in vocabulary.identity().year.finditer(folded)]
        kind = next((word for word in reversed(_KINDS) if word in folded), None)
        name = clean_name(organisation or "")
        known = name if is_name(name.name) else name_in_table_title(folded)
        if years or kind or known:
            self.witnesses.append(
                Witness(
                    page_no, "table", known.name if known else folded, 1, known.name if known else None,
                    known.code if known else None, max(years, default=None), kind,
                )
            )  # fmt: skip

    def add_columns(self, page_no: int, grid: Grid) -> None:
        """Years that head columns of a table: 2027年预算数 beside 2026年执行数."""
        for cells in grid.rows[:_HEAD_ROWS]:
            for cell in cells:
                printed = vocabulary.identity().column_year.match(fold_years(cell.text))
                if printed is not None:
                    self.witnesses.append(Witness(page_no, "year", printed[0], 1, year=int(printed["year"])))

    def add_form(self, page_no: int, grid: Grid) -> None:
        """Evidence from a form: a cell that says 部门名称 with the name in the next cell, and years in its head."""
        for cells in grid.rows[:_HEAD_ROWS]:
            shown = [cell for cell in cells if cell.text.strip()]
            for label, value in pairwise(shown):
                if vocabulary.identity().name_label.match(fold(label.text)):
                    self.add_table(page_no, "", value.text)
            for cell in shown:
                self.add_table(page_no, fold(cell.text) if len(cell.text) < 40 else "", None)

    @property
    def budget_words(self) -> int:
        """How often the text speaks of departmental budgets or final accounts."""
        return sum(words.budget + words.final_accounts for words in self.words.values())

    @property
    def says_disclosure(self) -> bool:
        """Whether a title says that this is the budget (or final accounts) of a department or unit."""
        return any(witness.source == "title" and witness.scope for witness in self.witnesses)

    @property
    def says_government(self) -> str | None:
        """By what the document says that it is the budget of a government."""
        if self.says_disclosure:
            return None
        if self.government_titles:
            return self.government_titles[0]
        return f"{len(self.taxes)} taxes in its revenue" if len(self.taxes) >= _TAXES else None

    def name_on(self, pages: Collection[int]) -> str | None:
        """The unit that some pages name, if they name one."""
        return Ballot(self.witnesses, self.words, pages).name() if pages else None

    def as_printed(self, name: str) -> str:
        """A folded name with the brackets that the pages print: 某某局（汇总）."""
        if "(" not in name:
            return name
        for line in self.bracketed:
            at = _narrow(line).find(name)
            if at >= 0:
                return line[at : at + len(name)]
        return name

    def said(self) -> Said:
        """What the pages say by themselves."""
        own = Ballot(self.witnesses, self.words, None)
        scope, is_said = own.scope(None)
        division = own.division(own.name(), None)
        region = division.name if division is not None else None
        return Said(own.name(), own.year(), own.said_kind(), scope if is_said else None, region)

    def conclude(self, pages: Collection[int] | None = None, given: Given | None = None) -> DocumentIdentity:
        """The identity of a document or of some of its pages; Rejected(identity_unknown) where nothing says it."""
        own = Ballot(self.witnesses, self.words, pages)
        name, year = own.name(), own.year()
        shown = list(own.shown(name, year))
        if given is not None:
            name, year = name or given.unit_name, year or given.fiscal_year
        if name is None:
            raise Rejected("identity_unknown", "no page says which department or unit this is about")
        if year is None:
            raise Rejected("identity_unknown", "no page says which fiscal year this is about")
        kind, scope, is_said = own.kind(given), *own.scope(given)
        if given is not None and own.needs(given):
            shown.append(given.evidence)
        correction = next(iter(own.in_pages(self.corrections)), None)
        return DocumentIdentity(
            title=own.title() or name, unit_name=self.as_printed(name), unit_code=own.code(name),
            division=own.division(name, given), superior_name=own.superior_name(), fiscal_year=year,
            document_kind=kind, disclosure_scope=scope, scope_is_said=is_said,
            is_correction=correction is not None, correction_note=correction,
            published_on=self.dates.get(own.first_page), evidence="; ".join(shown),
        )  # fmt: skip


def _narrow(text: str) -> str:
    """Brackets as folding makes them, one character for one."""
    return text.replace("（", "(").replace("）", ")")


def _date(printed: re.Match[str]) -> date | None:
    """The date that a line prints; None where no calendar knows it (a thirteenth month is a slip, not our error)."""
    try:
        return date(int(printed["year"]), int(printed["month"]), int(printed["day"]))
    except ValueError:
        return None
