"""Documents that say too little of themselves, and what their companions and sources.csv say of them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from dagster_project.disclosure.cards import Card, Unidentified
from dagster_project.disclosure.companions import given_by_source, given_for
from dagster_project.disclosure.given import Given
from dagster_project.disclosure.reader import read

TOTALS = (("12345600", "100"), ("9876500", "100"), ("3210000", "100"))
FINER = (("12345612.3456", "0.01"), ("9876543.21", "0.01"), ("3209987.65", "0.01"), ("777777.77", "0.01"))


def _card(
    name: str | None, year: int | None, scope: str | None, role: str, totals: tuple[tuple[str, str], ...] = TOTALS
) -> Card:
    return Card(name, year, "budget", scope, "甘棠市", "budget", "department_budget", role, totals)


EXPLANATION = _card("甘棠市林业局", 2026, "department_budget", "explanation")


def test_the_companion_says_the_year() -> None:
    cards = {"a": EXPLANATION, "b": _card("甘棠市林业局", None, "department_budget", "statements", FINER)}
    assert given_for(cards, {}) == {"b": Given("companion a", fiscal_year=2026)}


def test_the_companion_says_whose_statements_these_are_where_three_totals_agree() -> None:
    unnamed = _card(None, None, "department_budget", "statements", FINER)
    given = given_for({"a": EXPLANATION, "b": unnamed}, {})
    assert given == {"b": Given("companion a", unit_name="甘棠市林业局", fiscal_year=2026)}
    two = _card(None, None, "department_budget", "statements", FINER[:2])
    assert given_for({"a": EXPLANATION, "b": two}, {}) == {}


@pytest.mark.parametrize(
    "other",
    [
        _card("甘棠市水利局", 2026, "department_budget", "explanation"),  # somebody else
        _card("甘棠市林业局", 2026, "department_budget", "statements"),  # another edition, not its explanation
        _card("甘棠市林业局", 2026, "department_budget", "both"),
        _card(
            "甘棠市林业局", 2026, "department_budget", "explanation", (("500000", "100"), *TOTALS[:1])
        ),  # other totals
    ],
)
def test_who_is_no_companion(other: Card) -> None:
    assert given_for({"a": other, "b": _card("甘棠市林业局", None, None, "statements", FINER)}, {}) == {}


def test_companions_that_differ_say_nothing() -> None:
    cards = {
        "a": EXPLANATION,
        "b": _card("甘棠市林业局", 2025, "department_budget", "explanation"),
        "c": _card("甘棠市林业局", None, "department_budget", "statements", FINER),
    }
    assert given_for(cards, {}) == {}


def test_what_the_document_says_is_not_given() -> None:
    cards = {"a": EXPLANATION, "b": _card("甘棠市林业局", 2026, None, "statements", FINER)}
    assert given_for(cards, {}) == {}  # the companion says the scope that was assumed anyway
    unit = _card("甘棠市林业局", 2026, "unit_budget", "explanation")
    assert given_for({**cards, "a": unit}, {}) == {"b": Given("companion a", disclosure_scope="unit_budget")}


@pytest.mark.parametrize(
    ("publisher", "title", "expected"),
    [
        (None, "甘棠市林业局2026年部门预算", ("甘棠市林业局", 2026, "budget", "department_budget")),
        ("甘棠市林业局", "甘棠市种苗站2025年度单位决算公开", ("甘棠市种苗站", 2025, "final_accounts", "unit_budget")),
        ("甘棠市林业局", "2026年部门预算", ("甘棠市林业局", 2026, "budget", "department_budget")),
        ("甘棠市林业局", None, ("甘棠市林业局", None, None, None)),
    ],
)
def test_the_register_of_sources_is_read_like_a_cover(
    publisher: str | None, title: str | None, expected: tuple[str | None, int | None, str | None, str | None]
) -> None:
    given = given_by_source(publisher, title)
    assert given is not None
    assert (given.unit_name, given.fiscal_year, given.document_kind, given.disclosure_scope) == expected
    assert given.evidence.startswith("sources.csv: ")


def test_the_companion_comes_before_the_register() -> None:
    unnamed = _card(None, None, "department_budget", "statements", FINER)
    register = {"b": Given("sources.csv: x", "甘棠市水利局", 2025), "a": Given("sources.csv: y", "甘棠市水利局", 2025)}
    given = given_for({"a": EXPLANATION, "b": unnamed}, register)
    assert given == {"b": Given("companion a", unit_name="甘棠市林业局", fiscal_year=2026)}
    assert given_for({"b": unnamed}, register) == {"b": Given("sources.csv: x", "甘棠市水利局", 2025)}


def _first_pages(path: Path, count: int) -> bytes:
    whole = pdfium.PdfDocument(path.read_bytes())
    cut = pdfium.PdfDocument.new()
    cut.import_pages(whole, list(range(count)))
    out = BytesIO()
    cut.save(out)
    return out.getvalue()


def test_statements_without_name_and_year_are_known_by_their_explanation(shared: Path) -> None:
    """Statements whose name and year stand only in the form behind them (page 17), here without it."""
    folder = shared / "corpus" / "beijing"
    if not folder.is_dir():
        pytest.skip("no corpus")
    explanation = read((folder / "2026年北京市信访办公室部门预算.pdf").read_bytes())
    statements = _first_pages(folder / "政府办公厅_附件2：北京市信访办公室2026年度部门预算报表.pdf", 14)
    with pytest.raises(Unidentified) as unidentified:
        read(statements)
    assert unidentified.value.reason == "identity_unknown"
    assert explanation.card is not None
    cards = {"explanation": explanation.card, "statements": unidentified.value.card}
    given = given_for(cards, {})["statements"]
    known = read(statements, given=given)
    (part,), (of_explanation,) = known.parts, explanation.parts
    assert part.unit_key == of_explanation.unit_key
    assert (part.fiscal_year, part.disclosure_scope, part.role) == (2026, "department_budget", "statements")
    assert known.document.identity_evidence.endswith("companion explanation")
    assert known.card == unidentified.value.card
