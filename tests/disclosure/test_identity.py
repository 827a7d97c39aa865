"""What covers say, and what they say that cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from dagster_project.disclosure.identity import IdentityEvidence


@pytest.mark.parametrize(
    ("printed", "published_on"),
    [
        ("2026年2月5日", date(2026, 2, 5)),
        ("2026年13月5日", None),
        ("2026年2月30日", None),
        ("2026年0月0日", None),
    ],
)
def test_a_date_that_no_calendar_knows_is_no_date_and_no_error(printed: str, published_on: date | None) -> None:
    evidence = IdentityEvidence()
    evidence.add_page(1, ["某某市某某局2026年部门预算", printed])
    document = evidence.conclude()
    assert (document.published_on, document.unit_name, document.fiscal_year) == (published_on, "某某市某某局", 2026)
