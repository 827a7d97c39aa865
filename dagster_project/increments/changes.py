"""Which documents changed since the release that stands, and which others their rows can concern.

Belongs here: what a document depends on, as one hash a file, and the families. Does not belong here: landing them.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.inputs import made_by, standing_release
from dagster_project.intake.ledger import LedgerRow
from dagster_project.intake.listing import RawSource
from dagster_project.intake.readings import Reading
from dagster_project.settings import Settings

#: Of the documents of a release, how many may have to be modelled again before modelling all is as fast.
_MOST = 0.3


@dataclass(frozen=True, slots=True)
class FileInput:
    """One row of increment.file: a file of the release, and a hash of all that its rows depend on. The counts are None
    where the file is not loaded."""

    file_path: str
    status: str
    document_id: str | None
    input_hash: str
    page_count: int | None
    printed_numbers: int | None
    accounted_numbers: int | None


def file_inputs(
    ledger: Sequence[LedgerRow], readings: Mapping[str, Reading], sources: Sequence[RawSource]
) -> list[FileInput]:
    """What each file of the ledger contributes to a release."""
    named = {source.file: source for source in sources}
    found = []
    for row in ledger:
        reading = readings.get(row.document_id or "")
        source = named.get(row.file_path)
        parts = [
            dataclasses.astuple(row),
            reading.given if reading else None,
            dataclasses.astuple(source) if source else None,
        ]
        text = json.dumps(parts, default=str, ensure_ascii=False, sort_keys=True)
        counts = (
            (reading.page_count, reading.printed_numbers, reading.accounted_numbers)
            if reading is not None and row.status == "loaded"
            else (None, None, None)
        )
        found.append(
            FileInput(row.file_path, row.status, row.document_id, hashlib.sha256(text.encode()).hexdigest(), *counts)
        )
    return found


def release_to_build_on(settings: Settings) -> Path | None:
    """The release that stands, where it was made by this code: its other rows would come out the same again."""
    release = standing_release(settings)
    return settings.published_db if release is not None and release.get("made_by") == made_by() else None


def note_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Make landing.replaced_file and landing.replaced_document: what is in only one of increment.file and
    base.increment.file, or differs there."""
    connection.execute(
        """
        CREATE TABLE landing.replaced_file AS
        SELECT
            coalesce(new.file_path, old.file_path) AS file_path,
            new.document_id,
            old.document_id AS old_document_id
        FROM increment.file AS new
        FULL JOIN base.increment.file AS old ON new.file_path = old.file_path
        WHERE new.input_hash IS DISTINCT FROM old.input_hash;

        CREATE TABLE landing.replaced_document AS
        SELECT document_id FROM landing.replaced_file WHERE document_id IS NOT NULL
        UNION
        SELECT old_document_id FROM landing.replaced_file WHERE old_document_id IS NOT NULL;
        """
    )


def note_families(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the families of the documents of landing.replaced_document, and their files. The names in documents that are
    new stand in increment.name, those of the others in base.increment.name."""
    connection.execute("CREATE TEMP VIEW named AS FROM base.increment.name UNION ALL FROM increment.name")
    count = -1
    while count != (count := _count(connection, "landing.replaced_document")):
        connection.execute(
            """
            INSERT INTO landing.replaced_document
            SELECT DISTINCT relative.document_id
            FROM named AS replaced
            SEMI JOIN landing.replaced_document USING (document_id)
            INNER JOIN named AS relative ON replaced.name = relative.name
            ANTI JOIN landing.replaced_document AS known ON relative.document_id = known.document_id
            """
        )
    connection.execute("DROP VIEW named")
    connection.execute(
        """
        CREATE OR REPLACE TABLE landing.replaced_file AS
        SELECT file_path FROM landing.replaced_file
        UNION
        SELECT file_path FROM increment.file SEMI JOIN landing.replaced_document USING (document_id)
        UNION
        SELECT file_path FROM base.increment.file SEMI JOIN landing.replaced_document USING (document_id)
        """
    )


def replaced_documents(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The documents whose rows leave the release that stands, or come into it."""
    return {name for (name,) in connection.sql("SELECT document_id FROM landing.replaced_document").fetchall()}


def most_changed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether so much changed that all may as well be modelled anew."""
    documents = connection.sql("SELECT count(*) FROM increment.file WHERE status = 'loaded'").fetchall()[0][0]
    return _count(connection, "landing.replaced_document") > _MOST * int(documents)


def forget_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """The build is to hold all documents."""
    connection.execute("DROP TABLE landing.replaced_file; DROP TABLE landing.replaced_document")


def leave_others_out(connection: duckdb.DuckDBPyConnection) -> None:
    """The build is to hold the replaced files alone."""
    connection.execute("DELETE FROM increment.file WHERE file_path NOT IN (FROM landing.replaced_file)")


def is_increment(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a build holds only what replaces a part of the release that stands."""
    found = connection.sql(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'landing' AND table_name = 'replaced_document'"
    )
    return bool(found.fetchall()[0][0])


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0])
