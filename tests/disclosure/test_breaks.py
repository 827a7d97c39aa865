"""What page breaks cut is joined, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure
from tests.disclosure.drawn import Sheet, drawn

_EDGES = [40.0, 110.0, 180.0, 300.0, 420.0, 540.0]
_TITLE = "部门支出总表"
_HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def _sheet(title: str | None, rows: list[list[str]], *, top: float = 100.0) -> Sheet:
    sheet = Sheet()
    if title:
        sheet.text(240, 60, title, size=14)
        sheet.right(540, 90, "单位：万元")
    sheet.grid(_EDGES, [top + 20 * number for number in range(len(rows) + 1)])
    for number, cells in enumerate(rows):
        for x, text in zip(_EDGES, cells, strict=False):
            sheet.text(x + 3, top + 20 * number + 14, text)
    return sheet


def _read(*sheets: Sheet) -> Disclosure:
    cover = Sheet()
    cover.text(150, 300, "某某市示范局2027年部门预算", size=20)
    return read(drawn(cover, *sheets))


_FIRST = [_HEADER, ["", "合计", "30.00", "20.00", "10.00"], ["201", "一般公共服务", "30.00", "20.00", "10.00"]]


def test_the_lower_half_of_a_row_is_said_where_it_is_printed() -> None:
    upper = [*_FIRST, ["2080505", "机关事业单位基", "30.00", "20.00", "10.00"]]
    lower = [["", "本养老保险缴费"], ["2210201", "住房公积金", "1.00", "1.00", "0.00"]]
    found = _read(_sheet(_TITLE, upper), _sheet(None, lower))
    assert {c.row_name for c in found.cells if c.subject_code == "2080505"} == {"机关事业单位基本养老保险缴费"}
    halves = [(text.page_no, text.text) for text in found.texts if text.row_no == 3 and text.column_no == 2]
    assert halves == [(2, "机关事业单位基"), (3, "本养老保险缴费")]
    assert len({cell.row_no for cell in found.cells}) == 4


@pytest.mark.parametrize(
    "first_below",
    [
        ["", "小计", "", "", ""],  # a total
        ["", "（一）其他", "", "", ""],  # a line with an ordinal
        ["208", "社会保障和就业", "", "", ""],  # a code of its own
    ],
)
def test_a_row_of_its_own_is_joined_to_none(first_below: list[str]) -> None:
    upper = [*_FIRST, ["2080505", "机关事业单位基", "30.00", "20.00", "10.00"]]
    found = _read(
        _sheet(_TITLE, upper), _sheet(_TITLE, [_HEADER, first_below, ["2210201", "住房公积金", "1.00", "1.00"]])
    )
    assert {c.row_name for c in found.cells if c.subject_code == "2080505"} == {"机关事业单位基"}


def test_text_that_leaves_room_in_its_line_does_not_go_on() -> None:
    upper = [*_FIRST, ["2010601", "行政运行", "30.00", "20.00", "10.00"]]
    found = _read(
        _sheet(_TITLE, upper), _sheet(_TITLE, [_HEADER, ["", "另注"], ["2210201", "住房公积金", "1.00", "1.00"]])
    )
    assert {c.row_name for c in found.cells if c.subject_code == "2010601"} == {"行政运行"}


def test_a_header_goes_on_behind_a_page_break() -> None:
    top, foot = Sheet(), Sheet()
    top.text(240, 740, _TITLE, size=14)
    top.right(540, 760, "单位：万元")
    top.grid(_EDGES[:3], [770, 790])
    top.grid([180, 540], [770, 790])
    for x, text in ((43, "科目编码"), (113, "科目名称"), (330, "本年支出")):
        top.text(x, 784, text)
    foot.grid(_EDGES, [60, 80, 100, 120])
    rows = [["", "", "合计", "基本支出", "项目支出"], ["201", "一般公共服务", "30.00", "20.00", "10.00"],
            ["20106", "财政事务", "30.00", "20.00", "10.00"]]  # fmt: skip
    for number, cells in enumerate(rows):
        for x, text in zip(_EDGES, cells, strict=False):
            foot.text(x + 3, 60 + 20 * number + 14, text)
    (statement,) = (found := _read(top, foot)).statements
    assert (statement.pages, statement.table_kind, statement.status) == ([2, 3], "expenditure", "understood")
    assert {(c.page_no, c.measure, c.raw_text) for c in found.cells if c.subject_code == "201"} == {
        (3, "total", "30.00"), (3, "basic", "20.00"), (3, "project", "10.00"),
    }  # fmt: skip


@pytest.mark.parametrize(("step", "is_joined"), [(20.0, True), (26.0, False)])
def test_columns_without_names_go_beside_rows_of_the_same_heights_only(step: float, is_joined: bool) -> None:
    rows = [*_FIRST, ["20106", "财政事务", "30.00", "20.00", "10.00"]]
    right = Sheet()
    right.grid([40, 160, 280], [100 + step * number for number in range(len(rows) + 1)])
    for number, cells in enumerate([["事业单位经营支出", "上缴上级支出"], *[["1.00", "2.00"]] * 3]):
        for x, text in zip((43, 163), cells, strict=True):
            right.text(x, 100 + step * number + 14, text)
    found = _read(_sheet(_TITLE, rows), right)
    if is_joined:
        (statement,) = found.statements
        assert (statement.pages, statement.status) == ([2, 3], "understood")
        assert {(c.subject_code, c.raw_text) for c in found.cells if c.page_no == 3} == {
            (code, text) for code in (None, "201", "20106") for text in ("1.00", "2.00")
        }
    else:
        assert [row.status for row in found.statements] == ["understood", "set_aside"]


def test_a_row_of_purchases_that_a_page_break_cuts(shared: Path) -> None:
    """苏州市交通运输局 2026, pages 29 and 30: the subject 其他商品和服 | 务支出 and the item below it."""
    path = shared / "corpus" / "suzhou" / "2026年苏州市交通运输局部门预算.pdf"
    if not path.is_file():
        pytest.skip(f"the corpus is not here: {path}")
    texts = [text for text in read(path.read_bytes()).texts if text.page_no in (29, 30)]
    row = next(text.row_no for text in texts if text.text == "务支出" and text.page_no == 30)
    assert [text.text for text in texts if text.row_no == row and text.column_path == "经济科目"] == [
        "其他商品和服", "务支出",
    ]  # fmt: skip
