"""Every figure of the invented budget is read, under its kind, code and measure, in layouts that no region uses."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure
from tests.layouts import budget
from tests.layouts.layout import Layout
from tests.layouts.printer import Printer

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
    Layout("names with indentation", USUAL, code="none"),
    Layout("names with indentation, no rulings", USUAL, code="none", rules="none"),
    Layout("names with indentation over pages", USUAL, code="none", rows_a_page=7, total_last=True),
    Layout("names flush left", USUAL, code="none", indent=0),
    Layout("names flush left, unheard titles", UNHEARD, code="none", indent=0, words={"name": "项目"}),
    Layout("names with ordinals", USUAL, code="none", indent=0, marks="ordinals"),
    Layout("names with their level", USUAL, code="none", indent=0, marks="levels"),
    Layout("names as a tree", USUAL, code="none", indent=0, marks="tree"),
    Layout("names behind their parents", USUAL, code="none", indent=0, marks="path"),
    Layout("codes of classes only", USUAL, code="class"),
    Layout("total named after the bureau", USUAL, total_word="{bureau}"),
    Layout("total named after the bureau, last", USUAL, total_word="{bureau}", total_last=True),
    Layout("total named after the bureau, names only", USUAL, total_word="{bureau}", code="none", indent=0),
    Layout("total without a label", USUAL, total_word=""),
    Layout("total without a label, last, names only", USUAL, total_word="", total_last=True, code="none"),
    Layout("total of the department", USUAL, total_word="部门合计", total_last=True),
    Layout("total of the year", USUAL, total_word="本年支出合计", code="none"),
    Layout("total called 支出总计", USUAL, total_word="支出总计"),
    Layout("total called 小计", USUAL, total_word="小计", code="none", indent=0),
    Layout("kinds of expenditure before their classes", USUAL, kind_rows=True),
    Layout("kinds of expenditure before their classes, names only", USUAL, kind_rows=True, code="none", indent=0),
    Layout("units in front", USUAL, by_unit="first", landscape=True),
    Layout("units in front of every row", USUAL, by_unit="every", landscape=True),
    Layout("units in front of names", USUAL, by_unit="first", code="none", indent=0, landscape=True),
    # Wider than a page.
    Layout("columns on further pages, keys again", USUAL, nested=True, columns_a_page=3),
    Layout("columns on further pages, keys again, no title", USUAL, columns_a_page=2, repeats_title=False),
    Layout("columns on further pages without keys", USUAL, columns_a_page=3, repeats_keys=False, repeats_title=False),
    Layout(
        "columns and rows on further pages, keys again", USUAL, columns_a_page=3, rows_a_page=5, repeats_title=False
    ),
    Layout(
        "columns and rows on further pages without keys", USUAL, columns_a_page=2, rows_a_page=6, repeats_keys=False,
        repeats_title=False,
    ),
    Layout(
        "columns first, then rows, without keys and header", USUAL, columns_a_page=3, rows_a_page=6,
        repeats_keys=False, repeats_title=False, repeats_header=False, rows_first=False,
    ),
    # Cut by a page break.
    Layout("rows that go on over pages", USUAL, cut_row="name", rows_a_page=5, name_width=60.0),
    Layout(
        "rows that go on, no header again", USUAL, cut_row="name", rows_a_page=3, name_width=60.0, repeats_header=False
    ),
    Layout(
        "rows with their figures on the next page", USUAL, cut_row="figures", rows_a_page=3, name_width=60.0,
        repeats_title=False,
    ),
    Layout(
        "rows with their figures on the next page, codes glued", USUAL, code="three", cut_row="figures", rows_a_page=5,
        name_width=60.0, repeats_header=False, unit="元",
    ),
    # Sheets.
    Layout("turned sheets", USUAL, sheets="turned", landscape=True),
    Layout("lying on upright sheets", USUAL, sheets="lying", landscape=True),
    Layout("sheets head down", USUAL, sheets="head down"),
    Layout("portrait and landscape", USUAL, sheets="mixed"),
    Layout("large sheets", USUAL, sheets="A3", landscape=True, nested=True),
    Layout("portrait and landscape, pages without a header", USUAL, sheets="mixed", rows_a_page=7,
           repeats_header=False),
    # Lines and grounds.
    Layout("dotted rulings", USUAL, stroke="dotted"),
    Layout("rulings as thin boxes", USUAL, stroke="filled"),
    Layout("double rulings", USUAL, stroke="double"),
    Layout("a box around each cell", USUAL, stroke="gapped"),
    Layout("white rulings on colour", USUAL, stroke="white", nested=True),
    # Cells.
    Layout("header words in two lines", USUAL, header_words="wrapped", nested=True),
    Layout("header words upright", USUAL, header_words="upright", nested=True),
    Layout("two words in the corner", USUAL, diagonal=True),
    Layout("units over their rows", USUAL, units="merged"),
    Layout("units over their rows and the page break", USUAL, units="merged, first page", rows_a_page=7,
           repeats_title=False),
    Layout("units over the page break, named on the last page", USUAL, units="merged, last page", rows_a_page=7,
           repeats_title=False),
    Layout("a frame and lines between rows", USUAL, rules="frame"),
    Layout("a frame and lines between rows, two rows of header", USUAL, rules="frame", nested=True),
    Layout("lines between columns in the header only", USUAL, rules="header", nested=True),
    Layout("two columns of figures in a cell", USUAL, rules="paired"),
    Layout("tables that touch", USUAL, touching=True),
    Layout("every other row on a ground", USUAL, rules="zebra"),
    Layout("every other row on a ground, two rows of header", USUAL, rules="zebra", nested=True),
]  # fmt: skip


@pytest.fixture(scope="module", params=LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def layout(request: pytest.FixtureRequest) -> Layout:
    found: Layout = request.param
    return found


@pytest.fixture(scope="module")
def disclosure(layout: Layout) -> Disclosure:
    return read(Printer(layout).document())


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


def test_every_row_stands_under_the_row_that_holds_it(disclosure: Disclosure) -> None:
    """Items under groups, groups under classes, classes under their unit or the total; nothing else beside them."""
    cells = {cell.cell_id: cell for cell in disclosure.cells}
    wrong = []
    for cell in disclosure.cells:
        if cell.table_kind not in budget.CODED or cell.row_role == "grand_total":
            continue
        above = cells.get(cell.parent_cell_id or "")
        wanted = (cell.subject_code or "")[:-2] if len(cell.subject_code or "") > 3 else None
        if above is None or above.subject_code != wanted or above.column_no != cell.column_no:
            wrong.append((cell.table_kind, cell.row_label, cell.subject_code, above and above.row_label))
        if wanted is None and above is not None and cell.subject_code and above.row_role != "grand_total":
            heads = (budget.unit_of(cell.subject_code), budget.kind_of(cell.subject_code))
            assert above.row_label in heads, cell.row_label
    assert wrong == []


def test_the_total_of_a_table_is_its_total_whatever_it_is_called(disclosure: Disclosure) -> None:
    """Each table by subjects has one row that is the total of the whole."""
    for kind in budget.CODED:
        rows = {cell.row_no for cell in disclosure.cells if (cell.table_kind, cell.row_role) == (kind, "grand_total")}
        assert len(rows) == 1, kind


def test_codes_that_are_not_printed_are_marked(disclosure: Disclosure) -> None:
    for cell in disclosure.cells:
        if cell.subject_code is not None and cell.subject_code_printed is None:
            assert cell.code_source in ("name", "parent"), cell.row_label


def test_every_number_is_accounted_for(disclosure: Disclosure) -> None:
    assert disclosure.document.accounted_numbers == disclosure.document.printed_numbers


def test_no_figure_is_doubled(disclosure: Disclosure) -> None:
    assert len({cell.cell_id for cell in disclosure.cells}) == len(disclosure.cells)


def test_rows_have_the_name_of_their_code(disclosure: Disclosure, layout: Layout) -> None:
    known = {**budget.FUNCTIONS, **budget.ECONOMIC}
    for cell in disclosure.cells:
        if cell.table_kind in budget.CODED and cell.subject_code_printed and cell.subject_code and not layout.marks:
            assert cell.row_name == known[cell.subject_code]


def test_no_row_is_invented(disclosure: Disclosure, layout: Layout) -> None:
    if not layout.by_unit:
        rows = {(cell.table_kind, cell.row_no) for cell in disclosure.cells if cell.table_kind in budget.CODED}
        heads = 2 if layout.kind_rows else 0  # 人员经费, 公用经费
        assert len(rows) == 3 * len(budget.FUNCTIONS) + len(budget.ECONOMIC) + len(budget.CODED) + heads


def test_rows_belong_to_the_unit_that_spans_them(disclosure: Disclosure, layout: Layout) -> None:
    if not layout.by_unit:
        units = {cell.unit_name_printed for cell in disclosure.cells if cell.subject_code}
        assert units == ({budget.BUREAU} if layout.units else {None})
