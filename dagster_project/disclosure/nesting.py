"""Projects below their groups and units, in one column of names: which row is made up of the rows below it.

Belongs here: lists of projects whose groups neither codes nor words tell, as sums do (通用项目 over 购置). Does
not belong here: tables by subjects or units (`lineage`), and outlines of ordinals (`hierarchy`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from dagster_project.disclosure import vocabulary

if TYPE_CHECKING:
    from dagster_project.disclosure.hierarchy import BodyRow

_MOST_ROWS = 200  # of one list; of more than that, sums say too little
_MOST_SUMS = 20_000  # that are looked at; where round amounts recur, nearly every row may be made up of others


@dataclass(frozen=True)
class Nest:
    """A row, by its place in the list, and what it is made up of; without parts it is a project."""

    place: int
    parts: Run | None = None


@dataclass(frozen=True)
class Run:
    """Rows that make up an amount, and the place behind the last of them."""

    first: Nest
    rest: Run | None
    end: int

    @property
    def nests(self) -> Iterator[Nest]:
        run: Run | None = self
        while run is not None:
            yield run.first
            run = run.rest


def settle_projects(rows: list[BodyRow]) -> None:
    """Tell projects from their groups and units, in place, where sums leave one way alone to read the list.

    Rows whose projects stand in a column of their own are left as they are.
    """
    totals = [row for row in rows if row.label.role == "grand_total"]
    if len(totals) != 1 or any(row.project_name or row.project_code for row in rows):
        return
    (total,) = totals
    column = min(total.amounts, default=0)
    listed = [row for row in rows if row is not total and row.amounts.get(column)]  # no money makes up nothing
    amounts = [row.amounts[column] for row in listed]
    if not listed or min(amounts) < 0 or len(listed) > _MOST_ROWS:
        return
    units, anyone = [_is_unit(row) for row in listed], [True] * len(listed)
    last_place = Decimal(1).scaleb(min(int(amount.as_tuple().exponent) for amount in amounts))
    rounding = last_place * (len(amounts) + 1) / 2
    # Where the units alone explain every sum, there are no other groups; rounding is asked for last.
    for may_head, play in ((units, Decimal(0)), (anyone, Decimal(0)), (units, rounding)):
        runs = _Sums(amounts, may_head, play).make_up(total.amounts[column])
        if runs:
            break
    if len(runs) == 1:
        for nest in runs[0].nests:
            _settle(nest, total, None, listed)


def _is_unit(row: BodyRow) -> bool:
    return bool(row.unit_code or vocabulary.rows().unit_name.search(row.label.name))


def _settle(nest: Nest, parent: BodyRow, unit: BodyRow | None, rows: Sequence[BodyRow]) -> None:
    row = rows[nest.place]
    row.parent = parent
    row.is_head = nest.parts is not None
    if row.is_head and _is_unit(row):
        unit = row
    row.unit_name = unit.label_printed if unit is not None else None
    if not row.is_head and not row.unit_code:
        row.project_name = row.label_printed
    for part in nest.parts.nests if nest.parts is not None else ():
        _settle(part, row, unit, rows)


class _TooManyWays(Exception):
    """So many rows may make each other up that sums say nothing."""


@dataclass
class _Sums:
    """The ways in which the rows of a list make each other up; of several, two are kept."""

    amounts: Sequence[Decimal]
    may_head: Sequence[bool]  # whether a row may be made up of others
    play: Decimal  # by which a sum may miss the amount
    _known: dict[tuple[int, Decimal], list[Run]] = field(default_factory=dict)

    def make_up(self, total: Decimal) -> list[Run]:
        """The ways in which the whole list makes up the total."""
        try:
            return [run for run in self._runs(0, total) if run.end == len(self.amounts)]
        except _TooManyWays:
            return []

    def _runs(self, first: int, amount: Decimal) -> list[Run]:
        """The runs from a row on that make up an amount, where the parts of a group do not count beside it."""
        if first == len(self.amounts) or self.amounts[first] > amount + self.play:
            return []
        if (first, amount) not in self._known:
            if len(self._known) >= _MOST_SUMS:
                raise _TooManyWays
            self._known[first, amount] = self._find(first, amount)
        return self._known[first, amount]

    def _find(self, first: int, amount: Decimal) -> list[Run]:
        own = self.amounts[first]
        begun = [(Nest(first), first + 1)]  # a project, or a group that the next rows make up
        if self.may_head[first]:
            for parts in self._runs(first + 1, own):
                begun.append((Nest(first, parts), parts.end))
        runs: list[Run] = []
        for nest, end in begun:
            if abs(own - amount) <= self.play:
                runs.append(Run(nest, None, end))
            for rest in self._runs(end, amount - own):
                runs.append(Run(nest, rest, rest.end))
        ends = [run.end for run in runs]
        return [run for place, run in enumerate(runs) if ends[:place].count(run.end) < 2]
