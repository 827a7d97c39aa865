"""Labels, codes and header words, as regions print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.captions import Caption, nil_note, read_caption
from dagster_project.disclosure.cells import FilingContext, StatementCells, read_cells
from dagster_project.disclosure.headers import header_paths, read_header
from dagster_project.disclosure.pages import Char
from dagster_project.disclosure.recognition import Recognition, collect
from dagster_project.disclosure.records import ReportedCellRecord
from dagster_project.disclosure.rows import complete_code, read_label, split_code
from dagster_project.disclosure.statements import Segment, Statement
from dagster_project.disclosure.tables import Grid, GridCell


def read_table(
    kind: str, paths: list[str], rows: list[list[str]], offsets: dict[str, float] | None = None
) -> list[ReportedCellRecord]:
    """The cells of a made table."""
    return read_statement(kind, paths, rows, offsets).cells


def read_statement(
    kind: str, paths: list[str], rows: list[list[str]], offsets: dict[str, float] | None = None
) -> StatementCells:
    """What a made table of one page yields: under its header paths, whose words stand one below the other, the rows."""
    heights = max(len(path.split("/")) for path in paths)
    header = [[([""] * heights + path.split("/"))[-heights:][level] for path in paths] for level in range(heights)]
    edges = tuple(100.0 * index for index in range(len(paths) + 1))
    grid = made_grid(edges, [*header, *rows], offsets or {})
    entry = next(entry for entry in vocabulary.tables().kinds if entry.kind == kind)
    shown = collect("", header_paths(grid, 0, heights), grid, heights)
    statement = Statement(
        Caption(unit="万元"), read_header(grid, 0, heights, kind), [Segment(grid, heights)], shown,
        Recognition(entry, 1.0, "made"),
    )  # fmt: skip
    return read_cells(statement, 1, "1", FilingContext("0" * 64, 1, 2026, "approved_budget", None))


def made_grid(edges: tuple[float, ...], rows: list[list[str]], offsets: dict[str, float]) -> Grid:
    """A grid without merged cells; `offsets` say how far from its left edge a text begins."""
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            box = (edges[column], row * 10.0, edges[column + 1], row * 10.0 + 10)
            left = box[0] + 2 + offsets.get(text, 0.0)
            chars = tuple(
                Char(char, left + 4 * i, box[1] + 1, left + 4 * i + 4, box[1] + 9) for i, char in enumerate(text)
            )
            cells.append(GridCell(row, column, 1, 1, box, chars))
    return Grid(1, (edges[0], 0, edges[-1], len(rows) * 10), len(rows), len(edges) - 1, edges, tuple(cells))


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
        ("2010350 事业运行", "2010350", "事业运行"),
        ("2010350事业运行", "2010350", "事业运行"),
        ("（2010350）事业运行", "2010350", "事业运行"),
        ("【２０１０３５０】事业运行", "2010350", "事业运行"),
        ("201.03.50 事业运行", "2010350", "事业运行"),
        ("事业运行2010350", "2010350", "事业运行"),
        ("事业运行（2010350）", "2010350", "事业运行"),
        ("一般公共服务支出[201]", "201", "一般公共服务支出"),
        ("第一监狱101", None, "第一监狱101"),  # three digits behind a name may be anything
        ("201.03万元", None, "201.03万元"),
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


@pytest.mark.parametrize(
    ("printed", "code", "source"),
    [
        ("201.03.50", "2010350", "printed"),
        ("201-03-50", "2010350", "printed"),
        ("201 03 50", "2010350", "printed"),
        ("201.3.1", "2010301", "position"),  # leading zeros lost
        ("2 0 1 0 3", "20103", "printed"),
        ("２０１０３", "20103", "printed"),
        ("125001", None, "printed"),
    ],
)
def test_codes_in_one_column(printed: str, code: str | None, source: str) -> None:
    assert complete_code([printed], None) == (code, source)


@pytest.mark.parametrize(
    "row",
    [
        ["2010350事业运行", "", "1.00"], ["", "2010350事业运行", "1.00"], ["", "事业运行（2010350）", "1.00"],
        ["2010350", "事业运行", "1.00"], ["201-03-50", "事业运行", "1.00"],
    ],
)  # fmt: skip
def test_code_and_name_in_any_of_their_columns(row: list[str]) -> None:
    (cell,) = read_table("expenditure", ["科目编码", "科目名称", "合计"], [row])
    assert (cell.subject_code, cell.row_label) == ("2010350", "事业运行")


def test_printed_absences_stay_apart_and_broken_figures_stay_text() -> None:
    printed = [
        "",
        "0.00",
        "-",
        "/",
        "无",
        "—",
        "(1.50)",
        "（1.50）",
        "-1.50",
        "1,234.50",
        "１，２３４．５０",
        "1 234.50",
        "1,23.50",
    ]
    rows = [["2010350", "事业运行", text] for text in printed]
    cells = read_table("expenditure", ["科目编码", "科目名称", "合计"], rows)
    assert [(cell.raw_text, cell.raw_state, cell.amount) for cell in cells] == [
        ("", "blank", None), ("0.00", "zero", Decimal("0.00")), ("-", "dash", None), ("/", "slash", None),
        ("无", "none_word", None), ("—", "dash", None), ("(1.50)", "number", Decimal("-1.50")),
        ("（1.50）", "number", Decimal("-1.50")), ("-1.50", "number", Decimal("-1.50")),
        ("1,234.50", "number", Decimal("1234.50")), ("１，２３４．５０", "number", Decimal("1234.50")),
    ]  # fmt: skip
    texts = read_statement("expenditure", ["科目编码", "科目名称", "合计"], rows).texts
    assert [text.text for text in texts if text.column_path == "合计"] == ["1 234.50", "1,23.50"]


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


_SEED_LIST = ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费/小计", "公务接待费"]


@pytest.mark.parametrize(
    ("paths", "labels"),
    [
        # The seed, page 13: the total by name, and its items.
        (_SEED_LIST, ["“三公”经费合计", "因公出国（境）费", "小计", "公务接待费"]),
        # A weather service's budget of 2026, page 17: 合计 names nothing.
        (["合计", *_SEED_LIST[1:]], ["", "", "", ""]),
        # An audit office's budget of 2026, page 9: an amount's words.
        (["“三公”经费财政拨款预算总额", *_SEED_LIST[1:]], ["", "", "", ""]),
        # Another one, page 18: conferences and training are no part of the three.
        ([*_SEED_LIST, "会议费", "培训费"], ["", "", "", "", "", ""]),
    ],
)
def test_columns_are_the_lines_of_a_list_where_the_header_is_the_list(paths: list[str], labels: list[str]) -> None:
    cells = read_table("three_public", paths, [["1.00"] * len(paths)])
    assert [cell.row_label for cell in cells] == labels


def test_a_slip_in_the_word_over_the_figures_does_not_join_two_lists() -> None:
    """Found in a safety bureau's budget of 2019, page 3: 算数 for 预算数 over the second of three lists."""
    paths = [
        "收入/项目",
        "收入/预算数",
        "支出/部门预算支出经济分类科目",
        "支出/算数",
        "支出/政府预算支出经济分类科目",
        "支出/预算数",
    ]
    row = ["1、财政拨款", "5.00", "1、人员经费", "3.00", "1、机关工资福利支出", "2.00"]
    cells = read_table("revenue_expenditure_summary", paths, [row])
    assert [(cell.row_label, cell.raw_text, cell.measure, cell.classification) for cell in cells] == [
        ("1、财政拨款", "5.00", "amount", None),
        ("1、人员经费", "3.00", "amount", "economic"),
        ("1、机关工资福利支出", "2.00", "amount", "government_economic"),
    ]


def lineage(cells: list[ReportedCellRecord]) -> list[tuple[str, str | None, str]]:
    """Label, label of the parent and role of the rows of a table with one column of money."""
    by_id = {cell.cell_id: cell.row_label for cell in cells}
    return [(cell.row_label, by_id.get(cell.parent_cell_id or ""), cell.row_role) for cell in cells]


def test_a_class_that_recurs_stands_over_the_rows_below_it() -> None:
    """Found in a petition office's budget of 2026, page 15: 301 once for each class of the government's scheme."""
    rows = [
        ["", "合计", "", "9.00"],
        ["301", "工资福利支出", "501", "5.00"], ["30101", "基本工资", "50101", "5.00"],
        ["301", "工资福利支出", "505", "4.00"], ["30101", "基本工资", "50501", "3.00"],
        ["30102", "津贴补贴", "50501", "1.00"],
    ]  # fmt: skip
    paths = ["科目编码", "部门预算支出经济分类科目名称", "政府预算支出经济分类科目名称", "金额"]
    cells = read_table("basic_by_economic", paths, rows)
    first, second = cells[1].cell_id, cells[3].cell_id
    assert [cell.parent_cell_id for cell in cells] == [None, cells[0].cell_id, first, cells[0].cell_id, second, second]


def test_sums_below_their_parts() -> None:
    rows = [
        ["2010301", "行政运行", "2.00"],
        ["20103", "政府办公厅", "2.00"],
        ["201", "一般公共服务", "2.00"],
        ["", "合计", "2.00"],
    ]
    cells = read_table("expenditure", ["科目编码", "科目名称", "合计"], rows)
    assert lineage(cells) == [
        ("行政运行", "政府办公厅", "detail"), ("政府办公厅", "一般公共服务", "subtotal"),
        ("一般公共服务", "合计", "subtotal"), ("合计", None, "grand_total"),
    ]  # fmt: skip


@pytest.mark.parametrize("unit_codes", [("125001", "125002"), ("", "")])
def test_units_that_head_their_subjects(unit_codes: tuple[str, str]) -> None:
    """Found in a safety bureau's budget of 2019, page 7; without codes the subjects that recur say so."""
    rows = [
        ["", "合计", "7.00"],
        [unit_codes[0], "安全生产监督管理局", "5.00"], ["208", "社会保障和就业支出", "5.00"],
        ["05", "行政事业单位离退休", "5.00"], ["2080505", "基本养老保险缴费支出", "5.00"],
        [unit_codes[1], "宣传教育中心", "2.00"], ["208", "社会保障和就业支出", "2.00"],
        ["05", "行政事业单位离退休", "2.00"], ["2080505", "基本养老保险缴费支出", "2.00"],
    ]  # fmt: skip
    cells = read_table("general_public_by_function", ["功能科目编码", "功能科目名称", "合计"], rows)
    units = ["安全生产监督管理局"] * 4 + ["宣传教育中心"] * 4
    assert [cell.unit_name_printed for cell in cells] == [None, *units]
    assert [cell.row_role for cell in cells[1::4]] == ["subtotal", "subtotal"]
    assert cells[6].parent_cell_id == cells[5].cell_id
    assert cells[7].parent_cell_id == cells[6].cell_id
    assert [cell.unit_code_printed for cell in cells[1::4]] == [code or None for code in unit_codes]


def test_one_row_without_a_code_heads_nothing() -> None:
    """Found in a welfare home's budget of 2024, page 9: a code that a slip makes unreadable is no unit."""
    rows = [["208", "社会保障", "1.00"], ["71102", "事业单位医疗", "1.00"], ["221", "住房保障支出", "1.00"]]
    rows[1][0] = "7"
    cells = read_table("expenditure", ["科目编码", "科目名称", "合计"], rows)
    assert [cell.unit_name_printed for cell in cells] == [None, None, None]


def test_a_caption_says_number_title_unit_of_money_and_organisation() -> None:
    caption = read_caption(["表 5-1. 一般公共预算支出表（分功能科目）", "部门：某某中心          单位：万元"])
    assert caption.table_no == "5-1"
    assert caption.title == "一般公共预算支出表(分功能科目)"
    assert (caption.unit, caption.organisation) == ("万元", "某某中心")


def test_a_nil_note_names_its_own_fund() -> None:
    note = nil_note(["备注：本单位 2026 年没有使用政府性基金拨款安排的支出", "- 14 -"])
    assert note is not None
    assert vocabulary.tables().nil_kind(vocabulary.fold(note)) == "government_fund"


@pytest.mark.parametrize(
    ("above", "role"),
    [
        (["一、财政拨款"], "current_total"),
        (["一、财政拨款", "当年收入小计", "上年结转资金"], "grand_total"),  # jiangsu/2018年省检察院, pages 13 and 14
        (
            ["一、本年收入", "（一）一般公共预算拨款", "二、上年结转"],
            "grand_total",
        ),  # chongqing/2026年重庆市气象局, page 11
    ],
)
def test_a_closing_total_is_of_the_year_or_of_all_by_what_stands_above_it(above: list[str], role: str) -> None:
    rows = [[label, "1.00", "教育支出", "1.00"] for label in above]
    cells = read_table(
        "revenue_expenditure_summary",
        ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"],
        [*rows, ["收入合计", "2.00", "支出合计", "2.00"]],
    )
    assert {cell.row_role for cell in cells if cell.row_label == "收入合计"} == {role}
