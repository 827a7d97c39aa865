"""Labels, codes and header words, as regions print them."""

from __future__ import annotations

import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.captions import nil_note, read_caption
from dagster_project.disclosure.rows import complete_code, read_label, split_code


@pytest.mark.parametrize(
    ("printed", "name", "level"),
    [
        ("一、一般公共预算拨款收入", "一般公共预算拨款收入", 1),
        ("（廿五）债务发行费用支出", "债务发行费用支出", 2),
        ("1、财政拨款", "财政拨款", 3),
        ("(1)一般公共预算拨款", "一般公共预算拨款", 4),
        ("收 入 总 计", "收入总计", None),
    ],
)
def test_ordinals_are_taken_off_labels(printed: str, name: str, level: int | None) -> None:
    label = read_label(printed, "revenue_expenditure_summary")
    assert (label.name, label.level) == (name, level)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("收 入 总 计", "grand_total"),
        ("本年支出合计", "current_total"),
        ("年终结转结余", "carryover"),
        ("其中：专项资金", "of_which"),
        ("合计", "grand_total"),
    ],
)
def test_words_for_totals(label: str, role: str) -> None:
    assert read_label(label, "revenue_expenditure_summary").role == role


@pytest.mark.parametrize(
    ("label", "code", "name"),
    [
        ("[201]一般公共服务支出", "201", "一般公共服务支出"),
        ("2010350-事业运行", "2010350", "事业运行"),
        ("2026年预算", None, "2026年预算"),
        ("办公费", None, "办公费"),
    ],
)
def test_codes_before_names(label: str, code: str | None, name: str) -> None:
    assert split_code(label) == (code, name)


def test_split_code_columns_are_one_code() -> None:
    assert complete_code(["201", "03", "50"], None) == ("2010350", "printed")
    assert complete_code(["201", "", ""], None) == ("201", "printed")
    assert complete_code(["", "03", ""], "201") == ("20103", "parent")
    assert complete_code(["", "", "50"], "2010301") == ("2010350", "parent")
    assert complete_code(["", "", ""], "2010301") == (None, "printed")
    assert complete_code(["", "", "50"], None) == (None, "parent")


def test_slips_in_split_code_columns() -> None:
    """301 | 2 (street office 2024, p. 29) and 7 | 11 | 02 (welfare home 2024, p. 9); 208 | | 05 under 20805."""
    assert complete_code(["301", "2"], "30101") == ("30102", "position")
    assert complete_code(["7", "11", "02"], "21011") == (None, "printed")
    assert complete_code(["208", "", "05"], "20805") == ("2080505", "parent")
    assert complete_code(["208", "", "05"], "20103") == (None, "parent")
    assert complete_code(["2010350", "", ""], None) == ("2010350", "printed")


@pytest.mark.parametrize(
    ("path", "phase"),
    [
        ("三公经费/合计/预算数", "approved_budget"),
        ("三公经费/合计/决算数", "final_accounts"),
        ("年初预算数", "approved_budget"),
        ("2025年执行数", "execution_estimate"),
        ("调整预算数", "adjusted_budget"),
        ("一般公共预算支出/合计", None),
    ],
)
def test_phases_that_columns_name(path: str, phase: str | None) -> None:
    assert vocabulary.columns().phase(path) == phase


@pytest.mark.parametrize(
    ("kind", "path", "measure", "fund_source", "vintage"),
    [
        ("revenue", "本年收入/事业单位经营收入", "business_income", "business_income", None),
        ("revenue", "上年结转结余/一般公共预算资金", "general_public_budget", "general_public_budget", "carryover"),
        ("project_expenditure", "财政拨款结转结余/国有资本经营预算", "state_capital", "state_capital", "carryover"),
        ("basic_by_economic", "本年一般公共预算基本支出/人员经费", "basic_personnel", None, None),
        ("basic_by_economic", "本年一般公共预算基本支出/合计", "total", None, None),
        ("three_public", "公务用车购置及运行费/小计", "vehicle_total", None, None),
        ("three_public", "公务用车购置及运行费/公务用车购置费", "vehicle_purchase", None, None),
        ("three_public", "公务用车购置及运行费/公务用车运行费", "vehicle_operation", None, None),
        ("expenditure", "基本支出", "basic", None, None),
        ("government_fund", "本年政府性基金预算支出/项目支出", "project", None, None),
    ],
)
def test_header_paths(kind: str, path: str, measure: str, fund_source: str | None, vintage: str | None) -> None:
    words = vocabulary.columns().meaning(path, kind)
    assert words is not None
    assert (words.measure, words.fund_source, words.vintage) == (measure, fund_source, vintage)


def test_a_caption_says_number_title_unit_of_money_and_organisation() -> None:
    caption = read_caption(["表 5-1. 一般公共预算支出表（分功能科目）", "部门：某某中心          单位：万元"])
    assert caption.table_no == "5-1"
    assert caption.title == "一般公共预算支出表(分功能科目)"
    assert (caption.unit, caption.organisation) == ("万元", "某某中心")


def test_a_nil_note_names_its_own_fund() -> None:
    note = nil_note(["备注：本单位 2026 年没有使用政府性基金拨款安排的支出", "- 14 -"])
    assert note is not None
    assert vocabulary.tables().nil_kind(vocabulary.fold(note)) == "government_fund"
