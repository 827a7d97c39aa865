"""Amounts and intervals, by their properties."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.disclosure.amounts import parse_amount, parse_percentage

printable = st.decimals(min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False, places=2)


@given(printable)
def test_what_is_printed_is_what_is_read(value: Decimal) -> None:
    for text in (f"{value:,.2f}", f"{value:.2f}", f" {value:,.2f} "):
        amount = parse_amount(text)
        assert amount is not None
        assert amount.value == value
        assert amount.decimals == 2
        assert amount.raw_state == ("zero" if value == 0 else "number")


@given(printable)
def test_negatives_by_sign_and_by_brackets(value: Decimal) -> None:
    for text in (f"-{value:,.2f}", f"({value:,.2f})", f"（{value:.2f}）", f"－{value:.2f}"):
        amount = parse_amount(text)
        assert amount is not None
        assert amount.value == -value


@given(printable, st.integers(min_value=0, max_value=6))
def test_the_interval_is_one_unit_of_the_last_place_wide(value: Decimal, decimals: int) -> None:
    amount = parse_amount(f"{value:.{decimals}f}")
    assert amount is not None
    assert amount.value is not None
    low, high = amount.interval
    assert low < amount.value < high
    assert high - low == Decimal(1).scaleb(-decimals)


@given(st.text(max_size=12))
def test_no_text_is_ever_read_as_an_amount_that_it_does_not_print(text: str) -> None:
    amount = parse_amount(text)
    if amount is not None and amount.value is not None:
        import unicodedata

        digits = [char for char in unicodedata.normalize("NFKC", text) if char.isdigit()]
        assert int("".join(digits)) == abs(int(amount.value.scaleb(amount.decimals or 0)))


@pytest.mark.parametrize("text", ["2 112 86\n, .", "1,23.45", "12,3456", "1.2.3", "12.", ".5", "1,2345", "三十", "12a"])
def test_what_is_not_strictly_an_amount_is_none(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "blank"),
        ("  ", "blank"),
        ("-", "dash"),
        ("—", "dash"),
        ("/", "slash"),
        ("无", "none_word"),
        ("0.00", "zero"),
    ],
)
def test_five_ways_of_printing_nothing_stay_apart(text: str, state: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert amount.raw_state == state


def test_an_absent_amount_has_no_interval() -> None:
    amount = parse_amount("/")
    assert amount is not None
    with pytest.raises(ValueError, match="slash"):
        _ = amount.interval


def test_percentages() -> None:
    share = parse_percentage("49.82%")
    assert share is not None
    assert (share.value, share.decimals) == (Decimal("49.82"), 2)
    assert parse_percentage("49.82") is None
