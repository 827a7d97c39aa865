"""The seed's findings, held against a list that was made by reading its pages with a calculator.

tests/golden/seed_findings.csv was written before the program's output was looked at. Its rows that are `covered` are
what the rules of this release must report: all of them, and nothing else. The others wait for rules to come.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Refreshed

GOLDEN = Path(__file__).parents[1] / "golden" / "seed_findings.csv"


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def found(released: Refreshed) -> list[tuple[str, str, frozenset[int], str | None]]:
    """rule, what is stated, the pages it is stated on, and the diagnosis of every finding."""
    with duckdb.connect(str(released.settings.published_db), read_only=True) as connection:
        rows = connection.execute(
            """
            select finding.rule_id, finding.stated, list(distinct evidence.page_no), finding.diagnosis
            from audit.finding inner join audit.finding_evidence as evidence using (finding_id)
            where evidence.side = 'stated'
            group by finding.finding_id, finding.rule_id, finding.stated, finding.diagnosis
            """
        ).fetchall()
    return [(rule, _folded(stated), frozenset(pages), diagnosis) for rule, stated, pages, diagnosis in rows]


@pytest.fixture(scope="module")
def expected() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["covered"] == "yes"]


def test_every_covered_inconsistency_is_found_and_nothing_else(
    found: list[tuple[str, str, frozenset[int], str | None]], expected: list[dict[str, str]]
) -> None:
    left = list(found)
    missing = []
    for row in expected:
        match = next(
            (
                finding
                for finding in left
                if finding[0] == row["rule_id"]
                and int(row["page"]) in finding[2]
                and _folded(row["stated"]) in finding[1]
            ),
            None,
        )
        if match is None:
            missing.append((row["rule_id"], row["page"], row["instance"], row["stated"]))
        else:
            left.remove(match)
    assert not missing, f"not found: {missing}"
    assert not left, f"found beyond the list: {left}"
