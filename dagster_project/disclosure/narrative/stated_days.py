"""The day on which a stock is counted: 截至2025年8月31日.

Belongs here: the day that words name. Does not belong here: which figures it holds for (`sentences`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from dagster_project.disclosure import vocabulary


def names_day(folded: str, start: int, end: int) -> bool:
    return vocabulary.narrative().as_of.search(folded, start, end) is not None


def stated_day(folded: str, start: int, end: int) -> date | None:
    """The day; the last of the month or year where only those are named."""
    match = vocabulary.narrative().as_of.search(folded, start, end)
    if match is None:
        return None
    year, month = int(match["year"]), int(match["month"] or 12)
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, min(int(match["day"] or last) or last, last))
