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


def parse_target(text: str) -> Target:
    """Read one printed target; a word, or more than one number, gives a Target without value."""
    folded = vocabulary.fold(text)
    operator = None
    for words in vocabulary.forms().operators:
        match = words.pattern.match(folded)
        if match:
            operator, folded = words.operator, folded[match.end() :]
            break
    match = _NUMBER_AND_UNIT.match(folded)
    amount = parse_amount(match["number"]) if match else None
    if match is None or amount is None or amount.value is None:
        return Target()
    unit = match["unit"].strip("()") if match["unit"] else None
    return Target(operator or "=", amount.value, unit)
