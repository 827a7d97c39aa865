"""Nine tables with three code columns, 合计 last, 元 and 万元 mixed: real filings of one region, held against the truth
made by reading their pages. Skipped where the material is absent.

Belongs here: whole documents. What made each of them readable has a unit test beside its module's other tests.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.disclosure.amounts import parse_amount
from dagster_project.disclosure.keys import normalised_name
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure, ReportedCellRecord

YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
TRUTHS = ("shanghai_putuo_office2025", "shanghai_shtechschool2026", "shanghai_wanli2023")
CODED = {"revenue", "expenditure", "general_public_by_function", "government_fund", "basic_by_economic"}

# By the bytes of the document, as file names lie; what the publisher printed there is said beside it.
WELFARE_HOME_2024 = "上海市普陀区社会福利院"
STREET_OFFICE_2024 = ("上海市普陀区人民政府万里街道办事处", 2024)


@pytest.fixture(scope="module")
def filings(shared: Path) -> dict[str, Disclosure]:
    """Every filing of the region by document_id."""
    paths = sorted((shared / "corpus" / "shanghai").glob("*.pdf"))
    if not paths:
        pytest.skip(f"no filings in {shared / 'corpus' / 'shanghai'}")
    return {hashlib.sha256(data).hexdigest(): read(data) for data in (path.read_bytes() for path in paths)}


def of_unit(filings: dict[str, Disclosure], unit_name: str, year: int) -> Disclosure:
    return next(
        filing
        for filing in filings.values()
        if (filing.document.unit_name, filing.document.fiscal_year) == (unit_name, year)
    )


def folded(text: str) -> str:
    return re.sub(r"[\s（）()“”\"、，,.:：\-—·]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("name", TRUTHS)
def test_every_fact_is_read_under_its_measure_and_none_is_contradicted(
    shared: Path, filings: dict[str, Disclosure], name: str
) -> None:
    truth: dict[str, Any] = json.loads((shared / "truth" / f"{name}.json").read_text("utf-8"))
    amounts: dict[tuple[str, str, str], set[Decimal]] = defaultdict(set)
    for cell in filings[truth["sha256"]].cells:
        if cell.amount is None or cell.unit_declared is None:
            continue
        amount = cell.amount * YUAN[cell.unit_declared]
        for key in {cell.subject_code, cell.subject_code_printed, "=" + folded(cell.row_label)} - {None}:
            amounts[cell.table_kind, str(key), cell.measure].add(amount)
    missing = [
        fact
        for fact in truth["facts"]
        if Decimal(fact["amount_yuan"])
        not in amounts[fact["table"], fact.get("code") or "=" + folded(fact.get("label") or ""), fact["measure"]]
    ]
    assert truth["facts"]
    assert missing == []


def test_every_filing_says_what_it_is(shared: Path, filings: dict[str, Disclosure]) -> None:
    with (shared / "truth" / "identity.csv").open(encoding="utf-8") as file:
        truth = {row["sha256"]: row for row in csv.DictReader(file)}
    read_as = {
        key: (
            normalised_name(filing.document.unit_name),
            str(filing.document.fiscal_year),
            filing.document.document_kind,
            filing.document.disclosure_scope,
        )
        for key, filing in filings.items()
    }
    expected = {
        key: (
            normalised_name(truth[key]["unit_name"]),
            truth[key]["fiscal_year"],
            truth[key]["document_kind"],
            truth[key]["disclosure_scope"],
        )
        for key in filings
    }
    assert read_as == expected


def test_every_printed_number_is_accounted_for(filings: dict[str, Disclosure]) -> None:
    short = {
        filing.document.unit_name: (filing.document.accounted_numbers, filing.document.printed_numbers)
        for filing in filings.values()
        if filing.document.accounted_numbers != filing.document.printed_numbers
    }
    assert short == {}


def test_the_nine_core_kinds_are_understood_in_every_filing(filings: dict[str, Disclosure]) -> None:
    for filing in filings.values():
        kinds = [row.table_kind for row in filing.statements if row.status == "understood"]
        core = [kind for kind in kinds if not kind.startswith("performance")]
        assert len(core) == len(set(core)) == 9, (filing.document.title, kinds)


def by_code(filing: Disclosure) -> dict[tuple[int, int], dict[str, ReportedCellRecord]]:
    """The coded cells of each column of money; 合计 stands under the empty code.

    A list in two halves beside each other is one list: its two columns count as one.
    """
    columns: dict[tuple[int, int], dict[str, ReportedCellRecord]] = defaultdict(dict)
    for cell in filing.cells:
        if cell.table_kind not in CODED or cell.amount is None:
            continue
        column = 0 if cell.measure == "amount" else cell.column_no
        if cell.subject_code is not None:
            assert cell.subject_code not in columns[cell.statement_no, column], (cell.page_no, cell.row_label)
            columns[cell.statement_no, column][cell.subject_code] = cell
        elif cell.row_role == "grand_total":
            columns[cell.statement_no, column][""] = cell
    return columns


def stands_for(cell: ReportedCellRecord) -> tuple[Decimal, Decimal]:
    amount = parse_amount(cell.raw_text)
    assert amount is not None
    return amount.interval


def test_classes_groups_and_items_add_up(filings: dict[str, Disclosure]) -> None:
    """A continuation page left out, a code lost or a column taken for another would break these sums."""
    checked, wrong = 0, []
    for filing in filings.values():
        for cells in by_code(filing).values():
            for code, parent in cells.items():
                length = len(code) + 2 if code else 3
                parts = [c for other, c in cells.items() if len(other) == length and other.startswith(code)]
                if not parts:
                    continue
                checked += 1
                low, high = stands_for(parent)
                bounds = [stands_for(part) for part in parts if part.amount]
                if high < sum(bound[0] for bound in bounds) or low > sum(bound[1] for bound in bounds):
                    wrong.append((filing.document.unit_name, parent.table_kind, parent.page_no, code))
    assert checked > 1500
    assert wrong == []


def test_a_row_of_totals_on_a_page_of_its_own_ends_its_table(filings: dict[str, Disclosure]) -> None:
    """Street office 2024, pages 15 and 20: 合计 alone on a page, its cell running across all key columns."""
    filing = of_unit(filings, *STREET_OFFICE_2024)
    totals = {
        (cell.table_kind, cell.page_no, cell.measure): cell.raw_text
        for cell in filing.cells
        if cell.row_role == "grand_total" and cell.page_no in (15, 20)
    }
    assert totals == {
        ("revenue", 15, "total"): "156,211,123",
        ("revenue", 15, "other"): "156,211,123",
        ("revenue", 15, "service_income"): "0",
        ("revenue", 15, "business_income"): "0",
        ("revenue", 15, "other_income"): "0",
        ("expenditure", 20, "total"): "156,211,123",
        ("expenditure", 20, "basic"): "99,706,020",
        ("expenditure", 20, "project"): "56,505,103",
    }


def test_codes_without_their_leading_zero_keep_their_place(filings: dict[str, Disclosure]) -> None:
    """Street office 2024, page 29 prints 301 | 2 津贴补贴 and 301 | 7 绩效工资."""
    filing = of_unit(filings, *STREET_OFFICE_2024)
    codes = {
        (cell.subject_code_printed, cell.subject_code, cell.code_source, cell.row_label)
        for cell in filing.cells
        if cell.page_no == 29 and cell.code_source != "printed"
    }
    assert codes == {("3012", "30102", "position", "津贴补贴"), ("3017", "30107", "position", "绩效工资")}


def test_a_misprinted_class_is_kept_as_printed_and_not_guessed(filings: dict[str, Disclosure]) -> None:
    """Welfare home 2024, pages 9 and 11 print 7 | 11 | 02 where 210 | 11 | 02 is meant (page 8 has it right)."""
    filing = of_unit(filings, WELFARE_HOME_2024, 2024)
    cells = [cell for cell in filing.cells if cell.row_label == "事业单位医疗" and cell.measure == "total"]
    assert [(cell.page_no, cell.subject_code_printed, cell.subject_code) for cell in cells] == [
        (8, "2101102", "2101102"),
        (9, "71102", None),
        (11, "71102", None),
    ]


def test_final_accounts(filings: dict[str, Disclosure]) -> None:
    """Pages 5 to 16: the titles say 决算, the columns 决算数, and the economic table is one list in two halves."""
    (filing,) = (f for f in filings.values() if f.document.document_kind == "final_accounts")
    assert {cell.phase for cell in filing.cells} == {"final_accounts"}
    economic = {
        cell.subject_code or cell.row_label: (cell.raw_text, cell.column_no)
        for cell in filing.cells
        if cell.table_kind == "basic_by_economic"
    }
    assert economic["30101"] == ("14.12", 3)
    assert economic["30239"] == ("2.43", 6)
    assert (economic["人员经费合计"], economic["公用经费合计"]) == (("95.36", 3), ("10.23", 6))
    # A list: the second half goes on where the first ends, and no two rows share a number.
    rows = [cell.row_no for cell in filing.cells if cell.table_kind == "basic_by_economic"]
    assert sorted(rows) == list(range(1, 68))
    nil = {row.table_kind: row.nil_note for row in filing.statements if row.is_nil and row.table_kind != "other"}
    assert set(nil) == {"three_public", "government_fund", "state_capital"}
    # Page 15 also leaves the instruction of its template standing; the note is the line marked as one.
    assert all(note is not None and note.startswith("说明：") for note in nil.values())


def test_a_note_that_contradicts_its_figures_is_kept_beside_them(filings: dict[str, Disclosure]) -> None:
    """Street office 2024, page 31: amounts, and below them 故本表为空表."""
    filing = of_unit(filings, *STREET_OFFICE_2024)
    (statement,) = (row for row in filing.statements if row.table_kind == "three_public")
    assert (statement.is_nil, statement.nil_note_kind) == (False, "three_public")
    cells = [cell for cell in filing.cells if cell.table_kind == "three_public"]
    assert [(cell.measure, cell.raw_text, cell.row_label) for cell in cells] == [
        ("three_public_total", "47.91", ""),
        ("overseas_travel", "0", ""),
        ("official_reception", "1.35", ""),
        ("vehicle_total", "46.56", ""),
        ("vehicle_purchase", "25", ""),
        ("vehicle_operation", "21.56", ""),
        ("agency_operating_cost", "443.18", ""),
    ]
