"""What a printed cell says as a number: strict syntax, exact decimals, and the interval that the print stands for.

Belongs here: one cell's text. Does not belong here: units of money (the warehouse converts) and sums (dbt).

The syntax is strict on purpose: a parser that drops stray blanks accepts `2 112 86\n, .` and loses the decimal point.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.disclosure.records import RawState

# 1,234.56 or 1234.56 or .5 is not: digits stand before the point, and groups of three are complete.
_AMOUNT = re.compile(r"(?P<sign>[-+−－]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<fraction>\d+))?")
_BRACKETED = re.compile(r"\((?P<inner>[\d,.]+)\)")
_WITH_UNIT = re.compile(r"(?P<amount>[^\s万亿元]+)\s*(?P<unit>万元|亿元|元)")
_DASHES = frozenset("-—–－―─")
_NONE_WORDS = frozenset({"无", "空", "零"})


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """One printed amount or its absence. `value` is None unless raw_state is number or zero, and where OCR
    read no number."""

    raw_state: RawState
    value: Decimal | None = None
    decimals: int | None = None

    @property
    def is_unread(self) -> bool:
        """Something that should be a number is printed, and OCR made none of it."""
        return self.raw_state == "number" and self.value is None

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """Half a unit in the last place to either side (XBRL Calculations 1.1). ValueError where nothing is printed."""
        if self.value is None or self.decimals is None:
            raise ValueError(f"a cell that is {self.raw_state} stands for no interval")
        half = Decimal(1).scaleb(-self.decimals) / 2
        return self.value - half, self.value + half


def parse_amount(text: str) -> PrintedAmount | None:
    """Read one cell. None where the text is neither an amount nor a printed way of saying that there is none.

    Full-width digits and signs are folded; blanks around the token are ignored, blanks within it are not.
    """
    token = unicodedata.normalize("NFKC", text).strip()
    if not token:
        return PrintedAmount("blank")
    if set(token) <= _DASHES:
        return PrintedAmount("dash")
    if token in ("/", "\\"):
        return PrintedAmount("slash")
    if token in _NONE_WORDS:
        return PrintedAmount("none_word")
    negative = False
    bracketed = _BRACKETED.fullmatch(token)
    if bracketed:  # accountants print negatives in brackets
        token, negative = bracketed["inner"], True
    match = _AMOUNT.fullmatch(token)
    if match is None:
        return None
    fraction = match["fraction"] or ""
    value = Decimal(match["whole"].replace(",", "") + ("." + fraction if fraction else ""))
    if negative or match["sign"] in ("-", "−", "－"):
        value = -value
    return PrintedAmount("zero" if value == 0 else "number", value, len(fraction))


def parse_amount_with_unit(text: str) -> tuple[PrintedAmount, str] | None:
    """Read `150万元` as 150 and 万元. None where the text is not an amount before a unit of money."""
    match = _WITH_UNIT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    amount = parse_amount(match["amount"]) if match else None
    if match is None or amount is None or amount.value is None:
        return None
    return amount, match["unit"]


def parse_percentage(text: str) -> PrintedAmount | None:
    """Read `49.82%` as 49.82. None where the text is not a percentage."""
    token = unicodedata.normalize("NFKC", text).strip()
    if not token.endswith("%"):
        return None
    amount = parse_amount(token[:-1])
    return amount if amount is not None and amount.value is not None else None
