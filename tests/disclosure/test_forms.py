"""Forms: the seed's tables 11, 12-1 and 12-2 (pages 16 to 23), and target values taken apart."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.disclosure.forms.targets import Target, parse_target
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure


@pytest.mark.parametrize(
    ("printed", "target"),
    [
        ("100%", Target("=", Decimal(100), "%")),
        ("≥98%", Target("≥", Decimal(98), "%")),
        ("＞＝98％", Target("≥", Decimal(98), "%")),
        ("≤88.42 万 元", Target("≤", Decimal("88.42"), "万元")),
        ("不少于1,417台", Target("≥", Decimal(1417), "台")),
        ("31 人", Target("=", Decimal(31), "人")),
        ("≥13459.00(平方米)", Target("≥", Decimal("13459.00"), "平方米")),
        ("31", Target("=", Decimal(31), None)),
        ("3个月内", Target("≤", Decimal(3), "个月")),
        ("10年以上", Target("≥", Decimal(10), "年")),
        ("≧2703套", Target("≥", Decimal(2703), "套")),
        ("持续提升", Target()),
        ("", Target()),
        ("90%-95%", Target()),
        ("2026年6月30日", Target()),
    ],
)
def test_targets(printed: str, target: Target) -> None:
    assert parse_target(printed) == target


def test_money_of_the_forms_is_the_printed_money(seed: Disclosure, seed_truth: dict[str, Any]) -> None:
    expected = sorted(
        (fact["table"], fact["fiscal_year"], Decimal(fact["amount_yuan"]))
        for fact in seed_truth["facts"]
        if fact["table"].startswith(("11", "12"))
    )
    read = sorted(
        (cell.table_no, cell.amount_year, cell.amount * 10_000)
        for cell in seed.cells
        if cell.table_kind.startswith("performance") and cell.amount is not None
    )
    assert read == expected


def test_a_form_over_several_pages_is_one_statement(seed: Disclosure) -> None:
    forms = {s.table_no: (s.pages, s.status) for s in seed.statements if s.table_kind.startswith("performance")}
    assert forms == {
        "11": ([16, 17, 18], "understood"),
        "12-1": ([19, 20], "understood"),
        "12-2": ([21, 22, 23], "understood"),
    }


def test_a_goal_cut_by_a_page_break_is_one_goal(seed: Disclosure) -> None:
    (goal,) = (a for a in seed.attributes if a.table_no == "12-1" and a.attribute == "annual_goal")
    assert goal.page_no == 19
    assert goal.text.endswith("促进武昌区基层社会治理水平进一步提升。")


def test_the_row_after_a_page_break_keeps_its_goal(seed: Disclosure) -> None:
    last = [t for t in seed.targets if t.page_no == 23]
    assert {(t.goal_name, t.level1, t.level2, t.year_role) for t in last} == {
        ("年度绩效目标1", "满意度指标", "服务对象满意度", role)
        for role in ("year_minus_2", "year_minus_1", "current")
    }  # fmt: skip


def test_every_record_of_a_sheet_names_its_project(seed: Disclosure) -> None:
    codes = {"12-1": "42010626340T000000100", "12-2": "42010626340T000000101"}
    sheets = [*seed.cells, *seed.targets, *seed.attributes]
    assert {(r.table_no, r.project_code_printed) for r in sheets if r.table_no in codes} == set(codes.items())
    assert {t.project_name_printed for t in seed.targets if t.table_no == "11"} == {None}


def test_funds_beside_each_other_are_of_the_project_and_of_the_year(shared: Path) -> None:
    """The five sheets of one filing (pages 31 to 35): money in 元, said by a label; 年度资金 beside 项目资金.

    Page 35 prints a year's appropriation above the year's total: it is kept as printed.
    """
    truth = json.loads((shared / "truth" / "shanghai_wanli2023.json").read_text("utf-8"))
    document = read((shared / "corpus" / truth["file"]).read_bytes())
    sheets = {s.page_no: s.status for s in document.statements if s.table_kind == "performance_project"}
    assert {s.unit_declared for s in document.statements if s.page_no in sheets} == {"元"}
    assert sheets == dict.fromkeys(range(31, 36), "understood")
    money = {cell.line_item: cell.amount for cell in document.cells if cell.page_no == 35}
    assert money == {
        "project_total_budget": Decimal("10903043.00"),
        "project_current_budget": Decimal("10903043.00"),
        "total_funding_fiscal": Decimal("10903043.00"),
        "funding_fiscal": Decimal("11419043.00"),
        "funding_carryover": Decimal("0.00"),
        "total_funding_other": Decimal("0.00"),
        "funding_other": Decimal("0.00"),
    }
    assert {cell.unit_declared for cell in document.cells if cell.page_no == 35} == {"元"}
    by_id = {cell.cell_id: cell.line_item for cell in document.cells}
    parents = {cell.line_item: by_id.get(cell.parent_cell_id or "") for cell in document.cells if cell.page_no == 35}
    assert parents["funding_fiscal"] == parents["funding_other"] == "project_current_budget"
    assert parents["total_funding_fiscal"] == parents["total_funding_other"] == "project_total_budget"
    targets = [t.target_text for t in document.targets if t.page_no == 31]
    assert targets == ["≥13459.00(平方米)", "及时率", "合规", "完善率", "满意度"]


def test_operator_and_unit_may_stand_in_columns_of_their_own() -> None:
    assert parse_target("32", "≥", "人") == Target("≥", Decimal(32), "人")
    assert parse_target("1", "＝", "份") == Target("=", Decimal(1), "份")
    assert parse_target("优良中低差", "定性", "级") == Target()


def test_a_list_may_name_its_projects_in_a_column(shared: Path) -> None:
    """预算12表 of one filing (pages 12 to 19): code and name in one cell, merged over the indicators of the project."""
    truth = json.loads((shared / "truth" / "beijing_shenjiju2026.json").read_text("utf-8"))
    document = read((shared / "corpus" / truth["file"]).read_bytes())
    targets = [t for t in document.targets if t.project_code_printed]
    assert len({t.project_code_printed for t in targets}) == len({t.project_name_printed for t in targets}) > 10
    named = [a for a in document.attributes if a.attribute == "project_name"]
    assert {t.project_code_printed for t in targets} == {a.project_code_printed for a in named}
    assert not any(a.text.startswith("1100") for a in named)


def test_a_row_cut_by_a_page_break_is_one_row(shared: Path) -> None:
    """Table 12-1 of the filing of the year before: the first indicator stands on pages 19 and 20."""
    document = read((shared / "documents" / "clean_2025.pdf").read_bytes())
    targets = [t for t in document.targets if t.table_no == "12-1" and t.horizon == "long_term"]
    assert [(t.goal_name, t.level2, t.target_text) for t in targets][:2] == [
        ("长期绩效目标1", "经济成本指标", "100%"),
        ("长期绩效目标1", "数量指标", "31 人"),
    ]
    assert len(targets) == 7


def test_a_list_without_header_goes_on_with_the_form_of_the_page_before(shared: Path) -> None:
    """财政局 2026, pages 17 to 43: the header stands on the first page only, and page 23 has no cell of a project."""
    document = read((shared / "corpus" / "beijing" / "财政局_2026年部门预算.pdf").read_bytes())
    forms = [(s.pages, s.status) for s in document.statements if s.table_kind == "performance_project"]
    assert forms == [(list(range(17, 44)), "understood"), ([48], "understood")]
    overall = [s for s in document.statements if s.table_kind == "performance_overall"]
    assert [(s.pages, s.status) for s in overall] == [([44, 45, 46, 47], "understood")]
    money = {c.line_item: c.amount for c in document.cells if c.page_no == 44}
    assert money["overall_total"] == money["overall_fiscal"] == Decimal("44169.357532")
    first = next(t for t in document.targets if t.page_no == 44)
    assert (first.goal_name, first.level1, first.level2, first.level3, first.operator, first.target_value) == (
        "预算评审", "产出指标", "数量指标", "财政评审项目数量", "≥", Decimal(420),
    )  # fmt: skip
