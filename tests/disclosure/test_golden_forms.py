"""The seed's forms (tables 10 to 12-2, pages 15 to 23) against lists that were read from its pages, cell by cell.

The lists are in tests/golden. What differs is settled by the page, never by copying what the reader says.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

from dagster_project.disclosure.records import Disclosure

GOLDEN = Path(__file__).parents[1] / "golden"
TABLES = {"10", "11", "12-1", "12-2"}


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _folded(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def test_every_cell_of_the_forms_is_read_once(seed: Disclosure) -> None:
    golden = _rows("seed_forms.csv")
    printed = Counter((row["table"], int(row["page"]), _folded(row["text"])) for row in golden)
    headers = Counter((r["table"], int(r["page"]), _folded(r["text"])) for r in golden if r["kind"] == "header")
    texts = [(text.table_no, text.page_no, _folded(text.text)) for text in seed.texts]
    cells = [(cell.table_no, cell.page_no, _folded(cell.raw_text)) for cell in seed.cells]
    read = Counter(key for key in texts + cells if key[0] in TABLES and key[2])
    assert not read - printed  # nothing that is not on the page, nothing twice
    assert not printed - read - headers  # header words of a ruled table are no text cells; all else is there


def test_targets_are_those_of_the_pages(seed: Disclosure) -> None:
    golden = [
        (
            row["table"],
            int(row["page"]),
            _folded(row["project"]),
            _folded(row["goal_name"]),
            _folded(row["level1"]),
            _folded(row["level2"]),
            _folded(row["level3"]),
            row["horizon"],
            row["year_role"],
            _folded(row["target_text"]),
            row["operator"] or ("=" if row["target_value"] else ""),  # a bare number: no sign is printed
            Decimal(row["target_value"]) if row["target_value"] else None,
            _folded(row["target_unit"]),
            _folded(row["basis"]),
        )
        for row in _rows("seed_targets.csv")
    ]
    read = [
        (
            target.table_no,
            target.page_no,
            _folded(target.project_name_printed),
            _folded(target.goal_name),
            _folded(target.level1),
            _folded(target.level2),
            _folded(target.level3),
            target.horizon,
            target.year_role,
            _folded(target.target_text),
            target.operator or "",
            target.target_value,
            _folded(target.target_unit),
            _folded(target.basis),
        )
        for target in seed.targets
    ]
    assert Counter(read) == Counter(golden)


def test_targets_are_read_in_the_order_of_the_page(seed: Disclosure) -> None:
    golden = [(row["table"], _folded(row["level3"]), row["year_role"]) for row in _rows("seed_targets.csv")]
    assert [(t.table_no, _folded(t.level3), t.year_role) for t in seed.targets] == golden
