"""Grids that go on with others, lists in two halves, and the lines around them, on made grids."""

from __future__ import annotations

import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.captions import nil_note, read_caption
from dagster_project.disclosure.headers import body_start, read_header
from dagster_project.disclosure.pages import Char, Page, Ruling
from dagster_project.disclosure.tables import (
    Grid,
    GridCell,
    aligned,
    find_grids,
    without_slivers,
)
from tests.disclosure.drawn import Sheet


def grid(edges: tuple[float, ...], rows: list[list[str]]) -> Grid:
    """A grid without merged cells; every row is ten points high."""
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            box = (edges[column], row * 10.0, edges[column + 1], row * 10.0 + 10)
            chars = tuple(Char(char, box[0] + i, box[1] + 1, box[0] + i + 1, box[1] + 9) for i, char in enumerate(text))
            cells.append(GridCell(row, column, 1, 1, box, chars))
    return Grid(1, (edges[0], 0, edges[-1], len(rows) * 10), len(rows), len(edges) - 1, edges, tuple(cells))


ABOVE = grid((0, 40, 80, 120, 300, 400, 500), [["201", "03", "50", "事业运行", "1.00", "1.00"]])
MONEY = (4, 5)


def test_a_row_of_totals_takes_the_columns_of_the_table_above() -> None:
    """Found in the street office's 2024 budget, pages 15 and 20: 合计 runs across 类, 款, 项 and the name."""
    total = aligned(grid((1, 300, 401, 500), [["合计", "1.00", "2.00"]]), ABOVE, 4, MONEY)
    assert total is not None
    assert [(cell.column, cell.column_span, cell.text) for cell in total.rows[0]] == [
        (0, 4, "合计"),
        (4, 1, "1.00"),
        (5, 1, "2.00"),
    ]
    assert total.column_edges == (1, 40, 80, 120, 300, 401, 500)  # its own where it draws them: pages drift


@pytest.mark.parametrize(
    "edges",
    [
        (0, 300, 500),  # two columns of money in one
        (0, 350, 400, 500),  # a ruling that the table above has not
        (0, 300, 400, 560),  # wider
    ],
)
def test_other_rulings_begin_another_table(edges: tuple[float, ...]) -> None:
    assert aligned(grid(edges, [["合计"] * (len(edges) - 1)]), ABOVE, 4, MONEY) is None


def test_a_list_in_two_halves_has_two_panels() -> None:
    """Found in final accounts of 2024, page 13: code, name, amount, and the same three again beside them."""
    words = ["经济分类科目编码", "科目名称", "决算数"]
    table = grid((0, 10, 20, 30, 40, 50, 60), [[*words, *words], ["301", "工资", "1.00", "302", "商品", "2.00"]])
    header = read_header(table, 0, 1, "basic_by_economic")
    assert [(column.role, column.panel) for column in header.columns] == [
        ("subject_code", 0), ("subject_name", 0), ("money", 0),
        ("subject_code", 1), ("subject_name", 1), ("money", 1),
    ]  # fmt: skip


def test_a_title_above_the_frame_comes_before_one_within() -> None:
    """Found in final accounts of 2024, page 14: 财政拨款“三公”经费 heads all columns and is no title."""
    caption = read_caption(["财政拨款“三公”经费支出决算表", "单位：万元"], ["财政拨款“三公”经费"])
    assert (caption.title, caption.unit) == ("财政拨款三公经费支出决算表", "万元")
    assert read_caption(["目录"], ["2026年收支总表", "单位：万元"]).title == "2026年收支总表"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("收入支出决算总表", "revenue_expenditure_summary"),
        ("收入决算表", "revenue"),
        ("支出决算表", "expenditure"),
        ("财政拨款收入支出决算总表", "fiscal_appropriation"),
        ("一般公共预算财政拨款支出决算表", "general_public_by_function"),
        ("一般公共预算财政拨款基本支出决算表", "basic_by_economic"),
        ("政府性基金预算财政拨款收入支出决算表", "government_fund"),
        ("国有资本经营预算财政拨款收入支出决算表", "state_capital"),
    ],
)
def test_titles_of_final_accounts(title: str, kind: str) -> None:
    caption = read_caption([title])
    named = vocabulary.tables().kind_named(caption.title)
    assert named is not None
    assert named.kind == kind


def test_a_line_marked_as_a_note_comes_before_an_instruction() -> None:
    """Found in final accounts of 2024, page 15: an instruction of the template, then the note that it asks for."""
    instruction = "无政府性基金预算财政拨款收入支出的，仍保留该表格式，并在本表下方作下述说明："
    note = "说明：本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"
    assert nil_note([instruction, note]) == note
    assert nil_note([instruction]) == instruction


def test_gaps_that_are_ruled_like_columns_are_none() -> None:
    """Found in a procuratorate's 2019 budget, page 17: gaps of five points ruled around every cell."""
    texts = {
        (0, 1, 1): "科目编码", (0, 4, 1): "科目名称", (0, 7, 1): "金额",
        (1, 0, 3): "301", (1, 3, 3): "工资福利支出", (1, 6, 3): "11,960.62",
    }  # fmt: skip
    edges = (79, 85, 180, 185, 191, 362, 368, 373, 516, 521)
    cells = []
    for (row, column, span), text in texts.items():
        box = (edges[column], row * 10.0, edges[column + span], row * 10.0 + 10)
        chars = tuple(Char(char, box[0] + 7 + i, box[1] + 1, box[0] + 8 + i, box[1] + 9) for i, char in enumerate(text))
        cells.append(GridCell(row, column, 1, span, box, chars))
    empty = [GridCell(0, column, 1, 1, (0, 0, 1, 1), ()) for column in (0, 2, 3, 5, 6, 8)]
    gapped = Grid(1, (79, 0, 521, 20), 2, 9, edges, tuple(cells + empty))
    clean = without_slivers(gapped)
    assert clean.column_count == 3
    assert [[cell.text for cell in row] for row in clean.rows] == [
        ["科目编码", "科目名称", "金额"],
        ["301", "工资福利支出", "11,960.62"],
    ]
    assert without_slivers(ABOVE) is ABOVE
    narrow = grid((0, 12, 100), [["一", "1.00"]])
    assert without_slivers(narrow) is narrow  # a narrow column that holds words stays


def roles(words: list[str], body: list[str], kind: str) -> list[str]:
    edges = tuple(20.0 * index for index in range(len(words) + 1))
    return [column.role for column in read_header(grid(edges, [words, body]), 0, 1, kind).columns]


def test_a_row_of_stars_and_numbers_is_no_header_word() -> None:
    """Found in a bureau's 2019 budget, page 4: ** under the keys and 1, 2, 3 under the figures."""
    table = grid((0, 20, 40, 60), [["单位编码", "单位名称", "总计"], ["**", "**", "1"], ["125001", "某局", "1.00"]])
    assert [column.path for column in read_header(table, 0, 2, "revenue").columns] == ["单位编码", "单位名称", "总计"]


def test_codes_of_the_other_classification_are_left_out() -> None:
    """Found in a bureau's 2026 budget, page 15: codes and names by department and by government, side by side."""
    words = ["科目编码", "部门预算支出经济分类科目名称", "科目编码", "政府预算支出经济分类科目名称", "合计"]
    body = ["30101", "基本工资", "50101", "工资奖金津补贴", "1.00"]
    assert roles(words, body, "basic_by_economic") == ["subject_code", "subject_name", "text", "text", "money"]


def test_a_column_without_words_beside_labels_holds_the_inner_labels() -> None:
    """Found in an office's 2018 budget, page 4: 一般公共预算资金 | 小计 under the one word 项目名称."""
    assert roles(["项目", "", "金额"], ["一般公共预算资金", "小计", "1.00"], "revenue") == ["label", "label", "money"]
    assert roles(["项目", "", "金额"], ["合计", "2.00", "1.00"], "revenue") == ["label", "unknown", "money"]


@pytest.mark.parametrize(
    ("words", "measures"),
    [
        (["合计", "因公出国（境）费"], ["three_public_total", "overseas_travel"]),
        (["合计", "三公经费/小计", "会议费"], ["total", "three_public_total", "other"]),
        (["合计", "一般公共预算", "政府性基金预算"], ["total", "general_public_budget", "government_fund"]),
    ],
)
def test_a_total_is_read_by_what_stands_beside_it(words: list[str], measures: list[str]) -> None:
    edges = tuple(20.0 * index for index in range(len(words) + 1))
    table = grid(edges, [words, ["1.00"] * len(words)])
    columns = read_header(table, 0, 1, "three_public").columns
    assert [column.words.measure for column in columns if column.words is not None] == measures


def test_the_header_ends_where_a_label_over_several_rows_begins() -> None:
    """Found in a procuratorate's 2019 budget, page 21: 合计 over three rows, its figure in the second."""
    cells = [
        *grid((0, 20, 40), [["科目名称", "金额"]]).cells,
        GridCell(1, 0, 3, 1, (0, 10, 20, 40), tuple(Char(c, 1 + i, 11, 2 + i, 19) for i, c in enumerate("合计"))),
        *(
            GridCell(row, 1, 1, 1, (20, row * 10, 40, row * 10 + 10), chars)
            for row, chars in (
                (1, ()),
                (2, tuple(Char(c, 21 + i, 21, 22 + i, 29) for i, c in enumerate("2.00"))),
                (3, ()),
            )
        ),
    ]
    assert body_start(Grid(1, (0, 0, 40, 40), 4, 2, (0, 20, 40), tuple(cells)), 0) == 1


def test_a_word_that_runs_over_a_ruling_stays_whole() -> None:
    """Found in a bureau's 2019 budget, page 3: 1、人员经费和公用经费支出 ends in the column of its figure."""
    label = [
        Char(c, 2 + 10 * i, 2, 12 + 10 * i, 8) for i, c in enumerate("公用经费支出")
    ]  # 2 to 62; the ruling is at 55
    figure = [Char(c, 70 + 5 * i, 2, 75 + 5 * i, 8) for i, c in enumerate("2,022.39")]
    lines = [
        *(Ruling("h", 0, y, 120, y) for y in (0, 10, 20)),
        *(Ruling("v", x, 0, x, 20) for x in (0, 55, 120)),
    ]
    (found,) = find_grids(Page(1, 200, 200, tuple(label + figure), tuple(lines)))
    assert [cell.text for cell in found.rows[0]] == ["公用经费支出", "2,022.39"]


def _box(x0: float, top: float, x1: float, bottom: float, *, is_faint: bool = False) -> list[Ruling]:
    return [
        Ruling("h", x0, top, x1, top, is_faint), Ruling("h", x0, bottom, x1, bottom, is_faint),
        Ruling("v", x0, top, x0, bottom, is_faint), Ruling("v", x1, top, x1, bottom, is_faint),
    ]  # fmt: skip


def test_a_white_area_within_a_cell_divides_nothing() -> None:
    """Found in the procuratorate's budget of 2019, page 14: white lies under each line of a wrapped label."""
    cells = [*_box(0, 0, 100, 40), *_box(100, 0, 200, 40)]
    background = [*_box(5, 2, 95, 20, is_faint=True), *_box(5, 20, 95, 38, is_faint=True)]
    (found,) = find_grids(Page(1, 300, 300, (), (*cells, *background)))
    assert (found.row_count, found.column_count) == (1, 2)


def test_white_areas_that_no_ruling_closes_are_the_cells() -> None:
    """Found in a budget of 2026, page 28: a table that goes on over the page has no ruling at its outer edge."""
    areas = [*_box(0, 0, 100, 40, is_faint=True), *_box(100, 0, 200, 40, is_faint=True)]
    (found,) = find_grids(Page(1, 300, 300, (), tuple(areas)))
    assert (found.row_count, found.column_count) == (1, 2)


def test_a_name_too_long_for_its_cell_keeps_its_end() -> None:
    """Found in a weather service's budget of 2022, page 19: the boxes of its characters differ by half a point."""
    name = [Char("西安市人"[i], 5 + 9 * i, 10 + 0.4 * (i % 2), 14 + 9 * i, 19 + 0.4 * (i % 2)) for i in range(4)]
    figure = [Char("1.00"[i], 60 + 5 * i, 10.5, 65 + 5 * i, 19.5) for i in range(4)]
    rulings = [*_box(0, 0, 30, 30), *_box(30, 0, 100, 30)]
    (found,) = find_grids(Page(1, 300, 300, (*name, *figure), tuple(rulings)))
    assert [cell.text for cell in found.rows[0]] == ["西安市人", "1.00"]


def sheet_of(rows: list[list[str]], xs: list[float], top: float = 100, height: float = 20) -> Sheet:
    """Rows of text without rulings: the first column from its left edge, the others to their right edges."""
    sheet = Sheet()
    for row, texts in enumerate(rows):
        baseline = top + height * row + 14
        for column, text in enumerate(texts):
            if column == 0:
                sheet.text(xs[0] + 4, baseline, text)
            elif text:
                sheet.right(xs[column + 1] - 4, baseline, text)
    return sheet


def texts_of(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


ROWS = [
    ["科目名称", "合计", "基本支出"],
    ["教育支出", "1,234.56", "1,000.00"],
    ["培训支出", "34.50", "4.50"],
    ["合计", "1,269.06", "1,004.50"],
]
XS = [50.0, 200.0, 300.0, 400.0]
YS = [100.0, 120.0, 140.0, 160.0, 180.0]


def test_a_table_without_its_outer_sides_has_its_outer_columns() -> None:
    sheet = sheet_of(ROWS, XS)
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        sheet.line(x, YS[0], x, YS[-1])
    (found,) = find_grids(sheet.page())
    assert texts_of(found) == ROWS


def test_a_merged_cell_that_goes_on_over_the_page_is_closed_where_the_page_cuts_it() -> None:
    """Found in a bureau's projects of 2026, page 19: the name and amount of a project that is cut by the page's end."""
    sheet = Sheet()
    sheet.text(60, 130, "某项目")
    sheet.right(290, 130, "50.00")
    for row, text in enumerate(("产出指标", "效益指标")):
        sheet.text(310, 114 + 20 * row, text)
    for x in (50, 200, 300, 400):
        sheet.line(x, 100, x, 148)
    sheet.line(50, 100, 400, 100)
    for y in (120, 148):
        sheet.line(300, y, 400, y)
    (found,) = find_grids(sheet.page())
    assert [(cell.row_span, cell.text) for cell in found.rows[0]] == [(2, "某项目"), (2, "50.00"), (1, "产出指标")]
    assert texts_of(found)[1] == ["效益指标"]


def test_rulings_that_run_on_a_little_make_no_row_and_no_column() -> None:
    sheet = sheet_of(ROWS, XS)
    for y in YS:
        sheet.line(XS[0] - 6, y, XS[-1] + 6, y)
    for x in XS:
        sheet.line(x, YS[0] - 5, x, YS[-1] + 5)
    (found,) = find_grids(sheet.page())
    assert texts_of(found) == ROWS


@pytest.mark.parametrize(("right", "down"), [(0, 90), (0, 84), (360, 0)])
def test_two_tables_near_each_other_stay_two(right: float, down: float) -> None:
    sheet = Sheet(900, 900)
    for x, y in ((0.0, 0.0), (right, down)):
        sheet.grid([at + x for at in XS], [at + y for at in YS])
        for row, texts in enumerate(ROWS):
            for column, text in enumerate(texts):
                sheet.text(XS[column] + x + 5, YS[row] + y + 14, text)
    assert [texts_of(found) for found in find_grids(sheet.page())] == [ROWS, ROWS]


def test_a_frame_around_the_page_is_no_table() -> None:
    sheet = sheet_of(ROWS, XS)
    sheet.grid(XS, YS)
    sheet.box(20, 20, 575, 820)
    (found,) = find_grids(sheet.page())
    assert texts_of(found) == ROWS
