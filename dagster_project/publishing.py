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
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.building import why_not_publishable
from dagster_project.intake.version import content_hash
from dagster_project.settings import PROJECT_ROOT, Settings

#: The schemas that are also released as Parquet; content hashes are taken of the same tables.
RELEASED_SCHEMAS = ("marts", "audit", "restricted")
_NOT_COMPARED = ("audit", "run")  # differs between two runs over the same input
_SOURCES = {".py", ".yaml", ".yml", ".sql", ".csv", ".json", ".toml", ".md"}
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


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(PROJECT_ROOT), *arguments], capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None  # no git, or not a checkout: the hash of the sources says it all
    return done.stdout.strip()


@cache
def code_version() -> str:
    """The hash of all sources that shape a release, after git's name for the commit where there is one."""
    folders = ("dagster_project", "dbt", "expectations")
    left_out = {"target", "logs", "dbt_packages", "__pycache__"}
    files = [
        path
        for folder in folders
        for path in (PROJECT_ROOT / folder).rglob("*")
        if path.suffix in _SOURCES and path.is_file() and not left_out & set(path.relative_to(PROJECT_ROOT).parts)
    ]
    sources = content_hash(PROJECT_ROOT, files)[:12]
    top = _git("rev-parse", "--show-toplevel")
    commit = _git("describe", "--tags", "--always") if top and Path(top).resolve() == PROJECT_ROOT else None
    return f"{commit}+{sources}" if commit else sources


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


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


def _content_hash(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """A hash of the rows of a table, whatever order they lie in."""
    row = connection.sql(
        f"""
        WITH hashed AS (SELECT sha256(to_json(t)::VARCHAR) AS row_hash FROM {table} AS t)
        SELECT sha256(coalesce(string_agg(row_hash, '' ORDER BY row_hash), '')) FROM hashed
        """
    ).fetchone()
    assert row is not None
    return str(row[0])


def _write_beside(connection: duckdb.DuckDBPyConnection, waiting: Path) -> dict[str, Any]:
    """Write the Parquet files and say how many rows each table has and what its content hashes to."""
    rows: dict[str, int] = {}
    hashes: dict[str, str] = {}
    for schema, name, is_view in _tables(connection):
        table = f"{_quoted(schema)}.{_quoted(name)}"
        target = waiting / "parquet" / schema / name / "data.parquet"
        target.parent.mkdir(parents=True)
        # COPY takes no parameters; the path is ours and the names come from the catalog.
        literal = "'" + str(target).replace("'", "''") + "'"
        connection.execute(f"COPY (SELECT * FROM {table} ORDER BY ALL) TO {literal} (FORMAT parquet, COMPRESSION zstd)")
        counted = connection.sql(f"SELECT count(*) FROM {table}").fetchone()
        rows[f"{schema}.{name}"] = int(counted[0]) if counted else 0
        if not is_view and (schema, name) != _NOT_COMPARED:
            hashes[f"{schema}.{name}"] = _content_hash(connection, table)
    return {"rows": rows, "content_hashes": hashes}


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move_parquet(waiting: Path, published: Path) -> None:
    """Put each file in its place with one rename, then drop those that the new release does not have."""
    new = {path.relative_to(waiting) for path in waiting.rglob("*.parquet")}
    for relative in sorted(new):
        (published / relative).parent.mkdir(parents=True, exist_ok=True)
        os.replace(waiting / relative, published / relative)
    for path in list(published.rglob("*.parquet")):
        if path.relative_to(published) not in new:
            path.unlink()
    for folder in sorted((p for p in published.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def intake_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Files seen, by what became of them, and what the loaded ones hold."""
    row = connection.sql(
        """
        SELECT count(*), count(*) FILTER (status = 'loaded'), count(*) FILTER (status = 'duplicate'),
               count(*) FILTER (status = 'rejected')
        FROM landing.intake
        """
    ).fetchone()
    document = connection.sql(
        """
        SELECT coalesce(sum(page_count), 0), coalesce(sum(printed_numbers), 0), coalesce(sum(accounted_numbers), 0)
        FROM landing.document
        """
    ).fetchone()
    assert row is not None
    assert document is not None
    names = ("files", "loaded", "duplicate", "rejected", "pages", "printed_numbers", "accounted_numbers")
    return dict(zip(names, (int(value) for value in (*row, *document)), strict=True))


def publish(settings: Settings, now: datetime | None = None) -> Release:
    """Release the build that was audited. The caller holds the lock of one refresh at a time."""
    if reason := why_not_publishable(settings):
        raise NotPublishable(f"Not published: {reason}. The earlier release stays.")
    now = now or datetime.now(UTC)
    published = settings.published_dir
    waiting = published / _WAITING
    shutil.rmtree(waiting, ignore_errors=True)
    waiting.mkdir(parents=True)
    with duckdb.connect(str(settings.build_db)) as connection:
        counts = intake_counts(connection)
        run = connection.sql("SELECT run_id FROM landing.refresh_run").fetchone()
        assert run is not None
        beside = _write_beside(connection, waiting)
        connection.execute("CHECKPOINT")
    content = hashlib.sha256(json.dumps(beside["content_hashes"], sort_keys=True).encode()).hexdigest()
    release = {
        "release_id": f"{now:%Y%m%dT%H%M%SZ}-{content[:12]}",
        "run_id": run[0],
        "published_at": now.isoformat(timespec="seconds"),
        "code_version": code_version(),
        "content_hash": content,
        "counts": {**counts, "rows": beside["rows"]},
        "content_hashes": beside["content_hashes"],
    }
    (waiting / "release.json").write_text(json.dumps(release, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for path in [settings.build_db, *(p for p in waiting.rglob("*") if p.is_file())]:
        _fsync(path)
    leftover = settings.build_db.with_name(settings.build_db.name + ".wal")
    if leftover.exists():
        raise NotPublishable(f"Not published: {leftover} still holds changes; something has the build open.")

    # Someone who opened the release for writing may have left a log; it must not be replayed into the new file.
    settings.published_db.with_name(settings.published_db.name + ".wal").unlink(missing_ok=True)
    os.replace(settings.build_db, settings.published_db)
    _fsync(published)
    _move_parquet(waiting / "parquet", published / "parquet")
    os.replace(waiting / "release.json", published / "release.json")
    shutil.rmtree(waiting)
    return Release(str(release["release_id"]), beside["rows"], counts, settings.published_db)
