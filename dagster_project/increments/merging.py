"""Replace the rows of the documents that changed in a copy of the release that stands.

Belongs here: which rows leave, which come, and which tables are made anew. Does not belong here: whether the build is
good (it was audited before), what becomes of the file (`dagster_project.publishing`).

The build holds the changed documents with their families, as every other build holds all documents; landing.replaced_*
says which rows of the release they replace.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.increments.contents import Contents, contents_of
from dagster_project.increments.scope import REFRESH, Scope
from dagster_project.quoting import literal

#: Tables of the schema `increment` that are landed, not modelled: the column by which their rows are replaced.
LANDED_ROWS_OF = {"increment.file": "file_path", "increment.name": "document_id"}

# The values of each key whose rows leave the release, as queries over the release.
_REPLACED = {
    "document_id": "SELECT document_id FROM build.landing.replaced_document",
    "file_path": "SELECT file_path FROM build.landing.replaced_file",
    "filing_id": (
        "SELECT filing_id FROM marts.bridge_filing_document SEMI JOIN replaced_document_id USING (document_id)"
    ),
    "unit_key": "SELECT name AS unit_key FROM increment.name SEMI JOIN replaced_document_id USING (document_id)",
    "indicator_key": (
        "SELECT indicator_key FROM marts.fct_performance_target SEMI JOIN replaced_filing_id USING (filing_id)"
    ),
    "finding_id": "SELECT finding_id FROM audit.finding SEMI JOIN replaced_filing_id USING (filing_id)",
}


class NotMergeable(RuntimeError):
    """The build does not fit the release: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one table: the contents that left and that came. `keys`: the values of its key in them,
    None where the table was made anew."""

    left: Contents
    came: Contents
    keys: frozenset[str] | None


def merge(build: Path, release: Path, scope: Scope) -> dict[str, Change]:
    """Merge a build into a copy of the release that it was built on; what changed, by table."""
    with duckdb.connect(str(release)) as connection:
        connection.execute(f"ATTACH {literal(build)} AS build (READ_ONLY)")
        rows_of = {**scope.rows_of, **LANDED_ROWS_OF}
        tables = _tables(connection)
        if undeclared := sorted(table for table in tables if table not in rows_of):
            raise NotMergeable(f"Nothing says which rows of {', '.join(undeclared)} documents change (meta.rows_of).")
        with _workshop(connection, scope):
            connection.execute("BEGIN")
            for key, query in _REPLACED.items():
                connection.execute(f"CREATE TEMP TABLE replaced_{key} AS SELECT DISTINCT {key} FROM ({query})")
            changes = {
                table: _replace(connection, table, rows_of[table]) for table in tables if rows_of[table] in _REPLACED
            }
            for model in scope.anew:
                changes[model.table] = _make_anew(connection, model.table, model.query, exists=model.table in tables)
            connection.execute("COMMIT")
        connection.execute("DETACH build")
        connection.execute("CHECKPOINT")
    return {table: change for table, change in changes.items() if table in tables and change.left != change.came}


def _replace(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> Change:
    """Replace rows by the values of a key."""
    leaving = f"{table} SEMI JOIN replaced_{key} USING ({key})"
    came = f"build.{table}"
    change = Change(
        contents_of(connection, f"(FROM {leaving})"),
        contents_of(connection, f"(FROM {came})"),
        frozenset(
            value
            for (value,) in connection.sql(
                f"SELECT {key} FROM replaced_{key} UNION SELECT DISTINCT {key} FROM {came}"
            ).fetchall()
        ),
    )
    connection.execute(f"DELETE FROM {table} WHERE {key} IN (FROM replaced_{key})")
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {came}")
    return change


def _make_anew(connection: duckdb.DuckDBPyConnection, table: str, query: str, *, exists: bool) -> Change:
    """Fill a table with what its model's query says over the merged tables."""
    if not exists:
        connection.execute(f"CREATE TABLE {table} AS {query}")
        return Change(Contents(), Contents(), None)
    left = contents_of(connection, table)
    connection.execute(f"DELETE FROM {table}")
    connection.execute(f"INSERT INTO {table} BY NAME {query}")
    return Change(left, contents_of(connection, table), None)


@contextmanager
def _workshop(connection: duckdb.DuckDBPyConnection, scope: Scope) -> Iterator[None]:
    """The schemas that a release does not have, and the tables of this refresh in them, while tables are made anew."""
    wanted = {table.split(".")[0] for table in (*scope.tables_of(REFRESH), *(model.table for model in scope.anew))}
    there = {
        name
        for (name,) in connection.sql(
            "SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database()"
        ).fetchall()
    }
    for schema in sorted(wanted - there):
        connection.execute(f"CREATE SCHEMA {schema}")
    for table in scope.tables_of(REFRESH):
        connection.execute(f"CREATE TABLE {table} AS FROM build.{table}")
    yield
    for schema in sorted(wanted - there):
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of a release, but for the seeds, which are of the code."""
    found = connection.sql(
        """
        SELECT schema_name || '.' || table_name FROM duckdb_tables()
        WHERE database_name = current_database() AND schema_name <> 'seeds' AND NOT temporary
        ORDER BY ALL
        """
    ).fetchall()
    return [name for (name,) in found]
