"""Tables whose columns no ruling tells, drawn for the tests; prose and contents of real documents are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.disclosure.grids import Grid
from dagster_project.disclosure.pdf import PdfDocument
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.tables import find_grids
from tests.disclosure.drawn import Sheet, drawn, width_of

EDGES = [60.0, 110.0, 260.0, 350.0, 440.0, 530.0]
BODY = [
    ["2050801", "教师进修", "1,200.50", "1,000.50", "200.00"],
    ["2050803", "培训支出", "34.50", "4.50", "30.00"],
    ["2080505", "机关事业单位基本养老保险缴费支出", "120.00", "120.00", ""],
    ["2210201", "住房公积金", "88.08", "88.08", ""],
    ["", "合计", "1,443.08", "1,213.08", "230.00"],
]


def statement(sheet: Sheet, *, groups: bool = False) -> None:
    """A title, a line of the unit, header words over two lines and five rows, all without rulings."""
    sheet.text(220, 80, "部门支出总表", size=16)
    sheet.text(60, 100, "部门：某局")
    sheet.text(480, 100, "单位：万元")
    if groups:
        sheet.text(430, 116, "其中")
        words = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    else:
        words = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    for column, word in enumerate(words):
        middle = (EDGES[column] + EDGES[column + 1]) / 2
        sheet.text(middle - width_of(word) / 2, 131, word)
    for row, texts in enumerate(BODY):
        baseline = 150 + 18 * row
        for column, text in enumerate(texts):
            if column < 2:
                sheet.text(EDGES[column] + 2, baseline, text, size=8)
            elif text:
                sheet.right(EDGES[column + 1] - 2, baseline, text)


def texts_of(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def test_a_table_without_rulings_has_the_columns_of_its_figures() -> None:
    sheet = Sheet()
    statement(sheet)
    (grid,) = find_grids(sheet.page())
    assert grid.found_by == "alignment"
    assert texts_of(grid) == [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], *BODY]


def test_words_over_several_columns_stand_over_them() -> None:
    sheet = Sheet()
    statement(sheet, groups=True)
    (grid,) = find_grids(sheet.page())
    over = next(cell for cell in grid.cells if cell.text == "其中")
    assert (over.row, over.column, over.column_span) == (0, 3, 2)
    assert [(cell.text, cell.row_span) for cell in grid.rows[0] if cell.column < 3] == [
        ("科目编码", 2), ("科目名称", 2), ("合计", 2),
    ]  # fmt: skip
    assert texts_of(grid)[2:] == BODY


@pytest.mark.parametrize("rules", [[110, 137, 240], [110, 137, *range(155, 246, 18)]])
def test_rules_between_the_rows_only(rules: list[float]) -> None:
    sheet = Sheet()
    statement(sheet)
    for y in rules:
        sheet.line(55, y, 535, y)
    (grid,) = find_grids(sheet.page())
    assert texts_of(grid) == [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], *BODY]


@pytest.mark.parametrize("with_rows", [False, True])
def test_a_frame_without_rulings_between_the_columns(with_rows: bool) -> None:
    sheet = Sheet()
    statement(sheet)
    sheet.box(55, 110, 535, 230)
    for row in range(5) if with_rows else ():
        sheet.line(55, 137 + 18 * row, 535, 137 + 18 * row)
    (grid,) = find_grids(sheet.page())
    assert texts_of(grid) == [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], *BODY]


def test_rules_tell_the_rows_of_a_wrapped_label() -> None:
    sheet = Sheet()
    for column, word in ((0, "项目"), (1, "金额")):
        sheet.text(60 + 300 * column, 114, word)
    for row, (label, amount) in enumerate((("基本支出", "1.00"), ("项目支出", "2.00"), ("其他支出", "3.00"))):
        sheet.text(60, 130 + 24 * row, label)
        sheet.text(60, 140 + 24 * row, "（第二行）")
        sheet.right(390, 135 + 24 * row, amount)
    for y in (100, 120, 144, 168, 192):
        sheet.line(50, y, 400, y)
    (grid,) = find_grids(sheet.page())
    assert texts_of(grid)[1:] == [
        ["基本支出（第二行）", "1.00"], ["项目支出（第二行）", "2.00"], ["其他支出（第二行）", "3.00"],
    ]  # fmt: skip


def test_a_document_of_tables_without_rulings_is_read() -> None:
    sheet = Sheet()
    statement(sheet)
    sheet.text(60, 300, "二〇二六年某市某局部门预算")
    disclosure = read(drawn(sheet))
    amounts = {(cell.subject_code, cell.measure): cell.raw_text for cell in disclosure.cells}
    assert amounts["2050801", "total"] == "1,200.50"
    assert amounts["2050803", "project"] == "30.00"
    assert disclosure.document.printed_numbers == disclosure.document.accounted_numbers == 13


@pytest.mark.parametrize(
    "lines",
    [
        ["一、收入预算 1,234.56 万元，比上年增加 12.30 万元。", "二、支出预算 1,234.56 万元，比上年增加 10.30 万元。",
         "三、三公经费 12.50 万元，比上年减少 1.30 万元。"],
        ["第一部分 概况 ........ 1", "第二部分 表格 ........ 12", "第三部分 说明 ........ 31"],
        ["1.1  主要职责", "1.2  机构设置", "2.1  收支总表", "2.2  收入总表"],
    ],
)  # fmt: skip
def test_prose_and_contents_are_no_table(lines: list[str]) -> None:
    sheet = Sheet()
    for row, line in enumerate(lines):
        sheet.text(60, 100 + 18 * row, line)
    assert find_grids(sheet.page()) == []


def test_no_page_of_text_becomes_a_table(shared: Path) -> None:
    """The explanatory halves of the corpus, and what is no budget: prose, contents, lists with figures."""
    import csv

    with (shared / "corpus" / "MANIFEST.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "narrative_part"]
    found = []
    for row in rows:
        for page in PdfDocument((shared / "corpus" / row["path"]).read_bytes()).pages():
            found += [(row["path"], page.number) for grid in find_grids(page) if grid.found_by == "alignment"]
    assert len(rows) > 5
    assert found == []
