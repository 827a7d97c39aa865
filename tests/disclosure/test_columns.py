"""What columns show in their rows where header words fail, and what header words say beyond the vocabulary's own."""

from __future__ import annotations

import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.headers import read_header
from tests.disclosure.test_tables import grid

EDGES = (0, 20, 60, 80, 100, 120, 140, 160)


def roles(kind: str, rows: list[list[str]], header_rows: int = 1) -> list[tuple[str, str | None]]:
    table = grid(EDGES[: len(rows[0]) + 1], rows)
    header = read_header(table, 0, header_rows, kind)
    return [(column.role, column.words.measure if column.words else None) for column in header.columns]


def test_codes_say_what_they_are_codes_of() -> None:
    """A column of functional codes under words nobody knows, beside one of economic codes under a known word."""
    rows = [
        ["功能科目（本级）", "科目名称", "本年拨款"],
        ["2010601-行政运行", "50101-工资奖金津补贴", "10.00"],
        ["2010602-一般行政管理事务", "50201-办公经费", "20.00"],
    ]
    assert [role for role, _ in roles("expenditure", rows)][:2] == ["subject_name", "text"]


def test_words_before_money_are_labels_where_no_header_word_says_so() -> None:
    rows = [["收入来源", "预算数", "支出去向", "预算数"], ["一般公共预算", "10.00", "一般公共服务支出", "10.00"]]
    assert [role for role, _ in roles("revenue_expenditure_summary", rows)] == ["label", "money", "label", "money"]


def test_an_unknown_column_that_completes_the_sum_is_the_missing_part() -> None:
    rows = [
        ["科目名称", "合计", "基本支出", "履职专项"],
        ["行政运行", "30.00", "20.00", "10.00"],
        ["事业运行", "5.50", "5.00", "0.50"],
    ]
    assert roles("expenditure", rows)[3] == ("money", "project")


@pytest.mark.parametrize("slip", ["9.99", ""])
def test_a_sum_that_breaks_names_nothing(slip: str) -> None:
    rows = [
        ["科目名称", "合计", "基本支出", "履职专项"],
        ["行政运行", "30.00", "20.00", slip],
        ["事业运行", "5.50", "5.00", "0.50"],
    ]
    assert roles("expenditure", rows)[3] == ("unknown", None)


@pytest.mark.parametrize(
    ("kind", "path", "measure"),
    [
        ("three_public", "因公出国(境)费/2027年预算数", "overseas_travel"),
        ("three_public", "公务接待费/决算数", "official_reception"),
        ("expenditure", "本年支出/其中:基本支出", "basic"),
        ("general_public_by_function", "基本支出/人员类支出", "basic_personnel"),
        ("general_public_by_function", "基本支出/日常公用经费(万元)", "basic_public"),
        ("basic_by_economic", "2027年基本支出/公用经费/预算数", "basic_public"),
        ("fiscal_appropriation", "收入/预算数", "amount"),
        ("expenditure", "一般公共预算财政拨款", "general_public_budget"),
    ],
)
def test_words_around_the_item_change_nothing(kind: str, path: str, measure: str) -> None:
    words = vocabulary.columns().meaning(path, kind)
    assert words is not None
    assert words.measure == measure


def test_a_subtotal_is_the_total_of_the_words_that_only_some_columns_share() -> None:
    head = [["科目名称", "合计", "一般公共预算拨款", "一般公共预算拨款", "事业收入"]]
    sub = [["", "", "小计", "其中：专项", ""]]
    body = [["行政运行", "30.00", "20.00", "1.00", "10.00"]]
    assert roles("revenue", head + sub + body, header_rows=2)[2] == ("money", "general_public_budget")
    # Where all money stands below the same words they are the table's, and the total is its total.
    head = [["科目名称", "一般公共预算支出", "一般公共预算支出", "一般公共预算支出", "一般公共预算支出"]]
    sub = [["", "合计", "基本支出", "项目支出", "其他"]]
    found = roles("general_public_by_function", head + sub + body, header_rows=2)
    assert found[1] == ("money", "total")


def test_a_column_names_its_own_unit_of_money() -> None:
    table = grid(EDGES[:4], [["项目", "预算数（万元）", "占比（%）"], ["行政运行", "10.00", "50"]])
    assert [column.unit for column in read_header(table, 0, 1, "expenditure").columns] == [None, "万元", None]
