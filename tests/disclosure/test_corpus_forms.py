"""Forms of several regions against a list that was read from their pages (tests/golden/corpus_forms.csv).

Needs the shared corpus and is skipped where it is absent. What differs is settled by the page.
"""

from __future__ import annotations

import csv
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.disclosure.reader import read

_LIST = Path(__file__).parents[1] / "golden" / "corpus_forms.csv"
with _LIST.open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))


def _folded(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


@pytest.mark.parametrize("name", sorted({row["file"] for row in ROWS}))
def test_a_form_says_what_its_page_says(name: str, shared: Path) -> None:
    path = shared / "corpus" / name
    if not path.is_file():
        pytest.skip(f"the corpus is not here: {path}")
    own = [row for row in ROWS if row["file"] == name]
    document = read(path.read_bytes())
    money = {
        (c.page_no, _folded(c.project_name_printed), _folded(c.row_label), c.amount, c.unit_declared)
        for c in document.cells
    }
    targets = {
        (
            t.page_no, _folded(t.project_name_printed), _folded(t.level1), _folded(t.level2), _folded(t.level3),
            _folded(t.target_text), t.operator or "", t.target_value, _folded(t.target_unit),
        )
        for t in document.targets
    }  # fmt: skip
    for row in own:
        place = (int(row["page"]), _folded(row["project"]))
        value = Decimal(row["value"]) if row["value"] else None
        if row["kind"] == "money":
            assert (*place, row["level3"], value, row["unit"]) in money
        else:
            levels = (row["level1"], row["level2"], row["level3"])
            assert (*place, *levels, _folded(row["printed"]), row["operator"], value, row["unit"]) in targets
