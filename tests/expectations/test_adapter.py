"""The way to Great Expectations and back: nothing is dropped, nothing empty passes, failing rows keep their ids."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from dagster_project import expectations

# Importing Great Expectations takes seconds: one worker does.
pytestmark = pytest.mark.xdist_group("expectations")

QUERY = "select result_id, rule_id, difference from {batch} where rule_id = '{id}' and status = 'fail'"


def entry(expectation_id: str, **values: Any) -> dict[str, Any]:
    return {
        "id": expectation_id, "name": "a_rule", "severity": "error", "statement_zh": "规则", "statement_en": "A rule",
        "type": "unexpected_rows_expectation", "table": "audit.rule_result",
        "kwargs": {"unexpected_rows_query": QUERY}, **values,
    }  # fmt: skip


def suite_file(folder: Path, *entries: dict[str, Any], **values: Any) -> Path:
    path = folder / "suite.yaml"
    path.write_text(yaml.safe_dump({"suite": "made", "expectations": list(entries), **values}), encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "budget.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("""
            create schema audit;
            create table audit.rule_result(
                result_id varchar, rule_id varchar, status varchar, difference decimal(20, 2)
            );
            insert into audit.rule_result values
                ('a', 'W01', 'pass', 0), ('b', 'W02', 'fail', 100.5), ('c', 'W02', 'fail', -7), ('d', 'W02', 'pass', 0);
            create table audit.finding(finding_id varchar);
            create table audit.intake(file_path varchar, status varchar);
            insert into audit.intake values ('one.pdf', 'loaded');
        """)
    return path


def run(folder: Path, database: Path, *entries: dict[str, Any], **values: Any) -> list[Any]:
    return expectations.run_suite(expectations.load_suite(suite_file(folder, *entries, **values)), database)


def test_failing_rows_come_with_their_ids(tmp_path: Path, database: Path) -> None:
    passed, failed = run(tmp_path, database, entry("W01"), entry("W02"))
    assert (passed.id, passed.passed, passed.crashed, passed.failing_count) == ("W01", True, False, 0)
    assert (failed.id, failed.passed, failed.crashed, failed.failing_count) == ("W02", False, False, 2)
    assert {row["result_id"] for row in failed.failing_rows} == {"b", "c"}
    assert {Decimal(row["difference"]) for row in failed.failing_rows} == {Decimal("100.50"), Decimal("-7.00")}
    assert {type(value) for row in failed.failing_rows for value in row.values()} == {str}


def test_a_crash_is_not_a_failure(tmp_path: Path, database: Path) -> None:
    broken = {"unexpected_rows_query": "select no_such_column from {batch}"}
    crashed, answered = run(tmp_path, database, entry("W01", kwargs=broken), entry("W02"))
    assert (crashed.passed, crashed.crashed) == (False, True)
    assert "no_such_column" in crashed.failing_rows[0]["problem"]
    assert (answered.passed, answered.crashed) == (False, False)


def test_rows_are_capped_and_counted(tmp_path: Path, database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("insert into audit.rule_result select 'r' || i, 'W03', 'fail', i from range(500) as t(i)")
    (outcome,) = run(tmp_path, database, entry("W03"))
    assert (len(outcome.failing_rows), outcome.failing_count) == (expectations.ROWS_KEPT, 500)


def test_an_empty_table_fails_where_rows_are_due(tmp_path: Path, database: Path) -> None:
    required = {
        "tables": ["audit.finding"],
        "unless": "select not exists (select 1 from audit.intake where status = 'loaded')",
    }
    on_findings = entry("F1", table="audit.finding", kwargs={"unexpected_rows_query": "select * from {batch}"})
    empty, answered = run(tmp_path, database, on_findings, entry("W01"), rows_required=required)
    assert (empty.passed, empty.crashed, empty.failing_count) == (False, False, 1)
    assert "empty" in empty.failing_rows[0]["problem"]
    assert answered.passed

    with duckdb.connect(str(database)) as connection:
        connection.execute("update audit.intake set status = 'rejected'")
    excused, _ = run(tmp_path, database, on_findings, entry("W01"), rows_required=required)
    assert excused.passed


def test_the_file_is_free_afterwards(tmp_path: Path, database: Path) -> None:
    run(tmp_path, database, entry("W01"))
    with duckdb.connect(str(database)) as connection:  # a kept reader would make this fail
        connection.execute("delete from audit.rule_result")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (entry("W01", type="expect_what_nobody_knows"), "unknown type"),
        (entry("W01", severity="fatal"), "unknown severity"),
        (entry("W01", table="rule_result; drop table x"), r"schema\.table"),
        (entry("W01' or '1'='1"), "an id is"),
        (entry("W01", statement_zh=""), "without statement_zh"),
        (entry("W01", note="?"), "unknown keys"),
    ],
)
def test_an_entry_that_would_not_run_as_written_is_refused(tmp_path: Path, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(expectations.SuiteError, match=message):
        expectations.load_suite(suite_file(tmp_path, wrong))


def test_ids_are_used_once_and_a_suite_is_not_empty(tmp_path: Path) -> None:
    with pytest.raises(expectations.SuiteError, match="used twice"):
        expectations.load_suite(suite_file(tmp_path, entry("W01"), entry("W01")))
    with pytest.raises(expectations.SuiteError, match="no expectations"):
        expectations.load_suite(suite_file(tmp_path))


def test_every_known_type_is_one_that_great_expectations_has() -> None:
    import great_expectations.expectations as gxe

    assert [name for name in expectations.EXPECTATION_CLASSES.values() if not hasattr(gxe, name)] == []


def test_great_expectations_still_needs_the_mend(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When this fails, Great Expectations reads DuckDB without help: remove _mend_duckdb_connections and this test."""
    from great_expectations.execution_engine import sqlalchemy_execution_engine as engine

    without = tuple(dialect for dialect in engine._PERSISTED_CONNECTION_DIALECTS if dialect != "duckdb")
    monkeypatch.setattr(engine, "_PERSISTED_CONNECTION_DIALECTS", without)
    monkeypatch.setattr(expectations, "_mend_duckdb_connections", lambda: None)
    (outcome,) = run(tmp_path, database, entry("W02"))
    assert outcome.crashed, "the mend in dagster_project/expectations.py is no longer needed"
