"""Statements that regions outside of the corpus are known to print are understood, and nothing in them is guessed."""

from __future__ import annotations

from collections import defaultdict

import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure, ReportedCellRecord, StatementRecord
from tests.layouts.provinces import Province, Wanted, provinces

_UNITS = {"元": 1, "万元": 10000}
PROVINCES = provinces()


@pytest.fixture(scope="module", params=PROVINCES, ids=[province.name for province in PROVINCES])
def read_province(request: pytest.FixtureRequest) -> tuple[Province, Disclosure]:
    return request.param, read(request.param.document())


def test_every_core_statement_is_understood_and_no_other_table_is_one(
    read_province: tuple[Province, Disclosure],
) -> None:
    province, disclosure = read_province
    wrong = []
    for table in province.tables:
        statement = _statement(disclosure, table["title"])
        is_core = table["kind"] in vocabulary.tables().core
        if is_core and (statement.table_kind, statement.status) == (table["kind"], "understood"):
            continue
        if is_core or statement.table_kind in vocabulary.tables().core:
            wrong.append((table["title"], statement.table_kind, statement.status, statement.evidence))
    assert wrong == []


def test_every_figure_is_what_its_column_and_row_say_and_of_the_right_year(
    read_province: tuple[Province, Disclosure],
) -> None:
    province, disclosure = read_province
    cells: dict[tuple[int, str, str], list[ReportedCellRecord]] = defaultdict(list)
    for cell in disclosure.cells:
        names = {cell.subject_code or cell.subject_code_printed or "", vocabulary.fold(cell.row_label)}
        for name in names:
            cells[cell.statement_no, name, vocabulary.fold(cell.column_path)].append(cell)
    titles = {table["title"]: table for table in province.tables}
    wrong = []
    for wanted in province.wanted():
        table = titles[wanted.title]
        if table["kind"] not in vocabulary.tables().core:
            continue
        key = (
            _statement(disclosure, wanted.title).statement_no,
            vocabulary.fold(wanted.row),
            vocabulary.fold(wanted.path),
        )
        if not any(_is_wanted(cell, wanted) for cell in cells[key]):
            told = [(cell.measure, cell.phase, cell.amount_year, cell.raw_text) for cell in cells[key]]
            wrong.append((wanted, told))
    assert wrong == []


def test_every_number_is_accounted_for(read_province: tuple[Province, Disclosure]) -> None:
    document = read_province[1].document
    assert document.accounted_numbers == document.printed_numbers


def _statement(disclosure: Disclosure, title: str) -> StatementRecord:
    return next(row for row in disclosure.statements if row.title and vocabulary.fold(title).endswith(row.title))


def _is_wanted(cell: ReportedCellRecord, wanted: Wanted) -> bool:
    measures = {wanted.measure} if wanted.measure else {"other", "share"}
    if measures & {"amount", "total"}:  # one column of money is the total of its row
        measures |= {"amount", "total"}
    if cell.measure not in measures:
        return False
    if cell.amount is None or cell.unit_declared is None:
        return cell.raw_state == "blank" or cell.measure == "share"
    is_same = cell.amount * _UNITS[cell.unit_declared] == wanted.amount
    return is_same and (wanted.measure is None or (cell.phase, cell.amount_year) == wanted.period)
