"""Words of a change: which way it goes, and what it is measured from.

Belongs here: 增加, 比2025年预算, 与上年持平. Does not belong here: which amount a change is about (`sentences`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dagster_project.disclosure import vocabulary


@dataclass(frozen=True)
class Base:
    """What a change is measured from."""

    year: int
    kind: str | None


def base_of(match: re.Match[str], fiscal_year: int, text: str | None = None) -> Base:
    """The base that words name; without a year it is the year before."""
    named = match.groupdict().get("year")
    return Base(int(named) if named else fiscal_year - 1, base_kind(text or match[0]))


@cache
def direction_words() -> re.Pattern[str]:
    words = vocabulary.narrative()
    groups = "|".join(f"(?P<d{i}>{entry.words})" for i, entry in enumerate(words.directions))
    return re.compile(f"(?:{groups}){words.after_direction}")


def direction_of(lead: str) -> str | None:
    match = direction_words().search(lead)
    if match is None or match.lastgroup is None:
        return None
    return next(entry.direction for i, entry in enumerate(vocabulary.narrative().directions) if match[f"d{i}"])


def base_kind(text: str) -> str | None:
    return next((entry.kind for entry in vocabulary.narrative().base_kinds if entry.words.search(text)), None)
