"""The witnesses of some pages, asked one question after the other: whose, of which year, what kind, what scope.

Every witness has a weight and a page, so that wrong ones are outvoted. Belongs here: how votes are counted. Does not
belong here: what one page says (`covers`), or which witnesses there are (`identity`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from dagster_project.disclosure.covers import Witness, is_division, is_organisation
from dagster_project.disclosure.divisions import Division, division_of
from dagster_project.disclosure.given import Given
from dagster_project.disclosure.keys import name_key

COVER_PAGES = 4  # of a part: titles on them count more than those further on
_SHOWN = 3  # witnesses that the evidence names


@dataclass(frozen=True)
class PageWords:
    """How often the text of a page uses the words of a kind or scope."""

    final_accounts: int
    budget: int
    unit_scope: int
    department_scope: int


class Ballot:
    """The witnesses of some pages, asked one question after the other."""

    def __init__(
        self, witnesses: Iterable[Witness], words: Mapping[int, PageWords], pages: Collection[int] | None
    ) -> None:
        self.first_page = min(pages) if pages is not None else 1
        self._witnesses = [witness for witness in witnesses if pages is None or witness.page_no in pages]
        self._words = [of_page for page, of_page in words.items() if pages is None or page in pages]

    def in_pages(self, notes: dict[int, str]) -> Iterable[str]:
        """Notes of the cover pages."""
        return (note for page_no, note in sorted(notes.items()) if 0 <= page_no - self.first_page < COVER_PAGES)

    def _weight(self, witness: Witness) -> int:
        distance = witness.page_no - self.first_page
        if witness.source in ("table", "form") or distance == 0:
            return witness.weight
        return min(witness.weight, 2) if distance < COVER_PAGES else 1

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
        dated = [(witness, witness.year) for witness in self._witnesses if witness.year is not None]
        # Columns and lines that print a year alone say less: they are asked where nothing else says one.
        dated = [(witness, year) for witness, year in dated if witness.source != "year"] or dated
        votes: Counter[int] = Counter()
        for witness, year in dated:
            # A year is as certain on any page of the cover; forms and tables count one each.
            is_title = witness.source == "title" and witness.page_no - self.first_page < COVER_PAGES
            votes[year] += witness.weight if is_title else 1
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
        """How many titles say final accounts, and how many budget. Those of other years speak of other documents."""
        years = (None, self.year())
        kinds = Counter(witness.kind for witness in self._witnesses if witness.kind and witness.year in years)
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

    def _word_count(self, of: Callable[[PageWords], int]) -> int:
        return sum(of(words) for words in self._words)

    def title(self) -> str | None:
        """The first title that names the unit, else the first title of the cover."""
        titles = [w for w in self._witnesses if w.source == "title" and w.page_no - self.first_page < COVER_PAGES]
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
