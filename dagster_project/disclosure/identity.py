"""Whose budget of which year a document is: unit, fiscal year, budget or final accounts, department or unit scope.

Evidence is what the pages say (cover, titles, lines over tables), never the name of the file: file names lie.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.tables import Grid
from dagster_project.disclosure.vocabulary import fold

_COVER_PAGES = 4  # titles are looked for on the first pages
_FORM_HEAD_ROWS = 5
_KINDS = ("预算", "决算")  # what titles are counted by
_COVER_WEIGHT = 5  # a title on the cover outweighs five tables


@dataclass(frozen=True)
class DocumentIdentity:
    """What a document is. `evidence` says in words where that was read."""

    title: str
    unit_name: str
    fiscal_year: int
    document_kind: str
    disclosure_scope: str
    is_correction: bool
    correction_note: str | None
    published_on: date | None
    evidence: str


@dataclass
class IdentityEvidence:
    """Collects evidence page by page; pages need not be kept."""

    names: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    titled_scopes: Counter[str] = field(default_factory=Counter)
    titled_kinds: Counter[str] = field(default_factory=Counter)
    title: str | None = None
    final_accounts: int = 0
    budget: int = 0
    unit_scope: int = 0
    department_scope: int = 0
    correction_note: str | None = None
    published_on: date | None = None
    evidence: list[str] = field(default_factory=list)

    def add_page(self, page_no: int, lines: list[str]) -> None:
        words = vocabulary.identity()
        folded_lines = [fold(line) for line in lines]
        text = "".join(folded_lines)
        self.final_accounts += len(words.final_accounts.findall(text))
        self.budget += len(words.budget.findall(text))
        self.unit_scope += len(words.unit_scope.findall(text))
        self.department_scope += len(words.department_scope.findall(text))
        if page_no > _COVER_PAGES:
            return
        self._read_cover(page_no, folded_lines)
        for line in folded_lines:
            if self.correction_note is None and words.correction.search(line):
                self.correction_note = line
            printed = words.printed_date.match(line)
            if printed and page_no == 1:
                self.published_on = _date(printed) or self.published_on

    def _read_cover(self, page_no: int, folded_lines: list[str]) -> None:
        words = vocabulary.identity()
        # A title may be broken over two or three lines: 某某局 / 2026年部门预算.
        for start in range(len(folded_lines)):
            for length in (1, 2, 3):
                joined = "".join(folded_lines[start : start + length])
                if not joined or len(joined) > 60 or words.not_a_title.search(joined):
                    continue
                match = next((m for pattern in words.titles if (m := pattern.match(joined))), None)
                if match is None:
                    continue
                groups = match.groupdict()
                name = clean_name(groups.get("name") or groups.get("name2") or "")
                self.titled_scopes[groups.get("scope") or ""] += 1
                self.titled_kinds[groups["kind"]] += 1
                self.years[int(match["year"])] += _COVER_WEIGHT
                if _is_name(name):
                    self.names[name] += _COVER_WEIGHT if page_no == 1 else 1
                    if self.title is None:
                        self.title = joined
                        self.evidence.append(f"p. {page_no}: {joined}")
                break

    def add_table(self, page_no: int, title: str, organisation: str | None) -> None:
        """Evidence from the lines over a table."""
        year = vocabulary.identity().year.search(title)
        if year:
            self.years[int(year["year"])] += 1
        for word in _KINDS:
            self.titled_kinds[word] += word in title
        name = clean_name(organisation or "")
        if _is_name(name):
            if not self.names[name]:
                self.evidence.append(f"p. {page_no}: {name}")
            self.names[name] += 1

    def add_form(self, page_no: int, grid: Grid) -> None:
        """Evidence from a form: a cell that says 部门名称 with the name in the next cell, and years in its head."""
        for cells in grid.rows[:_FORM_HEAD_ROWS]:
            shown = [cell for cell in cells if cell.text.strip()]
            for label, value in pairwise(shown):
                if vocabulary.identity().name_label.match(fold(label.text)):
                    self.add_table(page_no, "", value.text)
            for cell in shown:
                self.add_table(page_no, fold(cell.text) if len(cell.text) < 40 else "", None)

    def _kind(self) -> str:
        """What most titles say; without titles, what the text says more often."""
        accounts, budgets = self.titled_kinds["决算"], self.titled_kinds["预算"]
        if accounts == budgets:
            accounts, budgets = self.final_accounts, self.budget
        return "final_accounts" if accounts > budgets else "budget"

    def _scope(self) -> str:
        """What the titles say; where they say both or nothing, what the text says more often."""
        units = self.titled_scopes["单位"]
        departments = self.titled_scopes.total() - units - self.titled_scopes[""]
        if bool(units) != bool(departments):
            return "unit_budget" if units else "department_budget"
        return "unit_budget" if self.unit_scope > self.department_scope else "department_budget"

    def conclude(self) -> DocumentIdentity:
        """The identity, or Rejected(identity_unknown) where the pages do not say it."""
        if not self.names:
            raise Rejected("identity_unknown", "no page says which department or unit this is about")
        if not self.years:
            raise Rejected("identity_unknown", "no page says which fiscal year this is about")
        name = self.names.most_common(1)[0][0]
        year = self.years.most_common(1)[0][0]
        return DocumentIdentity(
            title=self.title or name,
            unit_name=name,
            fiscal_year=year,
            document_kind=self._kind(),
            disclosure_scope=self._scope(),
            is_correction=self.correction_note is not None,
            correction_note=self.correction_note,
            published_on=self.published_on,
            evidence="; ".join(self.evidence[:3]),
        )


def _date(printed: re.Match[str]) -> date | None:
    """The date that a line prints; None where no calendar knows it (a thirteenth month is a slip, not our error)."""
    try:
        return date(int(printed["year"]), int(printed["month"]), int(printed["day"]))
    except ValueError:
        return None


def _is_name(name: str) -> bool:
    return len(name) >= 3 and not vocabulary.identity().not_a_name.search(name)


def clean_name(name: str) -> str:
    """A unit's name without the words around it."""
    noise = vocabulary.identity().name_noise
    previous = None
    while previous != name:
        previous, name = name, noise.sub("", name)
    return re.sub(r"\s", "", name)
