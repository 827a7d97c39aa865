"""A target value taken apart: ≥98% is the operator ≥, the value 98 and the unit %.

Belongs here: one printed value. A value that is a word (持续提升) has neither operator nor number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.amounts import parse_amount

_NUMBER_AND_UNIT = re.compile(r"^(?P<number>[-−]?[\d,]+(?:\.\d+)?)(?P<unit>[^\d~\-—–至]{1,8})?$")


@dataclass(frozen=True, slots=True)
class Target:
    """One target. `operator` is = where the print says none and a number stands there."""

    operator: str | None = None
    value: Decimal | None = None
    unit: str | None = None


def parse_target(text: str, operator_text: str = "", unit_text: str = "") -> Target:
    """Read one printed target; a word, or more than one number, gives a Target without value.

    Where the operator and the unit stand in columns of their own, they are given beside it.
    """
    operator, folded = _operator(vocabulary.fold(text))
    operator = _operator(vocabulary.fold(operator_text))[0] or operator
    match = _NUMBER_AND_UNIT.match(folded)
    amount = parse_amount(match["number"]) if match else None
    if match is None or amount is None or amount.value is None:
        return Target()
    unit = (match["unit"] or vocabulary.fold(unit_text)).strip("()") or None
    after = next((w for w in vocabulary.forms().operators_after if unit and w.pattern.search(unit)), None)
    if after is not None and unit is not None and operator is None:
        operator, unit = after.operator, after.pattern.sub("", unit) or None
    return Target(operator or "=", amount.value, unit)


def _operator(folded: str) -> tuple[str | None, str]:
    """The operator that a folded text begins with, and what follows it."""
    for words in vocabulary.forms().operators:
        match = words.pattern.match(folded)
        if match:
            return words.operator, folded[match.end() :]
    return None, folded
