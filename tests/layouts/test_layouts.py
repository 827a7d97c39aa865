"""Every figure of the invented budget is read, under its kind, code and measure, in layouts that no region uses."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure
from tests.layouts import budget
from tests.layouts.printer import Layout, Printer

USUAL = {
    "revenue_expenditure_summary": "部门收支总表", "revenue": "部门收入总表", "expenditure": "部门支出总表",
    "fiscal_appropriation": "财政拨款收支总表", "general_public_by_function": "一般公共预算支出表",
    "basic_by_economic": "一般公共预算基本支出表", "three_public": "一般公共预算“三公”经费支出表",
}  # fmt: skip
NUMBERED = {kind: f"附表{number}：{title}" for number, (kind, title) in enumerate(USUAL.items(), start=1)}
UNHEARD = {
    "revenue_expenditure_summary": "2027年预算总貌", "revenue": "2027年资金来源明细",
    "expenditure": "2027年资金使用明细",
    "fiscal_appropriation": "2027年财政资金总貌", "general_public_by_function": "一般公共预算支出表",
    "basic_by_economic": "2027年基本支出明细（经济科目）", "three_public": "2027年厉行节约事项明细",
}  # fmt: skip
LAYOUTS = [
    Layout("usual", USUAL),
    Layout("numbered titles, 元, grouped, total last", NUMBERED, unit="元", grouped=True, total_last=True),
    Layout("unheard titles", UNHEARD, words={"business_income": "经营收入"}),
    Layout("codes in three columns, blanks for zeros", USUAL, code="three", zero=""),
    Layout("codes glued to names", USUAL, code="glued", zero="-"),
    Layout("codes in brackets, unit in the title", USUAL, code="bracketed", unit_at="title"),
    Layout("unit in the header", USUAL, unit_at="header", unit="元"),
    Layout("unit below the table", USUAL, unit_at="below"),
    Layout("unit inside of the frame", USUAL, unit_at="inside"),
    Layout("several tables on a page", NUMBERED, stacked=True),
    Layout("pages without a header", USUAL, rows_a_page=7, repeats_header=False),
    Layout("pages with a header", USUAL, rows_a_page=7),
    Layout("landscape, two rows of header", USUAL, landscape=True, nested=True),
    Layout("other order of columns", USUAL, order=("project", "basic", "total")),
    Layout(
        "other words",
        USUAL,
        words={
            "code": "功能分类科目代码", "name": "功能分类科目", "basic_personnel": "人员支出",
            "basic_public": "日常公用支出", "general_public_budget": "一般公共预算财政拨款收入", "item": "收支项目",
            "amount": "2027年预算金额", "vehicle_operation": "公务用车运行维护费", "overseas_travel": "出国（境）经费",
            "project": "项目经费支出",
        },
    ),
    Layout("horizontal rulings only", USUAL, rules="horizontal"),
    Layout("no rulings", USUAL, rules="none"),
]  # fmt: skip


@pytest.fixture(scope="module", params=LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def disclosure(request: pytest.FixtureRequest) -> Disclosure:
    return read(Printer(request.param).document())


def test_the_bureau_and_the_year_are_known(disclosure: Disclosure) -> None:
    assert (disclosure.document.unit_name, disclosure.document.fiscal_year) == (budget.BUREAU, budget.YEAR)


def test_every_statement_is_understood(disclosure: Disclosure) -> None:
    understood = {row.table_kind for row in disclosure.statements if row.status == "understood"}
    told = [(row.title, row.table_kind, row.status, row.reason, row.evidence) for row in disclosure.statements]
    assert set(USUAL) <= understood, told


def test_every_figure_is_read_and_none_is_another(disclosure: Disclosure) -> None:
    units = {"元": 1, "万元": 10000}
    read_as: dict[tuple[str, str, str], set[Decimal]] = defaultdict(set)
    for cell in disclosure.cells:
        if cell.amount is None or cell.unit_declared is None:
            continue
        amount = cell.amount * units[cell.unit_declared]
        for key in {cell.subject_code or "", vocabulary.fold(cell.row_name)}:
            for measure in (cell.measure, ""):
                read_as[cell.table_kind, key, measure].add(amount)
    missing = []
    for kind, key, measure, amount in budget.facts():
        if amount not in read_as[kind, key, measure]:
            missing.append((kind, key, measure, amount, read_as[kind, key, measure] or read_as[kind, key, ""]))
    assert missing == []


def test_every_number_is_accounted_for(disclosure: Disclosure) -> None:
    assert disclosure.document.accounted_numbers == disclosure.document.printed_numbers
