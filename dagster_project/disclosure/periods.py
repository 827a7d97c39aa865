"""Which year and which phase of a budget an amount is of, by the words over its column and the name of its row.

Belongs here: words for years and phases in tables (2026年执行数, 上年预算数). Does not belong here: what is compared in
sentences (`narrative`), and the words themselves (vocabulary/columns.yaml).
"""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.disclosure import vocabulary


@dataclass(frozen=True)
class Period:
    """What an amount is of. `phase` is None where no words say it: it is that of the document."""

    year: int
    phase: str | None


def read_period(folded: str, fiscal_year: int) -> Period:
    """The period that a header path or the name of a row speaks of."""
    columns = vocabulary.columns()
    return Period(columns.year(folded, fiscal_year), columns.phase(folded))


def names_period(name: str) -> bool:
    """Whether the name of a row says nothing but which year and phase its amounts are of."""
    return vocabulary.columns().period_row.fullmatch(name) is not None


def compares_periods(name: str) -> bool:
    """Whether a row holds the differences between two such rows: amounts of no year."""
    return vocabulary.columns().comparison_row.fullmatch(name) is not None
