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


def test_a_year_before_a_bracket_is_a_year() -> None:
    """Found over the forms of an office's statements for 2026, page 17: 2026（年度）."""
    evidence = IdentityEvidence()
    evidence.add_table(17, "2026(年度)", "某某委员会办公室")
    assert evidence.conclude().fiscal_year == 2026


@pytest.mark.parametrize(
    ("lines", "scope"),
    [
        (
            ["部门整体支出绩效目标表", "部门名称", "预算单位", "预算单位"],
            "department_budget",
        ),  # a column header is no scope
        (["2026年预算单位收入预算总表", "编制单位：某某中心"], "unit_budget"),
    ],
)
def test_scope_without_a_title_that_says_it(lines: list[str], scope: str) -> None:
    evidence = IdentityEvidence()
    evidence.add_table(1, "2026年收入总表", "某某市某某局")
    evidence.add_page(9, lines)
    assert evidence.conclude().disclosure_scope == scope
