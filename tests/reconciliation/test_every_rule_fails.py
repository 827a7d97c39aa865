"""Every rule that the catalogue calls evaluated is made to fail by a case of some module beside this one.

A module that changes printed things has CASES, each with the rules that its change makes fail, and may name rules that
the seed as published makes fail (FAILS_AS_PUBLISHED).
"""

from __future__ import annotations

import csv
import importlib
from pathlib import Path

CATALOGUE = Path(__file__).parents[2] / "dbt" / "seeds" / "rules" / "dim_rule.csv"


def test_every_evaluated_rule_is_made_to_fail() -> None:
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        evaluated = {
            row["rule_id"]
            for row in csv.DictReader(file)
            if row["is_evaluated"] == "true" and row["is_integrity"] == "false"
        }
    made_to_fail: set[str] = set()
    for path in sorted(Path(__file__).parent.glob("test_changed_*.py")):
        module = importlib.import_module(f"tests.reconciliation.{path.stem}")
        made_to_fail.update(*(case.fails for case in module.CASES), getattr(module, "FAILS_AS_PUBLISHED", frozenset()))
    assert not evaluated - made_to_fail, "no case makes these rules fail"
    assert not made_to_fail - evaluated, "rules that are not evaluated cannot fail"
