"""Whose budget of which year a document is: unit, fiscal year, budget or final accounts, department or unit scope.

Evidence is what the pages say (titles, labels, lines over tables), never the name of the file: file names lie. Every
witness has a weight and a page, so that wrong ones are outvoted, and so that the pages of one part of a document can be
asked alone. Belongs here: what the witnesses say together. Does not belong here: how a page is read (`covers`), where a
part begins (`parts`), what other documents know (`companions`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from dagster_project.disclosure import keys, vocabulary
from dagster_project.disclosure.covers import (
    Witness,
    clean_name,
    fold_years,
    is_division,
    is_name,
    is_organisation,
    read_page,
)
from dagster_project.disclosure.divisions import Division, division_of
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.tables import Grid
from dagster_project.disclosure.vocabulary import fold

_FORM_HEAD_ROWS = 5
_KINDS = ("预算", "决算")  # what titles are counted by
_COVER_PAGES = 4  # of a part: titles on them count more than those further on
_TAXES = 5  # so many names of taxes stand in the revenue of a government only
_LONGEST_NAME_LINE = 100  # characters
_SHOWN = 3  # witnesses that the evidence names


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


@dataclass(frozen=True)
class Given:
    """What is known of a document from elsewhere, for what its own pages do not say."""

    evidence: str
    unit_name: str | None = None
    fiscal_year: int | None = None
    document_kind: str | None = None
    disclosure_scope: str | None = None
    region: str | None = None  # the full name of the division that the unit belongs to


@dataclass(frozen=True)
class Said:
    """What the pages of a document say by themselves; None where they do not."""

    unit_name: str | None
    fiscal_year: int | None
    document_kind: str | None
    disclosure_scope: str | None
    region: str | None


@dataclass(frozen=True)
class _Words:
    """How often the text of a page uses the words of a kind or scope."""

    final_accounts: int
    budget: int
    unit_scope: int
    department_scope: int


@dataclass
class IdentityEvidence:
    """Collects evidence page by page; pages need not be kept."""

    witnesses: list[Witness] = field(default_factory=list)
    words: dict[int, _Words] = field(default_factory=dict)
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
        self.words[page_no] = _Words(
            len(words.final_accounts.findall(text)), len(words.budget.findall(text)),
            len(words.unit_scope.findall(text)), len(words.department_scope.findall(text)),
        )  # fmt: skip
        self.taxes.update(words.taxes.findall(text))
        self.witnesses += read_page(page_no, folded_lines)
        for line in folded_lines:
            if len(line) <= words.title_length and words.correction.search(line):
                self.corrections.setdefault(page_no, line)
            if page_no <= _COVER_PAGES and len(line) <= words.title_length and words.government_title.search(line):
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
        known = name if is_name(name.name) else None
        if years or kind or known:
            self.witnesses.append(
                Witness(
                    page_no, "table", known.name if known else folded, 1, known.name if known else None,
                    known.code if known else None, max(years, default=None), kind,
                )
            )  # fmt: skip

    def add_form(self, page_no: int, grid: Grid) -> None:
        """Evidence from a form: a cell that says 部门名称 with the name in the next cell, and years in its head."""
        for cells in grid.rows[:_FORM_HEAD_ROWS]:
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
        return _Ballot(self, pages).name() if pages else None

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
        own = _Ballot(self, None)
        scope, is_said = own.scope(None)
        division = own.division(own.name(), None)
        region = division.name if division is not None else None
        return Said(own.name(), own.year(), own.said_kind(), scope if is_said else None, region)

    def conclude(self, pages: Collection[int] | None = None, given: Given | None = None) -> DocumentIdentity:
        """The identity of a document or of some of its pages; Rejected(identity_unknown) where nothing says it."""
        own = _Ballot(self, pages)
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


def name_key(name: str) -> str:
    """Spellings of one name: as keys fold it, and without what stands in brackets behind it."""
    return re.sub(r"\([^()]*\)$", "", keys.normalised_name(fold(name)))


def own_level_key(name: str) -> str:
    """Spellings of one name, where the own level of a department (本级) is somebody else than the department."""
    return name_key(name) + ("/本级" if "本级" in fold(name)[-4:] else "")


class _Ballot:
    """The witnesses of some pages, asked one question after the other."""

    def __init__(self, evidence: IdentityEvidence, pages: Collection[int] | None) -> None:
        self.first_page = min(pages) if pages is not None else 1
        self._pages = pages
        self._evidence = evidence
        self._witnesses = [w for w in evidence.witnesses if pages is None or w.page_no in pages]

    def in_pages(self, notes: dict[int, str]) -> Iterable[str]:
        """Notes of the cover pages."""
        return (note for page_no, note in sorted(notes.items()) if 0 <= page_no - self.first_page < _COVER_PAGES)

    def _weight(self, witness: Witness) -> int:
        distance = witness.page_no - self.first_page
        if witness.source in ("table", "form") or distance == 0:
            return witness.weight
        return min(witness.weight, 2) if distance < _COVER_PAGES else 1

    def name(self) -> str | None:
        """The name that most say; of its spellings that of the best witness."""
        votes: Counter[str] = Counter()
        spellings: dict[str, Counter[str]] = {}
        for witness in self._named():
            votes[name_key(witness.name or "")] += self._weight(witness)
            spellings.setdefault(name_key(witness.name or ""), Counter())[witness.name or ""] += self._weight(witness)
        if not votes:
            return None
        _join_parts(votes)
        best = votes.most_common(1)[0][0]
        return spellings[best].most_common(1)[0][0]

    def _named(self) -> list[Witness]:
        """Witnesses that name a unit: not a division of the country, and an organisation where any is named."""
        named = [w for w in self._witnesses if w.name and w.source != "superior" and not is_division(w.name)]
        return [w for w in named if is_organisation(w.name or "")] or named

    def superior_name(self) -> str | None:
        """The department that a label on the cover names above the unit."""
        return next((w.name for w in self._witnesses if w.source == "superior"), None)

    def division(self, name: str | None, given: Given | None) -> Division | None:
        """By the name, where need be within the division that titles name, else by what is given."""
        own = division_of(name or "", self.region())
        return (
            own if own is not None or given is None or given.region is None else division_of(name or "", given.region)
        )

    def region(self) -> str | None:
        """The division that titles name where they do not name the unit: 某某市2026年市级部门预算."""
        regions = [w for w in self._witnesses if w.source == "title" and w.name and is_division(w.name)]
        votes = Counter(
            {name: sum(self._weight(w) for w in regions if w.name == name) for w in regions if (name := w.name)}
        )
        return votes.most_common(1)[0][0] if votes else None

    def year(self) -> int | None:
        votes: Counter[int] = Counter()
        dated = [witness for witness in self._witnesses if witness.year is not None]
        for witness in [w for w in dated if w.source != "year"] or dated:
            # A year is as certain on any page of the cover; forms and tables count one each.
            is_title = witness.source == "title" and witness.page_no - self.first_page < _COVER_PAGES
            votes[witness.year or 0] += witness.weight if is_title else 1
        return max(votes, key=lambda year: (votes[year], year)) if votes else None

    def needs(self, given: Given) -> bool:
        """Whether what is given says anything that the pages do not."""
        accounts, budgets = self._titled_kinds()
        return (
            (given.unit_name is not None and self.name() is None)
            or (given.fiscal_year is not None and self.year() is None)
            or (given.document_kind is not None and accounts == budgets)
            or (given.disclosure_scope is not None and not self.scope(None)[1])
            or (given.region is not None and self.division(self.name(), None) is None)
        )

    def said_kind(self) -> str | None:
        """The kind that titles say."""
        accounts, budgets = self._titled_kinds()
        return None if accounts == budgets else self.kind(None)

    def _titled_kinds(self) -> tuple[int, int]:
        """How many titles say final accounts, and how many budget."""
        kinds = Counter(witness.kind for witness in self._witnesses if witness.kind)
        return kinds["决算"], kinds["预算"]

    def kind(self, given: Given | None) -> str:
        """What most titles say; without titles, what the text says more often."""
        accounts, budgets = self._titled_kinds()
        if accounts == budgets and given is not None and given.document_kind is not None:
            return given.document_kind
        if accounts == budgets:
            accounts = self._word_count(lambda words: words.final_accounts)
            budgets = self._word_count(lambda words: words.budget)
        return "final_accounts" if accounts > budgets else "budget"

    def scope(self, given: Given | None) -> tuple[str, bool]:
        """What the titles say, else what the text says more often; and whether titles said it."""
        titled = Counter(witness.scope for witness in self._witnesses if witness.source == "title" and witness.scope)
        units = titled["单位"] + titled["预算单位"]
        departments = titled.total() - units
        if bool(units) != bool(departments):
            return ("unit_budget" if units else "department_budget"), True
        if given is not None and given.disclosure_scope is not None:
            return given.disclosure_scope, True
        units = self._word_count(lambda words: words.unit_scope)
        departments = self._word_count(lambda words: words.department_scope)
        return ("unit_budget" if units > departments else "department_budget"), False

    def _word_count(self, of: Callable[[_Words], int]) -> int:
        return sum(
            of(words) for page, words in self._evidence.words.items() if self._pages is None or page in self._pages
        )

    def title(self) -> str | None:
        """The first title that names the unit, else the first title of the cover."""
        titles = [w for w in self._witnesses if w.source == "title" and w.page_no - self.first_page < _COVER_PAGES]
        return next((w.text for w in titles if w.name), None) or next((w.text for w in titles), None)

    def code(self, name: str) -> str | None:
        """The code printed before the name, where it is one."""
        codes = Counter(w.code for w in self._witnesses if w.code and w.name and name_key(w.name) == name_key(name))
        return codes.most_common(1)[0][0] if len(codes) == 1 else None

    def shown(self, name: str | None, year: int | None) -> Iterable[str]:
        """The best witnesses for what was concluded, in the order of the pages."""
        agreeing = [
            w for w in self._witnesses
            if (w.name and name and name_key(w.name) == name_key(name)) or (year is not None and w.year == year)
        ]  # fmt: skip
        agreeing.sort(key=lambda w: (-((w.name is not None) + (w.year is not None)), -self._weight(w), w.page_no))
        best: dict[str, Witness] = {}
        for witness in agreeing:
            best.setdefault(witness.text, witness)
        chosen = sorted(list(best.values())[:_SHOWN], key=lambda w: w.page_no)
        return (f"p. {w.page_no}: {w.text}" for w in chosen)


def _join_parts(votes: Counter[str]) -> None:
    """A name that is the end of a longer one, read where the line above was left out, votes for the longer one."""
    for short in sorted(votes, key=len):
        longer = [name for name in votes if name != short and name.endswith(short) and is_division(name[: -len(short)])]
        if longer:
            votes[max(longer, key=lambda name: votes[name])] += votes[short]
            del votes[short]


def _date(printed: re.Match[str]) -> date | None:
    """The date that a line prints; None where no calendar knows it (a thirteenth month is a slip, not our error)."""
    try:
        return date(int(printed["year"]), int(printed["month"]), int(printed["day"]))
    except ValueError:
        return None
