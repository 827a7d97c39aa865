"""Warehouses made of records: what the tests of rules build from changed copies of a reading, and how they ask it.

Belongs here: landing records without files, the dbt build over them, queries. Does not belong here: what is changed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from dagster_project import landing
from dagster_project.disclosure.records import Disclosure

ROOT = Path(__file__).parents[2]
_FIELDS = {
    "filing_part": "parts", "statement": "statements", "unaccounted_number": "unaccounted",
    "reported_cell": "cells", "reported_text": "texts",
    "performance_target": "targets", "project_attribute": "attributes",
    "document_section": "sections", "contents_entry": "contents", "narrative_claim": "claims",
}  # fmt: skip

FINDINGS_WITHOUT_A_PLACE = """
    select finding.rule_id
    from audit.finding
    left join audit.finding_evidence as evidence on finding.finding_id = evidence.finding_id
    where
        not coalesce(evidence.page_no >= 1, false)
        or not coalesce(evidence.x0 < evidence.x1 and evidence.top < evidence.bottom, false)
"""


def as_document(disclosure: Disclosure, unit_key: str, edition: str = "", **left_out: list[Any]) -> Disclosure:
    """A copy that is a document of its own, of another unit: every id is new, and what names an id names the new one.

    `left_out` are record lists that the copy has instead of its own, as `targets=[]`.
    """
    document_id = hashlib.sha256(f"{unit_key}/{edition}".encode()).hexdigest()

    def own(key: str | None) -> str | None:
        return key and f"{document_id[:8]}-{key}"

    def of(rows: list[Any], *keys: str) -> list[Any]:
        return [replace(row, document_id=document_id, **{key: own(getattr(row, key)) for key in keys}) for row in rows]

    copy = Disclosure(
        document=replace(disclosure.document, document_id=document_id),
        parts=[replace(part, document_id=document_id, unit_key=unit_key) for part in disclosure.parts],
        statements=of(disclosure.statements),
        cells=of(disclosure.cells, "cell_id", "parent_cell_id"),
        texts=of(disclosure.texts, "cell_id"),
        targets=of(disclosure.targets, "target_id"),
        attributes=of(disclosure.attributes, "cell_id"),
        sections=of(disclosure.sections, "section_id", "parent_section_id"),
        contents=of(disclosure.contents),
        claims=of(disclosure.claims, "claim_id", "section_id", "amount_claim_id", "whole_claim_id"),
    )
    return replace(copy, **left_out)


def fails(*rule_ids: str) -> frozenset[str]:
    """The rules that a change makes fail."""
    return frozenset(rule_ids)


def build(folder: Path, disclosures: list[Disclosure], *also: str) -> Path:
    """Land the readings and build all rules over them, and the models named in `also`; the database."""
    database = folder / "budget.duckdb"
    _land(database, disclosures)
    finished = subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")), "build", "--select", "+finding_evidence", *also,
            "--exclude-resource-type", "unit_test", "--project-dir", str(ROOT / "dbt"),
            "--profiles-dir", str(ROOT / "dbt"),
        ],
        env={
            **os.environ,
            "GOUJI_BUILD_DB": str(database),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        },
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout[-4000:]
    return database


def query(database: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """All rows of a query over a warehouse."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def rows_of_tables(disclosure: Disclosure) -> dict[str, list[Any]]:
    """The records of a reading, by landed table."""
    return {
        table: [disclosure.document] if table == "document" else getattr(disclosure, _FIELDS[table])
        for table in landing.DOCUMENT_TABLES
    }


def _land(path: Path, disclosures: list[Disclosure]) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema landing")
        for table, record_class in landing.DOCUMENT_TABLES.items():
            rows = [row for reading in disclosures for row in rows_of_tables(reading)[table]]
            connection.register("incoming", landing.as_table(record_class, rows))
            connection.execute(f"create table landing.{table} as from incoming")
        connection.execute("""
            create table landing.intake as
            select
                document_id || '.pdf' as file_path, document_id as sha256, 1::bigint as size_bytes, 'loaded' as status,
                null::varchar as reason, null::varchar as detail, document_id
            from landing.document;
            create table landing.raw_source(
                file varchar, publisher varchar, title varchar, url varchar, published_on date, retrieved_on date
            );
            create table landing.refresh_run as
            select
                'test' as run_id, now() as started_at, 'test' as code_version, 'test' as extractor_version,
                'test' as inputs_hash;
        """)
