"""The warehouse that is being built: a new DuckDB file for every refresh, filled with what was landed.

Belongs here: making that file, loading the schema `landing`, and the record of how its audit ended. Does not belong
here: modelling (dbt), the audit itself (the suites), publishing.
"""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dagster_project import landing
from dagster_project.increments.changes import (
    FileInput,
    file_inputs,
    forget_changes,
    is_increment,
    leave_others_out,
    most_changed,
    note_changes,
    note_families,
    replaced_documents,
)
from dagster_project.intake.ledger import LedgerRow
from dagster_project.intake.listing import RawSource
from dagster_project.intake.readings import Reading, ReadingsCache
from dagster_project.quoting import literal
from dagster_project.settings import Settings

_AUDIT = "integrity.json"


class RefreshRunning(RuntimeError):
    """Another refresh works in the same GOUJI_HOME."""


@dataclass(frozen=True, slots=True)
class RefreshRun:
    """The row of landing.refresh_run: which refresh this is and what it runs with."""

    run_id: str
    started_at: datetime
    code_version: str
    extractor_version: str
    inputs_hash: str


@contextmanager
def one_refresh_at_a_time(building_dir: Path) -> Iterator[None]:
    """Hold the lock of this build. It goes with the process, so a killed refresh leaves nothing locked."""
    building_dir.mkdir(parents=True, exist_ok=True)
    with (building_dir / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefreshRunning(f"Another refresh is working in {building_dir}; wait for it to end.") from None
        yield


def start(settings: Settings) -> None:
    """Clear away what an earlier refresh left; only the lock stays."""
    settings.building_dir.mkdir(parents=True, exist_ok=True)
    for path in settings.building_dir.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != ".lock":
            path.unlink()


def _load(connection: duckdb.DuckDBPyConnection, table: str, record_class: type, rows: Sequence[Any]) -> None:
    """Make a table of records that were made here (and not read from a document) through Arrow."""
    connection.register("incoming", landing.as_table(record_class, rows))
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def land(
    settings: Settings,
    cache: ReadingsCache,
    ledger: Sequence[LedgerRow],
    sources: Sequence[RawSource],
    run: RefreshRun,
    readings: Mapping[str, Reading],
    base: Path | None = None,
) -> dict[str, int]:
    """Make the file anew with the schema `landing`; returns the rows of each table. No documents: empty tables.

    Where there is a release to build on, `base`, only what changed since is landed, with the families of it
    (`dagster_project.increments`).
    """
    start(settings)
    loaded = {row.document_id for row in ledger if row.status == "loaded" and row.document_id}
    with duckdb.connect(str(settings.build_db)) as connection:
        _make_tables(connection)
        _load(connection, "increment.file", FileInput, file_inputs(ledger, readings, sources))
        landed: set[str] = set()
        if base is not None:
            landed = _land_changes(connection, cache, loaded, base)
            files = {name for (name,) in connection.sql("SELECT file_path FROM increment.file").fetchall()}
            ledger = [row for row in ledger if row.file_path in files]
        if not is_increment(connection):
            _land_documents(connection, cache, loaded - landed)
        _load(connection, "landing.intake", LedgerRow, ledger)
        _load(connection, "landing.raw_source", RawSource, sources)
        _load(connection, "landing.refresh_run", RefreshRun, [run])
        names = [*landing.DOCUMENT_TABLES, "intake", "raw_source", "refresh_run"]
        rows = {name: connection.sql(f'SELECT count(*) FROM landing."{name}"').fetchall()[0][0] for name in names}
        connection.execute("CHECKPOINT")
    return rows


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The schemas `landing`, and `increment`, which stays in the release; the tables are empty."""
    connection.execute("CREATE SCHEMA landing; CREATE SCHEMA increment")
    for table, record_class in landing.DOCUMENT_TABLES.items():
        _load(connection, f"landing.{table}", record_class, [])
    connection.execute("CREATE TABLE increment.name (document_id VARCHAR, name VARCHAR)")


def _land_changes(
    connection: duckdb.DuckDBPyConnection, cache: ReadingsCache, loaded: set[str], base: Path
) -> set[str]:
    """Land what changed since a release, and its families, unless that is most of the documents; what was landed."""
    connection.execute(f"ATTACH {literal(base)} AS base (READ_ONLY)")
    note_changes(connection)
    landed = loaded & replaced_documents(connection)
    _land_documents(connection, cache, landed)
    note_families(connection)
    if most_changed(connection):
        forget_changes(connection)
    else:
        relatives = loaded & replaced_documents(connection) - landed
        _land_documents(connection, cache, relatives)
        landed |= relatives
        leave_others_out(connection)
    connection.execute("DETACH base")
    return landed


def _land_documents(connection: duckdb.DuckDBPyConnection, cache: ReadingsCache, documents: set[str]) -> None:
    """Land the readings of documents, and the units and codes of projects that each of them names."""
    if not documents:
        return
    for table in landing.DOCUMENT_TABLES:
        files = cache.files(documents, table)
        taken = [(str(file), document_id) for file, inside in files.items() for document_id in inside]
        names = ["filename", "document_id"]
        connection.register("taken", pa.table(dict(zip(names, map(list, zip(*taken, strict=True)), strict=True))))
        connection.execute(
            f"""
            INSERT INTO landing."{table}" BY NAME
            SELECT * EXCLUDE (filename) FROM read_parquet(?, filename = true)
            SEMI JOIN taken USING (filename, document_id)
            """,
            [[str(file) for file in files]],
        )
        connection.unregister("taken")
    connection.execute(
        """
        INSERT INTO increment.name
        SELECT document_id, name
        FROM (
            SELECT document_id, unit_key AS name FROM landing.filing_part
            UNION
            SELECT document_id, department_key FROM landing.filing_part
            UNION
            SELECT document_id, unit_key FROM landing.reported_cell
            UNION
            SELECT document_id, regexp_replace(project_code_printed, '\\s', '', 'g')
            FROM (
                SELECT document_id, project_code_printed FROM landing.reported_cell
                UNION
                SELECT document_id, project_code_printed FROM landing.performance_target
                UNION
                SELECT document_id, project_code_printed FROM landing.project_attribute
            )
        )
        ANTI JOIN (SELECT DISTINCT document_id FROM increment.name) USING (document_id)
        WHERE name IS NOT NULL
        """
    )


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class IntegrityRecord:
    """How the integrity suite ended, for one state of the file. Any later change of the file makes it void."""

    build_sha256: str
    outcomes: Mapping[str, bool]  # expectation id -> passed


def record_integrity(settings: Settings, outcomes: Mapping[str, bool]) -> None:
    record = IntegrityRecord(_digest(settings.build_db), dict(outcomes))
    target = settings.building_dir / _AUDIT
    waiting = target.with_suffix(".new")
    waiting.write_text(json.dumps(dataclasses.asdict(record), indent=1, sort_keys=True), encoding="utf-8")
    os.replace(waiting, target)


def why_not_publishable(settings: Settings) -> str | None:
    """The reason why this build must not be released, None where its audit passed and nothing changed since."""
    if not settings.build_db.is_file():
        return "there is no build: materialise the whole job"
    path = settings.building_dir / _AUDIT
    if not path.is_file():
        return "the integrity suite has not run over this build"
    record = IntegrityRecord(**json.loads(path.read_text(encoding="utf-8")))
    if record.build_sha256 != _digest(settings.build_db):
        return "the build changed after the integrity suite ran"
    if not record.outcomes:
        return "the integrity suite held no expectation"
    failed = sorted(name for name, passed in record.outcomes.items() if not passed)
    return f"integrity failed: {', '.join(failed)}" if failed else None
