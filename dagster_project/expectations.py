"""Suites of expectations: read from reviewed YAML, run by Great Expectations over the warehouse that was built.

Belongs here: reading and checking the suite files, the way to Great Expectations and back, its one mend. Does not
belong here: what must hold (expectations/*.yaml), any arithmetic (dbt), what follows from a failure (assets/audit).

Great Expectations takes seconds to import, so it is imported only where suites are run. It drops what it does not
know, and finds nothing wrong with an empty table; both are errors here.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb
import yaml

#: Failing rows that are handed on of each expectation; `failing_count` counts all of them.
ROWS_KEPT = 50

#: The types of expectation that suites may use, and the class of each in Great Expectations. Those that look at single
#: columns are not among them: on DuckDB they lose the schema of their table.
EXPECTATION_CLASSES = {"unexpected_rows_expectation": "UnexpectedRowsExpectation"}

_SEVERITIES = frozenset({"error", "warn", "info"})
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TABLE = re.compile(r"[a-z_]+\.[a-z_][a-z0-9_]*")
_SUITE_KEYS = frozenset({"suite", "rows_required", "defaults", "expectations"})
_EXPECTATION_KEYS = frozenset({"id", "name", "severity", "statement_zh", "statement_en", "type", "table", "kwargs"})


class SuiteError(ValueError):
    """A suite file that must not be run: it would check less than it says."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One entry of a suite file, checked."""

    id: str
    name: str
    severity: str
    statement_zh: str
    statement_en: str
    type: str
    table: str
    kwargs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowsRequired:
    """Tables that may not be empty, but for the one case that a query tells."""

    tables: frozenset[str] = frozenset()
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite file."""

    name: str
    expectations: tuple[Expectation, ...]
    rows_required: RowsRequired = field(default_factory=RowsRequired)


@dataclass(frozen=True, slots=True)
class ExpectationOutcome:
    """What became of one expectation. `crashed`: it could not be asked, which is not an answer."""

    id: str
    name: str
    suite: str
    severity: str
    passed: bool
    crashed: bool
    statement_zh: str
    statement_en: str
    failing_rows: list[dict[str, Any]]
    failing_count: int


def load_suite(path: Path) -> Suite:
    """Read a suite file; anything in it that would not be run as written is a SuiteError."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or not isinstance(document.get("suite"), str):
        raise SuiteError(f"{path.name}: not a suite")
    _reject_unknown(document, _SUITE_KEYS, path.name)
    defaults = document.get("defaults") or {}
    _reject_unknown(defaults, frozenset({"type", "table", "kwargs"}), f"{path.name}, defaults")
    entries = document.get("expectations")
    if not entries:
        raise SuiteError(f"{path.name}: no expectations")
    expectations = tuple(_expectation({**defaults, **entry}, path.name) for entry in entries)
    ids = [expectation.id for expectation in expectations]
    repeated = sorted({name for name in ids if ids.count(name) > 1})
    if repeated:
        raise SuiteError(f"{path.name}: ids used twice: {', '.join(repeated)}")
    required = document.get("rows_required") or {}
    _reject_unknown(required, frozenset({"tables", "unless"}), f"{path.name}, rows_required")
    tables = frozenset(required.get("tables") or ())
    if malformed := sorted(table for table in tables if not _TABLE.fullmatch(table)):
        raise SuiteError(f"{path.name}: not a schema.table: {', '.join(malformed)}")
    return Suite(document["suite"], expectations, RowsRequired(tables, required.get("unless")))


def _reject_unknown(mapping: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    if unknown := sorted(set(mapping) - known):
        raise SuiteError(f"{where}: unknown keys {', '.join(unknown)}")


def _expectation(entry: Mapping[str, Any], where: str) -> Expectation:
    where = f"{where}, {entry.get('id', 'an entry without id')}"
    _reject_unknown(entry, _EXPECTATION_KEYS, where)
    if missing := sorted(key for key in _EXPECTATION_KEYS if not entry.get(key)):
        raise SuiteError(f"{where}: without {', '.join(missing)}")
    if not _ID.fullmatch(entry["id"]):
        raise SuiteError(f"{where}: an id is a letter, then letters, digits and underscores")
    if entry["type"] not in EXPECTATION_CLASSES:
        raise SuiteError(f"{where}: unknown type of expectation {entry['type']}")
    if entry["severity"] not in _SEVERITIES:
        raise SuiteError(f"{where}: unknown severity {entry['severity']}")
    if not _TABLE.fullmatch(entry["table"]):
        raise SuiteError(f"{where}: not a schema.table: {entry['table']}")
    # A default query serves a whole suite: {id} in it is the id of the entry, which holds no quotes (see _ID).
    kwargs = {
        key: value.replace("{id}", entry["id"]) if isinstance(value, str) else value
        for key, value in entry["kwargs"].items()
    }
    return Expectation(**{**entry, "kwargs": kwargs})


def import_ahead() -> None:
    """Begin to import Great Expectations beside other work, where it is known that suites will be run."""
    threading.Thread(target=_import_great_expectations, daemon=True).start()


def _import_great_expectations() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the package is imported
    import great_expectations

    return great_expectations


def run_suite(suite: Suite, database: Path) -> list[ExpectationOutcome]:
    """Ask every expectation of the suite, in its order. The database is only read."""
    empty = _empty_tables(suite, database)
    askable = [expectation for expectation in suite.expectations if expectation.table not in empty]
    answered = {outcome.id: outcome for outcome in _validate(suite.name, askable, database)} if askable else {}
    return [
        _outcome(
            suite.name,
            expectation,
            passed=False,
            rows=[{"problem": "the table is empty and must not be", "table": expectation.table}],
        )
        if expectation.table in empty
        else answered[expectation.id]
        for expectation in suite.expectations
    ]


def _empty_tables(suite: Suite, database: Path) -> frozenset[str]:
    """Tables that must have rows and have none: there every expectation would hold, and say nothing."""
    required = suite.rows_required
    with closing(duckdb.connect(str(database), read_only=True)) as connection:

        def holds(query: str) -> bool:
            row = connection.execute(query).fetchone()
            return row is not None and bool(row[0])

        if required.unless and holds(required.unless):
            return frozenset()
        # The names were checked when the suite was loaded, see _TABLE.
        return frozenset(
            table
            for table in required.tables
            if holds(f"select not exists (select 1 from {table})")  # noqa: S608
        )


def _mend_duckdb_connections() -> None:
    """Great Expectations 1.24.1 reads results after handing the connection back, which DuckDB answers with "list index
    out of range". Dialects in this tuple keep their connection, so DuckDB is added to it. A test tells when this is
    no longer needed."""
    from great_expectations.execution_engine import sqlalchemy_execution_engine as engine

    class KeptConnection(StrEnum):
        DUCKDB = "duckdb"

    if KeptConnection.DUCKDB not in engine._PERSISTED_CONNECTION_DIALECTS:
        engine._PERSISTED_CONNECTION_DIALECTS += (KeptConnection.DUCKDB,)  # type: ignore[assignment]


def _validate(suite_name: str, expectations: Sequence[Expectation], database: Path) -> list[ExpectationOutcome]:
    gx = _import_great_expectations()
    import great_expectations.expectations as gxe
    from great_expectations.data_context.types.base import ProgressBarsConfig

    _mend_duckdb_connections()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_sql(
        name="warehouse",
        connection_string=f"duckdb:///{database}",
        kwargs={"connect_args": {"read_only": True}},
    )
    try:
        outcomes = []
        for table in dict.fromkeys(expectation.table for expectation in expectations):
            schema_name, table_name = table.split(".")
            asset = source.add_table_asset(name=table, schema_name=schema_name, table_name=table_name)
            batch = asset.add_batch_definition_whole_table("whole").get_batch()
            of_table = {expectation.id: expectation for expectation in expectations if expectation.table == table}
            suite = gx.ExpectationSuite(name=f"{suite_name} of {table}")
            for expectation in of_table.values():
                expectation_class = getattr(gxe, EXPECTATION_CLASSES[expectation.type])
                suite.add_expectation(expectation_class(**expectation.kwargs, meta={"id": expectation.id}))
            loaded = len(suite.expectations)
            if loaded != len(of_table):
                raise SuiteError(f"{suite_name}: {len(of_table)} expectations of {table}, of which {loaded} loaded")
            validated = batch.validate(suite, result_format="COMPLETE")
            results = {_id_of(result): result for result in validated.results}
            if set(results) != set(of_table):
                raise SuiteError(f"{suite_name}: no result for {', '.join(sorted(set(of_table) - set(results)))}")
            outcomes += [_read_result(suite_name, of_table[name], result) for name, result in results.items()]
        return outcomes
    finally:
        # The connection was kept (see above), and a kept connection holds on to the file.
        engine = source.get_execution_engine()
        with engine.get_connection() as connection:
            connection.close()
        engine.engine.dispose()
        source.get_engine().dispose()


def _id_of(result: Any) -> str:
    """The id that the expectation was given: Great Expectations makes up its own beside it."""
    return str(result.expectation_config.meta["id"])


def _read_result(suite_name: str, expectation: Expectation, result: Any) -> ExpectationOutcome:
    if error := _raised(result.exception_info):
        return _outcome(suite_name, expectation, passed=False, crashed=True, rows=[{"problem": error}])
    if result.success:
        return _outcome(suite_name, expectation, passed=True, rows=[])
    unexpected = result.result["details"]["unexpected_rows"]
    rows = [{key: _native(value) for key, value in row.items()} for row in unexpected]
    return _outcome(suite_name, expectation, passed=False, rows=rows, count=int(result.result["observed_value"]))


def _raised(exception_info: Mapping[str, Any]) -> str | None:
    """The message of a crashed expectation. The information lies flat, or once for each metric."""
    infos = [exception_info] if "raised_exception" in exception_info else list(exception_info.values())
    for info in infos:
        if info.get("raised_exception"):
            return str(info.get("exception_message") or "unknown error")
    return None


def _native(value: Any) -> Any:
    """A value that JSON and asset metadata can hold: results come with numpy scalars, decimals and dates."""
    if hasattr(value, "item") and callable(value.item):
        value = value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_native(element) for element in value]
    return str(value)


def _outcome(
    suite_name: str,
    expectation: Expectation,
    *,
    passed: bool,
    rows: list[dict[str, Any]],
    crashed: bool = False,
    count: int | None = None,
) -> ExpectationOutcome:
    return ExpectationOutcome(
        id=expectation.id,
        name=expectation.name,
        suite=suite_name,
        severity=expectation.severity,
        passed=passed,
        crashed=crashed,
        statement_zh=expectation.statement_zh,
        statement_en=expectation.statement_en,
        failing_rows=rows[:ROWS_KEPT],
        failing_count=len(rows) if count is None else count,
    )
