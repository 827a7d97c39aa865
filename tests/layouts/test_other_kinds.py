"""Tables beyond the core ones, as other regions print them: every figure under its row, measure and kind, or set aside.

Each case is one page with one table. Does not belong here: the statements that every disclosure holds (`test_layouts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pytest

from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure, ReportedCellRecord, StatementRecord
from tests.disclosure.drawn import Sheet, drawn, width_of

_LEFT, _TOP, _ROW, _WIDTH = 40.0, 110.0, 18.0, 740.0
_PAGE = 4  # of the table; before it stand the cover and two statements that every disclosure holds


@dataclass(frozen=True)
class Case:
    """A table as it is printed, and what must be read of it."""

    name: str
    title: str
    head: list[list[str]]  # rows of words; an empty word goes on with the one at its left, in the first column above it
    rows: list[list[str]]
    kind: str
    wanted: list[tuple[str, str, str]]  # label or code, measure, amount as printed
    unit: str = "万元"
    note: str = ""
    projects: tuple[tuple[str, str], ...] = ()  # printed project, amount


_EXPENDITURE = Case(
    "expenditure", "部门支出总表", [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
    [["", "合计", "3280.50", "2080.50", "1200.00"], ["201", "一般公共服务支出", "3280.50", "2080.50", "1200.00"],
     ["20106", "财政事务", "3280.50", "2080.50", "1200.00"], ["2010601", "行政运行", "2080.50", "2080.50", ""],
     ["2010602", "一般行政管理事务", "1200.00", "", "1200.00"]],
    "expenditure", [],
)  # fmt: skip
_BASIC = Case(
    "basic", "一般公共预算基本支出表", [["科目编码", "科目名称", "合计", "人员经费", "公用经费"]],
    [["", "合计", "2080.50", "1800.20", "280.30"], ["301", "工资福利支出", "1800.20", "1800.20", ""],
     ["30101", "基本工资", "1800.20", "1800.20", ""], ["302", "商品和服务支出", "280.30", "", "280.30"],
     ["30201", "办公费", "280.30", "", "280.30"]],
    "basic_by_economic", [],
)  # fmt: skip
CASES = [
    Case(
        "government economic, classes and groups", "一般公共预算支出预算表（按政府预算支出经济分类科目）",
        [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
        [["", "合计", "3280.50", "2080.50", "1200.00"],
         ["501", "机关工资福利支出", "1800.20", "1800.20", ""],
         ["50101", "工资奖金津补贴", "1320.20", "1320.20", ""],
         ["50102", "社会保障缴费", "480.00", "480.00", ""],
         ["502", "机关商品和服务支出", "1480.30", "280.30", "1200.00"],
         ["50201", "办公经费", "1480.30", "280.30", "1200.00"]],
        "government_economic",
        [("50101", "total", "1320.20"), ("50102", "basic", "480.00"), ("50201", "project", "1200.00")],
    ),
    Case(
        "government economic of the basic expenditure", "一般公共预算基本支出表（政府预算经济分类）",
        [["经济分类科目编码", "经济分类科目名称", "金额"]],
        [["501", "机关工资福利支出", "1800.20"], ["50101", "工资奖金津补贴", "1320.20"],
         ["50102", "社会保障缴费", "480.00"], ["502", "机关商品和服务支出", "280.30"],
         ["50201", "办公经费", "280.30"], ["", "合计", "2080.50"]],
        "government_economic", [("50101", "amount", "1320.20"), ("50201", "amount", "280.30")],
    ),
    Case(
        "government economic by its own words", "财政拨款支出表（按政府经济分类）",
        [["政府预算支出经济分类科目编码", "政府预算支出经济分类科目名称", "预算数"]],
        [["", "合计", "2080.50"], ["501", "机关工资福利支出", "1800.20"], ["50101", "工资奖金津补贴", "1320.20"],
         ["50102", "社会保障缴费", "480.00"], ["502", "机关商品和服务支出", "280.30"], ["50201", "办公经费", "280.30"]],
        "government_economic", [("50101", "amount", "1320.20"), ("机关商品和服务支出", "amount", "280.30")],
    ),
    Case(
        "basic expenditure of all funds in both schemes", "基本支出预算情况表",
        [["科目编码", "部门预算支出经济分类科目", "科目编码", "政府预算支出经济分类科目", "合计", "一般公共预算",
          "财政专户管理资金", "单位资金"]],
        [["", "合计", "", "", "180.20", "170.20", "", "10.00"],
         ["301", "工资福利支出", "501", "机关工资福利支出", "180.20", "170.20", "", "10.00"],
         ["30101", "基本工资", "50101", "工资奖金津补贴", "180.20", "170.20", "", "10.00"]],
        "other", [("30101", "total", "180.20"), ("基本工资", "unit_own_funds", "10.00")],
    ),
    Case(
        "procurement by items with quantities", "部门政府采购预算表",
        [["采购项目", "采购品目", "计量单位", "数量", "合计", "一般公共预算", "单位资金"]],
        [["合计", "", "", "", "96.50", "90.50", "6.00"],
         ["办公设备更新", "台式计算机", "台", "12.00", "6.00", "", "6.00"],
         ["办公设备更新", "复印纸", "箱", "150", "2.50", "2.50", ""],
         ["物业管理", "物业管理服务", "项", "1", "88.00", "88.00", ""]],
        "procurement",
        [("合计", "total", "96.50"), ("台式计算机", "unit_own_funds", "6.00"), ("物业管理服务", "total", "88.00")],
    ),
    Case(
        "procurement by goods, works and services", "2027年政府采购预算表",
        [["项目编号", "项目", "总计", "一般公共预算拨款", "其他收入"]],
        [["", "合计", "300.00", "280.00", "20.00"], ["A", "货物", "100.00", "80.00", "20.00"],
         ["B", "工程", "50.00", "50.00", ""], ["C", "服务", "150.00", "150.00", ""]],
        "procurement", [("货物", "total", "100.00"), ("货物", "other_income", "20.00"), ("服务", "total", "150.00")],
    ),
    Case(
        "services purchased", "部门政府购买服务预算表",
        [["政府购买服务项目", "购买服务内容", "预算金额"]],
        [["合计", "", "45.00"], ["法律顾问", "法律咨询服务", "15.00"], ["课题研究", "课题研究服务", "30.00"]],
        "service_purchase", [("法律咨询服务", "amount", "15.00"), ("课题研究服务", "amount", "30.00")],
    ),
    Case(
        "projects below their units in one column", "部门项目支出明细表",
        [["单位编码", "单位（项目）名称", "项目金额", "项目简介"]],
        [["", "合计", "500.00", ""], ["301", "某某市示范局", "500.00", ""],
         ["301001", "某某市示范局本级", "350.00", ""], ["", "通用项目", "150.00", ""], ["", "设备购置", "150.00", ""],
         ["", "专用项目", "200.00", ""], ["", "宣传经费", "120.00", "用于宣传"], ["", "检查经费", "80.00", ""],
         ["301002", "某某市示范中心", "150.00", ""], ["", "运维经费", "150.00", ""]],
        "project_expenditure", [("宣传经费", "total", "120.00")],
        projects=(("设备购置", "150.00"), ("宣传经费", "120.00"), ("检查经费", "80.00"), ("运维经费", "150.00")),
    ),
    Case(
        "projects with codes and sources", "项目支出预算表",
        [["项目单位", "项目编码", "项目名称", "合计", "一般公共预算", "政府性基金预算", "单位资金"]],
        [["", "", "合计", "260.00", "200.00", "", "60.00"],
         ["某某市示范局", "530100210000000012345", "专项检查经费", "200.00", "200.00", "", ""],
         ["某某市示范局", "530100210000000012346", "事业发展经费", "60.00", "", "", "60.00"]],
        "project_expenditure", [("专项检查经费", "general_public_budget", "200.00")],
        projects=(("专项检查经费", "200.00"), ("事业发展经费", "60.00")),
    ),
    Case(
        "agency operating cost by subject", "机关运行经费预算表",
        [["科目编码", "科目名称", "机关运行经费预算数"]],
        [["", "合计", "56.80"], ["302", "商品和服务支出", "56.80"], ["30201", "办公费", "36.80"],
         ["30211", "差旅费", "20.00"]],
        "other", [("合计", "agency_operating_cost", "56.80"), ("30201", "agency_operating_cost", "36.80")],
    ),
    Case(
        "state capital, filled", "国有资本经营预算支出表",
        [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
        [["", "合计", "900.00", "", "900.00"], ["223", "国有资本经营预算支出", "900.00", "", "900.00"],
         ["22301", "解决历史遗留问题及改革成本支出", "900.00", "", "900.00"],
         ["2230105", "国有企业退休人员社会化管理补助支出", "900.00", "", "900.00"]],
        "state_capital", [("2230105", "project", "900.00")],
    ),
    Case(
        "state capital, empty", "国有资本经营预算支出表",
        [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]], [["", "", "", "", ""]],
        "state_capital", [], note="说明：本部门无国有资本经营预算支出，故本表为空。",
    ),
    Case(
        "three public expenses of two years", "“三公”经费支出预算表",
        [["项目", "上年预算数", "本年预算数", "增减额", "增减%"]],
        [["合计", "30.00", "25.00", "-5.00", "-16.67"], ["1、因公出国（境）费用", "10.00", "8.00", "-2.00", "-20.00"],
         ["2、公务接待费", "5.00", "4.00", "-1.00", "-20.00"],
         ["3、公务用车购置及运行费", "15.00", "13.00", "-2.00", "-13.33"]],
        "three_public", [("2、公务接待费", "amount", "4.00")],
    ),
    Case(
        "assets to be bought", "新增资产配置表",
        [["资产类别", "资产名称", "计量单位", "数量", "单价", "金额"]],
        [["合计", "", "", "12", "", "6.00"], ["设备", "台式计算机", "台", "12", "0.50", "6.00"]],
        "other", [("台式计算机", "amount", "6.00")],
    ),
    Case(
        "transfers to lower levels", "市对下转移支付预算表",
        [["单位名称（项目）", "合计", "一般公共预算", "政府性基金"]],
        [["合计", "70.00", "70.00", ""], ["救灾补助", "70.00", "70.00", ""]],
        "other", [("救灾补助", "total", "70.00")],
    ),
    Case(
        "money of the special account", "财政专户管理资金支出预算表",
        [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
        [["", "合计", "70.00", "70.00", ""], ["205", "教育支出", "70.00", "70.00", ""]],
        "other", [("205", "basic", "70.00")],
    ),
]  # fmt: skip


@cache
def _read(name: str) -> Disclosure:
    case = next(case for case in CASES if case.name == name)
    cover = Sheet(842, 595)
    cover.text(200, 250, "某某市示范局2027年部门预算", size=20)
    return read(drawn(cover, _page(_EXPENDITURE), _page(_BASIC), _page(case)))


def _page(case: Case) -> Sheet:
    sheet = Sheet(842, 595)
    sheet.text((842 - width_of(case.title, 14)) / 2, 70, case.title, size=14)
    sheet.text(_LEFT, 98, "部门：某某市示范局")
    sheet.right(_LEFT + _WIDTH, 98, f"单位：{case.unit}")
    room = _WIDTH / len(case.head[0])
    for row, texts in enumerate([*case.head, *case.rows]):
        y = _TOP + row * _ROW
        for column, text in enumerate(texts):
            x = _LEFT + column * room
            sheet.box(x, y, x + room, y + _ROW)
            size = min(9.0, 9 * (room - 4) / max(width_of(text, 9), 1))
            sheet.text(x + 2, y + 13, text, size=size)
    if case.note:
        sheet.text(_LEFT, _TOP + (len(case.head) + len(case.rows)) * _ROW + 14, case.note)
    return sheet


def _statement(case: Case) -> StatementRecord:
    (statement,) = (row for row in _read(case.name).statements if row.pages == [_PAGE])
    return statement


def _cells(name: str) -> list[ReportedCellRecord]:
    return [cell for cell in _read(name).cells if cell.page_no == _PAGE]


@pytest.fixture(params=CASES, ids=[case.name for case in CASES])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


def test_the_kind_is_known(case: Case) -> None:
    statement = _statement(case)
    assert (statement.table_kind, statement.status) == (case.kind, "understood"), statement.evidence


def test_every_figure_has_its_row_and_measure(case: Case) -> None:
    read_as = {
        (key, cell.measure, cell.amount)
        for cell in _cells(case.name)
        for key in (cell.row_label, cell.subject_code)
        if cell.amount is not None
    }
    assert {(key, measure, Decimal(amount)) for key, measure, amount in case.wanted} <= read_as, read_as


def test_every_number_is_accounted_for(case: Case) -> None:
    document = _read(case.name).document
    assert document.accounted_numbers == document.printed_numbers


def test_projects_are_told_from_units_and_groups(case: Case) -> None:
    read_as = {
        (cell.project_name_printed, str(cell.amount))
        for cell in _cells(case.name)
        if cell.measure == "total" and cell.project_name_printed
    }
    assert read_as == set(case.projects)


def test_quantities_and_prices_are_no_money_of_the_budget() -> None:
    cells = [cell for cell in _cells("procurement by items with quantities") if cell.column_path == "数量"]
    counted = {(cell.amount, cell.value) for cell in cells if cell.raw_state == "number"}
    assert counted == {(None, Decimal(12)), (None, Decimal(150)), (None, Decimal(1))}


def test_figures_of_another_year_and_changes_are_not_of_this_year() -> None:
    cells = _cells("three public expenses of two years")
    years = {cell.column_path: (cell.amount_year, cell.measure) for cell in cells}
    assert years["上年预算数"][0] == 2026
    assert years["本年预算数"] == (2027, "amount")
    assert years["增减额"][1] == "other"
    assert years["增减%"][1] == "share"
    assert {cell.line_item for cell in cells if cell.row_name == "公务接待费"} == {"official_reception"}


def test_an_empty_table_says_so() -> None:
    assert _statement(next(case for case in CASES if case.name == "state capital, empty")).is_nil
