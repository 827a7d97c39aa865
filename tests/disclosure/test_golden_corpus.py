"""Every corpus document with statements against the golden lists made by reading its pages (tests/golden).

Belongs here: which core tables each document prints, where, and whether they are empty; figures of the documents for
which the shared truth holds none. Skipped where the corpus is absent.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import pytest

from dagster_project.disclosure.reader import read

GOLDEN = Path(__file__).parents[1] / "golden"
YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
FOUND_AT_LEAST = Decimal("0.99")
Row = dict[str, str]


@dataclass(frozen=True)
class Figure:
    """What the test compares of a reported cell."""

    table_kind: str
    page_no: int
    codes: frozenset[str]
    label: str
    measure: str
    amount: Decimal | None


@dataclass(frozen=True)
class Reading:
    statements: list[tuple[str, int, bool]]
    extents: dict[tuple[str, int], tuple[int, str | None]]  # by kind and first page: last page and unit of money
    figures: list[Figure]


def golden(name: str) -> dict[str, list[Row]]:
    """The rows of a list by the document (sha256) that they are about."""
    rows: dict[str, list[Row]] = defaultdict(list)
    with (GOLDEN / name).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows[row["sha256"]].append(row)
    return rows


STATEMENTS = golden("corpus_statements.csv")
CELLS = golden("corpus_cells.csv")
CORE = {row["table_kind"] for rows in STATEMENTS.values() for row in rows}


def folded(text: str) -> str:
    """Labels are compared without spaces and punctuation: how these are set is the typesetter's."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def reading(path: Path) -> Reading:
    disclosure = read(path.read_bytes())
    return Reading(
        [(s.table_kind, s.pages[0], s.is_nil) for s in disclosure.statements if s.table_kind in CORE],
        {(s.table_kind, s.pages[0]): (s.pages[-1], s.unit_declared) for s in disclosure.statements},
        [
            Figure(
                cell.table_kind,
                cell.page_no,
                frozenset(code for code in (cell.subject_code, cell.subject_code_printed) if code),
                folded(cell.row_label),
                cell.measure,
                None
                if cell.amount is None or cell.unit_declared is None
                else Decimal(cell.amount) * YUAN[cell.unit_declared],
            )
            for cell in disclosure.cells
        ],
    )


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, Reading]:
    corpus = shared / "corpus"
    paths = {sha: corpus / rows[0]["file"] for sha, rows in STATEMENTS.items()}
    absent = [str(path) for path in paths.values() if not path.is_file()]
    if absent:
        pytest.skip(f"{len(absent)} corpus documents are absent, the first is {absent[0]}")
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return dict(zip(paths, pool.map(reading, paths.values()), strict=True))


def test_every_core_table_is_recognised(readings: dict[str, Reading]) -> None:
    missed, claimed, listed = [], [], 0
    for sha, rows in STATEMENTS.items():
        read_of = set(readings[sha].statements)
        wanted = {(row["table_kind"], int(row["first_page"]), row["nil"] == "yes") for row in rows}
        listed += len(wanted)
        missed += [(rows[0]["file"], *item) for item in sorted(wanted - read_of)]
        places = {(kind, page) for kind, page, _ in wanted}
        claimed += [(rows[0]["file"], *item) for item in sorted(read_of) if item[:2] not in places]
    message = "\n".join(
        [f"listed {listed}"] + [f"not read: {m}" for m in missed] + [f"read, not listed: {c}" for c in claimed]
    )
    assert len(missed) <= listed * (1 - FOUND_AT_LEAST), message
    assert not claimed, message


def test_core_tables_end_where_they_end_and_are_in_the_unit_printed(readings: dict[str, Reading]) -> None:
    wrong, listed = [], 0
    for sha, rows in STATEMENTS.items():
        for row in rows:
            place = row["table_kind"], int(row["first_page"])
            wanted, got = (int(row["last_page"]), row["unit"]), readings[sha].extents.get(place)
            listed += 1
            if got is not None and got != wanted:
                wrong.append(f"{row['file']} {place}: last page and unit {wanted}, read {got}")
    assert len(wrong) <= listed * (1 - FOUND_AT_LEAST), "\n".join(wrong)


def is_of_row(figure: Figure, row: Row) -> bool:
    """A row is known by its code and label; a code printed in one cell with its label may be read apart from it."""
    if row["code"] and row["code"] not in figure.codes:
        return False
    label = folded(row["label"])
    return not label or figure.label in {label, label.removeprefix(row["code"])}


def missing(row: Row, figures: list[Figure]) -> str | None:
    """What is wrong with a golden figure, None where it is read as printed."""
    of_row = [
        f for f in figures if f.table_kind == row["table_kind"] and f.page_no == int(row["page"]) and is_of_row(f, row)
    ]
    found = [f for f in of_row if f.measure == row["measure"]]
    where = f"p{row['page']} {row['table_kind']} {row['code']} {row['label']} {row['column']}"
    if not row["printed"]:
        amounts = [f.amount for f in found if f.amount is not None]
        return f"{where}: printed blank, read {amounts}" if amounts and row["label"] + row["code"] else None
    amount = Decimal(row["amount_yuan"])
    if any(f.amount == amount for f in found):
        return None
    return f"{where}: {row['measure']} {amount}, read {[(f.measure, f.amount) for f in of_row if f.amount is not None]}"


@pytest.mark.parametrize("sha", [pytest.param(sha, id=f"{rows[0]['file']}-{sha[:8]}") for sha, rows in CELLS.items()])
def test_every_figure_is_read_as_printed(readings: dict[str, Reading], sha: str) -> None:
    wrong = [w for row in CELLS[sha] if (w := missing(row, readings[sha].figures))]
    assert not wrong, "\n".join(wrong)
