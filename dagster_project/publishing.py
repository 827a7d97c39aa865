"""Write, audit, publish: the last step, which turns an audited build into the release that readers see.

Belongs here: what a release consists of and the order in which it comes into place. Does not belong here: whether the
build is good (the suites decide; `dagster_project.building` keeps their word).

The order survives a crash at any point. Parquet files and release.json are written to a waiting folder first; then one
rename makes the new warehouse visible (`budget.duckdb` is the release; all else is beside it); then each Parquet file
and at last release.json follow, each by a rename of its own. Whoever sees an older release.json beside a newer
warehouse can tell by `run_id`, which both hold; the next release puts it right.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.building import why_not_publishable
from dagster_project.increments.changes import is_increment
from dagster_project.increments.contents import Contents, contents_of
from dagster_project.increments.merging import Change, merge
from dagster_project.increments.scope import Scope
from dagster_project.inputs import made_by, standing_release
from dagster_project.quoting import literal, quoted
from dagster_project.settings import Settings
from dagster_project.version import code_version

#: The schemas that are also released as Parquet; content hashes are taken of the same tables.
RELEASED_SCHEMAS = ("marts", "audit", "restricted")
#: The schemas that a build is made in, and no release has.
_WORKSHOP = ("staging", "intermediate", "landing")
_NOT_COMPARED = ("audit", "run")  # differs between two runs over the same input
_WAITING = ".waiting"


class NotPublishable(RuntimeError):
    """The build must not become a release; the earlier release stays."""


@dataclass(frozen=True, slots=True)
class Release:
    """What was published."""

    release_id: str
    rows: Mapping[str, int]  # schema.table -> rows
    counts: Mapping[str, int]  # of files, pages and printed numbers
    path: Path


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, bool]]:
    """Schema, name and whether it is a view, of everything that is released."""
    return connection.execute(
        """
        SELECT table_schema, table_name, table_type = 'VIEW'
        FROM information_schema.tables
        WHERE table_catalog = current_database() AND list_contains(?, table_schema)
        ORDER BY ALL
        """,
        [list(RELEASED_SCHEMAS)],
    ).fetchall()


def _released_file(settings: Settings, scope: Scope) -> tuple[Path, dict[str, Change] | None]:
    """Make the file that is to be released out of the build: with what it holds that is released where it holds all
    documents, else merged into a copy of the release that stands. With it what changed by table, None for all."""
    target = settings.building_dir / "release" / settings.published_db.name
    shutil.rmtree(target.parent, ignore_errors=True)
    target.parent.mkdir()
    with duckdb.connect(str(settings.build_db)) as connection:
        if is_increment(connection):
            connection.close()
            shutil.copyfile(settings.published_db, target)
            return target, merge(settings.build_db, target, scope)
        for schema in _WORKSHOP:
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        connection.execute(f"ATTACH {literal(target)} AS target")
        connection.execute(f"COPY FROM DATABASE {settings.build_db.stem} TO target")
        connection.execute("DETACH target")
    return target, None


def _contents(
    connection: duckdb.DuckDBPyConnection, table: str, changes: Mapping[str, Change] | None, before: Mapping[str, Any]
) -> Contents:
    """The contents of a table: counted, or carried on from the release before."""
    if changes is None or table not in before["content_hashes"]:
        return contents_of(connection, table)
    contents = Contents.read(before["counts"]["rows"][table], before["content_hashes"][table])
    change = changes.get(table)
    return contents if change is None else contents - change.left + change.came


def _write_beside(
    connection: duckdb.DuckDBPyConnection, waiting: Path, scope: Scope, changes: Mapping[str, Change] | None,
    before: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Write the Parquet files and say how many rows each table has and what its content hashes to."""
    rows: dict[str, int] = {}
    hashes: dict[str, str] = {}
    for schema, name, is_view in _tables(connection):
        table = f"{quoted(schema)}.{quoted(name)}"
        rows[f"{schema}.{name}"] = int(connection.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0])
        if not is_view and (schema, name) != _NOT_COMPARED:
            hashes[f"{schema}.{name}"] = str(_contents(connection, f"{schema}.{name}", changes, before))
        if is_view or changes is None or f"{schema}.{name}" in changes:
            target = waiting / "parquet" / schema / name / "data.parquet"
            target.parent.mkdir(parents=True)
            rows_in_order = f"SELECT * FROM {table} ORDER BY ALL"
            connection.execute(f"COPY ({rows_in_order}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)")
    return {"rows": rows, "content_hashes": hashes}


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move_parquet(waiting: Path, published: Path, tables: Iterable[str]) -> None:
    """Put each file in its place with one rename, then drop those of tables that the new release does not have."""
    for path in sorted(waiting.rglob("*.parquet")):
        target = published / path.relative_to(waiting)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
    kept = {published.joinpath(*table.split(".")) for table in tables}
    for path in list(published.rglob("*.parquet")):
        if path.parent not in kept:
            path.unlink()
    for folder in sorted((p for p in published.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def intake_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Files seen, by what became of them, and what the loaded ones hold."""
    row = connection.sql(
        """
        SELECT count(*), count(*) FILTER (status = 'loaded'), count(*) FILTER (status = 'duplicate'),
               count(*) FILTER (status = 'rejected'),
               coalesce(sum(page_count), 0), coalesce(sum(printed_numbers), 0), coalesce(sum(accounted_numbers), 0)
        FROM increment.file
        """
    ).fetchall()[0]
    names = ("files", "loaded", "duplicate", "rejected", "pages", "printed_numbers", "accounted_numbers")
    return dict(zip(names, (int(value) for value in row), strict=True))


def publish(settings: Settings, scope: Scope | None = None, now: datetime | None = None) -> Release:
    """Release the build that was audited. The caller holds the lock of one refresh at a time. `scope` says which rows
    change with which documents, for a build that holds some documents only."""
    if reason := why_not_publishable(settings):
        raise NotPublishable(f"Not published: {reason}. The earlier release stays.")
    now = now or datetime.now(UTC)
    published = settings.published_dir
    waiting = published / _WAITING
    shutil.rmtree(waiting, ignore_errors=True)
    waiting.mkdir(parents=True)
    before = standing_release(settings) or {}
    with duckdb.connect(str(settings.build_db), read_only=True) as connection:
        run_id, inputs = connection.sql("SELECT run_id, inputs_hash FROM landing.refresh_run").fetchall()[0]
    released, changes = _released_file(settings, scope or Scope())
    with duckdb.connect(str(released), read_only=True) as connection:
        counts = intake_counts(connection)
        beside = _write_beside(connection, waiting, scope or Scope(), changes, before)
    content = hashlib.sha256(json.dumps(beside["content_hashes"], sort_keys=True).encode()).hexdigest()
    release = {
        "release_id": f"{now:%Y%m%dT%H%M%SZ}-{content[:12]}",
        "run_id": run_id,
        "published_at": now.isoformat(timespec="seconds"),
        "code_version": code_version(),
        "inputs_hash": inputs,
        "made_by": made_by(),
        "content_hash": content,
        "counts": {**counts, "rows": beside["rows"]},
        "content_hashes": beside["content_hashes"],
    }
    (waiting / "release.json").write_text(json.dumps(release, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for path in [released, *(p for p in waiting.rglob("*") if p.is_file())]:
        _fsync(path)
    leftover = released.with_name(released.name + ".wal")
    if leftover.exists():
        raise NotPublishable(f"Not published: {leftover} still holds changes; something has the file open.")

    # Someone who opened the release for writing may have left a log; it must not be replayed into the new file.
    settings.published_db.with_name(settings.published_db.name + ".wal").unlink(missing_ok=True)
    os.replace(released, settings.published_db)
    _fsync(published)
    _move_parquet(waiting / "parquet", published / "parquet", beside["rows"])
    os.replace(waiting / "release.json", published / "release.json")
    shutil.rmtree(waiting)
    settings.build_db.unlink()
    return Release(str(release["release_id"]), beside["rows"], counts, settings.published_db)
