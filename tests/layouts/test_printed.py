"""Statements as other regions print them: every table is known, and every amount read under its measure and row."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure, ReportedCellRecord
from tests.layouts.printed import FOLDER, Document, Table, is_amount, print_document, read_file

DOCUMENTS = sorted(FOLDER.glob("*.txt"))


@pytest.fixture(scope="module", params=DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def printed(request: pytest.FixtureRequest) -> tuple[Document, Disclosure]:
    path: Path = request.param
    document = read_file(path)
    return document, read(print_document(document))


def test_every_statement_is_what_it_is(printed: tuple[Document, Disclosure]) -> None:
    document, disclosure = printed
    by_page = {row.page_no: row for row in disclosure.statements}
    wrong = []
    for page_no, table in enumerate(document.tables, start=2):
        row = by_page[page_no]
        taken = row.table_kind if row.status == "understood" else f"set aside: {row.reason}"
        is_right = taken not in vocabulary.tables().core if table.kind == "-" else taken == table.kind
        if not is_right:
            wrong.append((table.settings["title"], table.kind, taken, row.evidence))
    assert wrong == []


def test_every_amount_is_read_where_it_belongs(printed: tuple[Document, Disclosure]) -> None:
    document, disclosure = printed
    cells: dict[tuple[int, Decimal], list[ReportedCellRecord]] = defaultdict(list)
    for cell in disclosure.cells:
        if cell.amount is not None:
            cells[cell.page_no, cell.amount].append(cell)
    wrong = []
    for page_no, table in enumerate(document.tables, start=2):
        if table.kind == "-":
            continue
        for row, column, text in _amounts(table):
            measure, _, year = table.reads[column].partition("@")
            label, code = _key(table, row, column)
            found = cells[page_no, Decimal(text.replace(",", ""))]
            fits = [
                cell
                for cell in found
                if (not label or vocabulary.fold(label) in vocabulary.fold(cell.row_label))
                and (not code or cell.subject_code == code)
                and measure in ("-", cell.measure)
                and (year or "2027") == str(cell.amount_year)
            ]
            if not fits:
                seen = [(cell.row_label, cell.subject_code, cell.measure, cell.amount_year) for cell in found]
                wrong.append((table.settings["title"], label, code, measure, year, text, seen))
    assert not wrong, "\n".join(map(str, wrong))


def test_every_number_is_accounted_for(printed: tuple[Document, Disclosure]) -> None:
    record = printed[1].document
    assert (record.accounted_numbers, record.unit_name, record.fiscal_year) == (
        record.printed_numbers, "某某市示范局", 2027,
    )  # fmt: skip


def _amounts(table: Table) -> list[tuple[list[str], int, str]]:
    return [
        (row, column, text)
        for row in _with_codes_above(table)
        for column, text in enumerate(row)
        if is_amount(text) and table.reads[column] not in ("code", "name", ".")
    ]


def _with_codes_above(table: Table) -> list[list[str]]:
    """The body, with the parts of codes that are printed in a row above only: 201 / 06 / 01 one below the other."""
    codes = [index for index, what in enumerate(table.reads) if what == "code"]
    rows: list[list[str]] = []
    for row in table.body:
        printed = [index for index in codes if row[index].isdigit()]
        filled = list(row)
        for index in codes:
            if rows and printed and index < printed[0] and len(row[printed[0]]) == 2:
                filled[index] = rows[-1][index]
        rows.append(filled)
    return rows


_BRACKETED = re.compile(r"\[(\d+)\](.*)")


def _key(table: Table, row: list[str], column: int) -> tuple[str, str]:
    """The label of an amount (the last one at its left) and the code of its row, put together of its parts."""
    label = code = ""
    for index, text in enumerate(row[:column]):
        if text != "<" and index + 1 < column and row[index + 1] == "<":
            label = text  # 合计 runs across the columns of codes and names
        if table.reads[index] == "name" and text != "<":
            label = text
        elif table.reads[index] == "code" and text.isdigit():
            code += text
    bracketed = _BRACKETED.fullmatch(label)
    return (bracketed[2], bracketed[1]) if bracketed else (label, code)
