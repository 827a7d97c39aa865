"""The suites of the project: what they hold, and that they tell a bad warehouse from a good one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dagster_project import expectations

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def catalogue() -> dict[str, dict[str, str]]:
    with (ROOT / "dbt" / "seeds" / "rules" / "dim_rule.csv").open(encoding="utf-8", newline="") as file:
        return {row["rule_id"]: row for row in csv.DictReader(file)}


def test_the_catalogue_holds_every_rule_once(catalogue: dict[str, dict[str, str]]) -> None:
    families = {"W": 22, "H": 10, "X": 35, "Y": 12, "N": 13, "C": 12, "I": 9, "M": 14, "V": 9, "P": 12}
    assert list(catalogue) == [f"{letter}{n:02}" for letter, count in families.items() for n in range(1, count + 1)]
    assert len({row["rule_name"] for row in catalogue.values()}) == 148


def test_one_reconciliation_expectation_for_each_evaluated_rule(catalogue: dict[str, dict[str, str]]) -> None:
    suite = expectations.load_suite(ROOT / "expectations" / "reconciliation.yaml")
    evaluated = {
        rule_id: (row["rule_name"], row["severity"], row["statement_zh"], row["statement_en"])
        for rule_id, row in catalogue.items()
        if row["is_evaluated"] == "true" and row["is_integrity"] == "false"
    }
    assert {e.id: (e.name, e.severity, e.statement_zh, e.statement_en) for e in suite.expectations} == evaluated


def test_rules_about_our_own_work_block(catalogue: dict[str, dict[str, str]]) -> None:
    suite = expectations.load_suite(ROOT / "expectations" / "integrity.yaml")
    ours = {rule_id for rule_id, row in catalogue.items() if row["is_integrity"] == "true"}
    assert ours <= {expectation.id for expectation in suite.expectations}


def test_every_rule_with_data_is_evaluated(catalogue: dict[str, dict[str, str]]) -> None:
    """A row of data for a rule that the catalogue calls unevaluated would be computed and never shown."""
    for path in (ROOT / "dbt" / "seeds" / "rules").glob("rule_*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                # Some data is about how codes look and belongs to no one rule.
                if "rule_id" in row:
                    assert catalogue[row["rule_id"]]["is_evaluated"] == "true", (path.name, row)
