"""Grids that go on with others, lists in two halves, and the lines around them, on made grids."""

from __future__ import annotations

import pytest

from dagster_project.disclosure.captions import nil_note, read_caption
from dagster_project.disclosure.headers import read_header
from dagster_project.disclosure.pages import Char
from dagster_project.disclosure.tables import Grid, GridCell, aligned


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
    assert caption.kind is not None
    assert caption.kind.kind == kind


def test_a_line_marked_as_a_note_comes_before_an_instruction() -> None:
    """Found in final accounts of 2024, page 15: an instruction of the template, then the note that it asks for."""
    instruction = "无政府性基金预算财政拨款收入支出的，仍保留该表格式，并在本表下方作下述说明："
    note = "说明：本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"
    assert nil_note([instruction, note]) == note
    assert nil_note([instruction]) == instruction
