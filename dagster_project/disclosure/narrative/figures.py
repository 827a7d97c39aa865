"""Figures in a sentence: money, percentages and numbers of things, with their place in the folded text.

Belongs here: which characters are a figure and what its unit is. Does not belong here: what it is about (`subjects`)
and what is claimed of it (`sentences`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.amounts import parse_amount

_NUMBER = r"(?<![\d.,])-?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_BARE_ZERO = re.compile(r"(?<![\d.,])0(?:\.0+)?(?=[，；。、)]|$)")
_IN_WORDS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `end` is after its number, `unit_end` after its unit."""

    kind: str  # money, percent or things
    start: int
    end: int
    unit_end: int
    value: Decimal
    decimals: int
    unit: str | None  # None: a nought without a unit


def find_figures(folded: str) -> list[Figure]:
    """All figures of a folded text in their order. 单价100万元以上 is the name of a thing and no figure."""
    words = vocabulary.narrative().figures
    found = []
    for match in _with_unit().finditer(folded):
        amount = parse_amount(match["number"])
        if amount is None or amount.value is None or amount.decimals is None:
            continue
        if match["money"] and words.threshold.match(folded[match.end() :]):
            continue
        kind = "money" if match["money"] else "percent" if match["percent"] else "things"
        unit = (match["money"] or match["percent"] or match["things"]).split("(")[0].split("/")[0]
        found.append(
            Figure(kind, match.start("number"), match.end("number"), match.end(), amount.value, amount.decimals, unit)
        )
    for match in _in_words().finditer(folded):
        value = _value_in_words(match["number"])
        if value is not None:
            found.append(Figure("things", match.start(), match.end("number"), match.end(), value, 0, match["unit"]))
    for match in _BARE_ZERO.finditer(folded):
        if words.before_bare_zero.search(folded[: match.start()]):
            decimals = len(match[0].partition(".")[2])
            found.append(Figure("money", match.start(), match.end(), match.end(), Decimal(match[0]), decimals, None))
    return sorted(found, key=lambda figure: figure.start)


@cache
def _with_unit() -> re.Pattern[str]:
    words = vocabulary.narrative().figures
    return re.compile(
        rf"(?P<number>{_NUMBER})\s?"
        rf"(?:(?P<money>{words.money_units})|(?P<percent>%)|(?P<things>{words.quantity_units}|{words.count_units}))"
    )


@cache
def _in_words() -> re.Pattern[str]:
    units = vocabulary.narrative().figures.worded_units
    return re.compile(rf"(?<!第)(?P<number>[{_IN_WORDS}十两]{{1,3}})(?P<unit>{units})")


def _value_in_words(text: str) -> Decimal | None:
    """三 as 3, 十二 as 12, 二十一 as 21."""
    text = text.replace("两", "二")
    tens, ten, ones = text.rpartition("十")
    digits = [_IN_WORDS.find(char) for char in tens + ones]
    if -1 in digits or len(tens) > 1 or len(ones) > 1:
        return None
    return Decimal((_IN_WORDS.index(tens) if tens else 1 if ten else 0) * 10 + (_IN_WORDS.index(ones) if ones else 0))
