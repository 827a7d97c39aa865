"""A release that only replaces what changed has the contents of one that was made anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project import building, landing, publishing
from dagster_project.disclosure.records import Disclosure
from dagster_project.increments import merging
from dagster_project.increments.changes import release_to_build_on
from dagster_project.increments.scope import Scope, read_scope
from dagster_project.intake.ledger import LedgerRow
from dagster_project.intake.listing import RawSource
from dagster_project.intake.readings import Reading, ReadingsCache
from dagster_project.settings import PROJECT_ROOT, Settings
from tests.readings import reading
from tests.reconciliation.warehouses import as_document, rows_of_tables


@dataclass
class Folder:
    """A raw folder that needs no files: the ledger of it, the readings, and sources.csv."""

    cache: ReadingsCache
    ledger: dict[str, LedgerRow] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    sources: list[RawSource] = field(default_factory=list)

    def add(self, file_path: str, disclosure: Disclosure) -> None:
        document = disclosure.document
        kept = Reading(
            document.document_id, text_sha256=document.document_id, page_count=document.page_count,
            printed_numbers=document.printed_numbers, accounted_numbers=document.accounted_numbers,
        )  # fmt: skip
        with tempfile.NamedTemporaryFile() as records:
            landing.write_records(Path(records.name), rows_of_tables(disclosure))
            self.cache.keep(kept, records.read())
        self.cache.pack()
        self.readings[document.document_id] = kept
        self.ledger[file_path] = LedgerRow(
            file_path, document.document_id, 1, "loaded", None, None, document.document_id
        )

    def reject(self, file_path: str) -> None:
        self.ledger[file_path] = LedgerRow(file_path, file_path, 1, "rejected", "not_a_pdf", None, None)

    def rename(self, file_path: str, to: str) -> None:
        row = self.ledger.pop(file_path)
        self.ledger[to] = LedgerRow(to, *[getattr(row, name) for name in row.__slots__[1:]])


def of_unit(disclosure: Disclosure, unit: str, edition: str = "") -> Disclosure:
    """A copy of another unit, which names no unit and no code of a project that the original names."""
    original = disclosure.parts[0].unit_key

    def renamed(key: str | None) -> str | None:
        return unit if key == original else key and f"{unit}/{key}"

    def of(rows: list[Any], *names: str) -> list[Any]:
        return [replace(row, **{name: renamed(getattr(row, name)) for name in names}) for row in rows]

    copy = as_document(disclosure, unit, edition)
    return replace(
        copy,
        parts=of(copy.parts, "department_key"),
        cells=of(copy.cells, "unit_key", "project_code_printed"),
        targets=of(copy.targets, "project_code_printed"),
        attributes=of(copy.attributes, "project_code_printed"),
    )


def refreshed(folder: Folder, settings: Settings, number: int) -> dict[str, Any]:
    """Land, model and release the folder; what release.json says, and how many documents were modelled."""
    run = building.RefreshRun(f"run {number}", datetime.now(UTC), "code", "extractor", f"inputs {number}")
    ledger = sorted(folder.ledger.values(), key=lambda row: row.file_path)
    base = release_to_build_on(settings)
    landed = building.land(settings, folder.cache, ledger, folder.sources, run, folder.readings, base)
    finished = subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")), "build", "--exclude-resource-type", "unit_test", "test",
            "--project-dir", str(PROJECT_ROOT / "dbt"), "--profiles-dir", str(PROJECT_ROOT / "dbt"),
        ],
        env={
            **os.environ, "GOUJI_BUILD_DB": str(settings.build_db),
            "DBT_TARGET_PATH": str(settings.dbt_run), "DBT_LOG_PATH": str(settings.dbt_run),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout[-3000:]
    building.record_integrity(settings, {"x": True})
    publishing.publish(settings, read_scope(settings.dbt_run / "manifest.json"))
    about = json.loads((settings.published_dir / "release.json").read_text(encoding="utf-8"))
    return {**about, "landed": landed["document"]}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Settings]:
    return tuple(
        Settings(raw_dir=home, home=home) for home in (tmp_path_factory.mktemp("kept"), tmp_path_factory.mktemp("anew"))
    )


def test_what_changed_is_replaced_and_everything_else_stays(homes: tuple[Settings, Settings]) -> None:
    kept, anew = homes
    seed = reading(next((PROJECT_ROOT / "raw").rglob("*.pdf")))
    folder = Folder(ReadingsCache(kept.readings_cache, "v"))
    for number in range(16):
        folder.add(f"{number}.pdf", of_unit(seed, f"unit {number}"))
    folder.reject("letter.pdf")
    assert refreshed(folder, kept, 1)["landed"] == 16

    # A second edition, which the first has to step back for; another name; a file that is no document.
    folder.add("0 again.pdf", of_unit(seed, "unit 0", "second"))
    folder.rename("1.pdf", "renamed.pdf")
    folder.reject("another letter.pdf")
    merged = refreshed(folder, kept, 2)
    assert merged["landed"] == 3
    whole = refreshed(folder, anew, 2)
    assert whole["landed"] == 17
    assert merged["content_hashes"] == whole["content_hashes"]
    assert merged["counts"] == whole["counts"]

    # Files that leave, of a unit that stays and of one that goes; a date that decides between nothing.
    del folder.ledger["0 again.pdf"], folder.ledger["3.pdf"], folder.ledger["letter.pdf"]
    folder.sources = [RawSource("4.pdf", None, "another title", None, date(2026, 2, 1), None)]
    merged = refreshed(folder, kept, 3)
    assert merged["landed"] == 2
    (anew.published_dir / "release.json").unlink()
    whole = refreshed(folder, anew, 3)
    assert whole["landed"] == 15
    assert merged["content_hashes"] == whole["content_hashes"]
    assert merged["counts"] == whole["counts"]
    for settings in homes:
        for table, rows in whole["counts"]["rows"].items():
            files = settings.published_dir.joinpath("parquet", *table.split("."), "*.parquet")
            assert duckdb.sql(f"SELECT count(*) FROM read_parquet('{files}')").fetchone() == (rows,), table


def test_a_table_that_says_nothing_of_its_rows_is_not_merged(tmp_path: Path) -> None:
    for name in ("release", "build"):
        with duckdb.connect(str(tmp_path / f"{name}.duckdb")) as connection:
            connection.execute("CREATE SCHEMA marts; CREATE TABLE marts.new (document_id VARCHAR)")
    with pytest.raises(merging.NotMergeable, match=r"marts\.new"):
        merging.merge(tmp_path / "build.duckdb", tmp_path / "release.duckdb", Scope())
