"""The schema `landing`: typed even where nothing was read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb

from dagster_project import building, landing
from dagster_project.intake.listing import RawSource
from dagster_project.intake.readings import ReadingsCache
from dagster_project.settings import Settings


def test_an_empty_folder_gives_empty_typed_tables(settings: Settings) -> None:
    run = building.RefreshRun("r", datetime(2026, 1, 1, tzinfo=UTC), "c", "e", "i")
    sources = [RawSource("a.pdf", None, None, None, date(2026, 1, 2), None)]
    rows = building.land(settings, ReadingsCache(settings.readings_cache, "v1"), [], sources, run, {})
    assert set(rows) == {*landing.DOCUMENT_TABLES, "intake", "raw_source", "refresh_run"}
    assert {name for name, n in rows.items() if n} == {"raw_source", "refresh_run"}
    with duckdb.connect(str(settings.build_db), read_only=True) as connection:
        types = dict(
            connection.sql(
                "SELECT table_name || '.' || column_name, data_type FROM information_schema.columns"
            ).fetchall()
        )
    assert types["reported_cell.amount"] == "DECIMAL(38,10)"
    assert types["statement.pages"] == "BIGINT[]"
    assert types["raw_source.published_on"] == "DATE"
    assert types["refresh_run.started_at"] == "TIMESTAMP WITH TIME ZONE"
    assert types["intake.size_bytes"] == "BIGINT"
