"""The seed document, read whole: tables 1 to 10 against the truth made by reading its pages."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

import pytest

from dagster_project.disclosure.records import Disclosure, ReportedCellRecord

MONEY_TABLES = {
    "1": "revenue_expenditure_summary", "2": "revenue", "3": "expenditure", "4": "fiscal_appropriation",
    "5-1": "general_public_by_function", "5-2": "general_public_by_unit", "6": "basic_by_economic",
    "7": "three_public", "8": "government_fund", "9": "state_capital", "10": "project_expenditure",
}  # fmt: skip


def folded(text: str) -> str:
    return re.sub(r"[\s（）()]", "", unicodedata.normalize("NFKC", text))


def printed(seed: Disclosure, table_no: str) -> list[ReportedCellRecord]:
    return [cell for cell in seed.cells if cell.table_no == table_no and cell.amount is not None]


def test_identity(seed: Disclosure) -> None:
    document = seed.document
    assert document.unit_name == "武昌区城市运行管理中心"
    assert (document.fiscal_year, document.document_kind, document.disclosure_scope) == (
        2026,
        "budget",
        "department_budget",
    )
    assert document.page_count == 32


@pytest.mark.parametrize("table_no", MONEY_TABLES)
def test_every_amount_is_read_and_none_is_invented(seed: Disclosure, seed_truth: dict[str, Any], table_no: str) -> None:
    """Label, printed code, amount and page of every amount, as a multiset: nothing missing, nothing more."""
    expected = sorted(
        (folded(fact["subject_name"]), fact["subject_code"], fact["raw"], fact["pages"][0])
        for fact in seed_truth["facts"]
        if fact["table"] == table_no
    )
    read = sorted(
        (folded(cell.row_label), cell.subject_code_printed or "", cell.raw_text, cell.page_no)
        for cell in printed(seed, table_no)
    )
    assert read == expected
    assert {cell.table_kind for cell in printed(seed, table_no)} <= {MONEY_TABLES[table_no]}


@pytest.mark.parametrize("table_no", MONEY_TABLES)
def test_header_paths_and_units(seed: Disclosure, seed_truth: dict[str, Any], table_no: str) -> None:
    truth = {
        (fact["raw"], folded(fact["subject_name"]), folded(fact["measure"]))
        for fact in seed_truth["facts"]
        if fact["table"] == table_no
    }
    read = {(cell.raw_text, folded(cell.row_label), folded(cell.column_path)) for cell in printed(seed, table_no)}
    assert read == truth
    assert {cell.unit_declared for cell in printed(seed, table_no)} <= {"万元"}


def test_every_money_column_has_a_measure(seed: Disclosure) -> None:
    assert [c for c in seed.cells if c.table_no in MONEY_TABLES and c.measure == "other"] == []


def test_nil_tables_are_understood_as_nil(seed: Disclosure) -> None:
    nil = {s.table_no: s for s in seed.statements if s.table_no in ("8", "9")}
    for table_no, kind in (("8", "government_fund"), ("9", "state_capital")):
        statement = nil[table_no]
        assert (statement.status, statement.is_nil, statement.nil_note_kind) == ("understood", True, kind)


def test_every_printed_number_is_accounted_for(seed: Disclosure) -> None:
    assert seed.document.printed_numbers == seed.document.accounted_numbers > 341


def test_text_cells_of_the_project_table(seed: Disclosure, seed_truth: dict[str, Any]) -> None:
    (table,) = (t for t in seed_truth["tables"] if t["table"] == "10")
    expected = sorted(
        folded(text) for row in table["rows"] if not row["header"] for text in row["cells"]
        if text.strip() and not re.fullmatch(r"[\d.,]+", text.strip())
    )  # fmt: skip
    read = sorted(folded(text.text) for text in seed.texts if text.table_no == "10")
    assert read == expected


def test_roles_and_hierarchy(seed: Disclosure) -> None:
    rows = {(c.table_no, c.row_label, c.side): c for c in seed.cells if c.measure in ("amount", "total")}
    assert rows["1", "本年收入合计", "income"].row_role == "current_total"
    assert rows["4", "二、上年结转", "income"].row_role == "carryover"
    assert rows["3", "合计", "expenditure"].row_role == "grand_total"
    item = rows["3", "事业运行", "expenditure"]
    group = rows["3", "政府办公厅（室）及相关机构事务", "expenditure"]
    assert (item.level, item.row_role, item.parent_cell_id) == (3, "detail", group.cell_id)
    assert (group.level, group.row_role) == (2, "subtotal")
    assert sum(c.row_role == "detail" for c in seed.cells if c.table_no == "10" and c.measure == "total") == 2


def test_cell_ids_are_unique(seed: Disclosure) -> None:
    ids = [cell.cell_id for cell in seed.cells] + [text.cell_id for text in seed.texts]
    assert len(ids) == len(set(ids))


def test_amounts_are_exact(seed: Disclosure) -> None:
    (cell,) = (c for c in printed(seed, "6") if c.subject_code == "30107" and c.measure == "total")
    assert (cell.amount, cell.decimals) == (Decimal("221.88"), 2)
