"""Rows that print a name alone: what it is a name of is inferred where one subject is possible, and left open else."""

from __future__ import annotations

import pytest

from dagster_project.disclosure.subjects import codes_named
from tests.disclosure.test_rows_and_columns import read_table

Row = tuple[str, str | None, str | None, str | None]  # label, code, source, label of the parent


def read_names(*rows: tuple[str, str], kind: str = "expenditure", offsets: dict[str, float] | None = None) -> list[Row]:
    """What becomes of rows of a name and a total; a row of the grand total goes before them."""
    body = [["合计", "100.00"], *map(list, rows)]
    cells = read_table(kind, ["科目名称", "合计"], body, offsets)
    labels = {cell.cell_id: cell.row_label for cell in cells}
    return [
        (cell.row_label, cell.subject_code, cell.code_source, labels.get(cell.parent_cell_id or ""))
        for cell in cells[1:]
    ]


def codes(rows: list[Row]) -> list[str | None]:
    return [code for _, code, _, _ in rows]


def test_one_name_of_many_groups_is_an_item_of_the_group_above() -> None:
    rows = read_names(
        ("一般公共服务支出", "100.00"), ("财政事务", "60.00"), ("行政运行", "60.00"), ("审计事务", "40.00"),
        ("行政运行", "40.00"),
    )  # fmt: skip
    assert rows == [
        ("一般公共服务支出", "201", "name", "合计"),
        ("财政事务", "20106", "name", "一般公共服务支出"),
        ("行政运行", "2010601", "parent", "财政事务"),
        ("审计事务", "20108", "name", "一般公共服务支出"),
        ("行政运行", "2010801", "parent", "审计事务"),
    ]


def test_a_name_that_two_subjects_have_stays_without_code() -> None:
    """行政运行 without its group, as in a list of items."""
    rows = read_names(("行政运行", "60.00"), ("机关事业单位基本养老保险缴费支出", "40.00"))
    assert rows == [
        ("行政运行", None, None, None),
        ("机关事业单位基本养老保险缴费支出", "2080505", "name", "合计"),
    ]


def test_an_item_below_a_group_that_nobody_knows_is_not_taken_for_one_of_the_group_before() -> None:
    rows = read_names(
        ("一般公共服务支出", "100.00"), ("财政事务", "60.00"), ("行政运行", "60.00"), ("某某新设事务", "40.00"),
        ("行政运行", "40.00"),
    )  # fmt: skip
    assert codes(rows) == ["201", "20106", "2010601", None, None]
    assert rows[-1][3] is None


def test_where_rows_add_up_to_the_group_a_name_that_nobody_knows_is_one_of_its_items() -> None:
    rows = read_names(
        ("一般公共服务支出", "100.00"), ("财政事务", "100.00"), ("某某新设工作", "40.00"), ("行政运行", "60.00"),
        ("卫生健康支出", "0.00"),
    )  # fmt: skip
    assert rows[2] == ("某某新设工作", None, None, "财政事务")
    assert rows[3][1] == "2010601"


def test_indentation_says_that_a_group_that_nobody_knows_ends_where_the_next_begins() -> None:
    names = [("一般公共服务支出", 0), ("某某新设事务", 1), ("行政运行", 2), ("财政事务", 1), ("一般行政管理事务", 2)]
    rows = read_names(*((name, "1.00") for name, _ in names), offsets={name: 9.0 * depth for name, depth in names})
    assert codes(rows) == ["201", None, None, "20106", "2010602"]
    assert rows[2][3] == "某某新设事务"
    assert rows[1][3] == "一般公共服务支出"


def test_names_in_the_middle_of_their_column_show_no_depth() -> None:
    names = ["一般公共服务支出", "财政事务", "行政运行", "社会保障和就业支出"]
    rows = read_names(*((name, "1.00") for name in names), offsets={name: 48 - 2.0 * len(name) for name in names})
    assert codes(rows) == ["201", "20106", "2010601", "208"]


def test_sums_may_stand_below_their_parts() -> None:
    rows = read_names(
        ("行政运行", "60.00"), ("财政事务", "60.00"), ("行政运行", "40.00"), ("审计事务", "40.00"),
        ("一般公共服务支出", "100.00"),
    )  # fmt: skip
    assert codes(rows) == ["2010601", "20106", "2010801", "20108", "201"]
    assert rows[0][3] == "财政事务"


def test_one_name_at_three_levels_is_read_from_the_top() -> None:
    rows = read_names(("住房保障支出", "80.00"), ("其他支出", "20.00"), ("其他支出", "20.00"), ("其他支出", "20.00"))
    assert codes(rows) == ["221", "229", "22999", "2299999"]


def test_the_rest_of_a_group_has_its_last_number() -> None:
    """Where nobody has printed it yet."""
    assert not codes_named("其他档案事务支出", "functional")
    rows = read_names(("一般公共服务支出", "1.00"), ("档案事务", "1.00"), ("其他档案事务支出", "1.00"))
    assert codes(rows) == ["201", "20126", "2012699"]


def test_economic_names_are_looked_up_among_economic_subjects() -> None:
    rows = read_names(
        ("工资福利支出", "10.00"), ("住房公积金", "10.00"), ("资本性支出（基本建设）", "10.00"),
        ("办公设备购置", "10.00"), ("资本性支出", "10.00"), ("办公设备购置", "10.00"), ("其他支出", "10.00"),
        ("其他支出", "10.00"),
        kind="basic_by_economic",
    )  # fmt: skip
    assert codes(rows) == ["301", "30113", "309", "30902", "310", "31002", "399", "39999"]


@pytest.mark.parametrize(
    "names",
    [
        ["一般公共服务支出", "一般公共服务支出-财政事务", "一般公共服务支出-财政事务-行政运行"],
        ["一般公共服务支出（类）", "财政事务（款）", "行政运行（项）"],
        ["类：一般公共服务支出", "款：财政事务", "项：行政运行"],
        ["一、一般公共服务支出", "（一）财政事务", "1.行政运行"],
        ["一、一般公共服务支出", "财政事务", "行政运行"],
    ],
)
def test_words_around_a_name_say_its_level(names: list[str]) -> None:
    assert codes(read_names(*((name, "1.00") for name in names))) == ["201", "20106", "2010601"]


def test_rows_of_units_are_no_subjects_without_code() -> None:
    rows = read_names(("某某市示范局", "60.00"), ("某某市示范中心", "40.00"))
    assert rows == [("某某市示范局", None, None, "合计"), ("某某市示范中心", None, None, "合计")]


def test_printed_codes_stay_and_open_the_way_for_the_names_below() -> None:
    cells = read_table(
        "expenditure", ["科目编码", "科目名称", "合计"],
        [["", "合计", "5.00"], ["201", "一般公共服务支出", "5.00"], ["", "财政事务", "5.00"], ["", "行政运行", "5.00"]],
    )  # fmt: skip
    found = [(cell.subject_code, cell.subject_code_printed, cell.code_source) for cell in cells[1:]]
    assert found == [("201", "201", "printed"), ("20106", None, "name"), ("2010601", None, "parent")]


def test_names_in_three_columns_stand_at_the_depth_of_their_column() -> None:
    paths = ["科目名称/类", "科目名称/款", "科目名称/项", "合计"]
    rows = [
        ["合计", "", "", "2.00"], ["一般公共服务支出", "", "", "2.00"], ["", "财政事务", "", "2.00"],
        ["", "", "行政运行", "1.00"], ["", "", "事业运行", "1.00"],
    ]  # fmt: skip
    found = [(cell.row_label, cell.subject_code) for cell in read_table("expenditure", paths, rows)[1:]]
    assert found == [
        ("一般公共服务支出", "201"), ("财政事务", "20106"), ("行政运行", "2010601"), ("事业运行", "2010650"),
    ]  # fmt: skip


def test_names_beside_those_of_their_parents_are_read_along_with_them() -> None:
    rows = [["合计", "", "", "2.00"], ["一般公共服务支出", "财政事务", "行政运行", "1.00"],
            ["一般公共服务支出", "审计事务", "行政运行", "1.00"]]  # fmt: skip
    cells = read_table("expenditure", ["类", "款", "项", "合计"], rows)
    assert [cell.subject_code for cell in cells[1:]] == ["2010601", "2010801"]
