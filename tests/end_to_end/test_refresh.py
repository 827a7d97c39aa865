"""From a folder of PDFs to a release, with everything real."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project import expectations
from dagster_project.assets import audit
from dagster_project.intake import pools
from dagster_project.run import refresh
from dagster_project.settings import Settings
from dagster_project.summary import summary
from tests.conftest import Refreshed


def about(settings: Settings) -> dict[str, Any]:
    return dict(json.loads((settings.published_dir / "release.json").read_text(encoding="utf-8")))


def test_the_raw_folder_becomes_a_release(released: Refreshed) -> None:
    assert released.result.success
    counts = about(released.settings)["counts"]
    assert counts["loaded"] == counts["files"] > 0
    assert counts["rows"]["marts.fct_reported_cell"] > 0
    assert counts["printed_numbers"] == counts["accounted_numbers"]


def test_every_released_table_is_there_as_parquet_with_the_same_rows(released: Refreshed) -> None:
    parquet = released.settings.published_dir / "parquet"
    for table, rows in about(released.settings)["counts"]["rows"].items():
        file = parquet.joinpath(*table.split("."), "data.parquet")
        assert duckdb.sql(f"SELECT count(*) FROM read_parquet('{file}')").fetchone() == (rows,), table


def test_the_summary_names_what_the_contract_names(released: Refreshed) -> None:
    text = summary(released.settings.published_db)
    for word in ("seen", "loaded", "duplicate", "rejected", "pages", "printed numbers", "accounted for"):
        assert word in text
    for word in ("marts.fct_reported_cell", "rounding", "not_evaluated", "warn", "budget.duckdb"):
        assert word in text


def test_every_asset_says_how_many_rows_it_has(released: Refreshed) -> None:
    for event in released.result.get_asset_materialization_events():
        materialization = event.materialization
        assert "dagster/row_count" in materialization.metadata, materialization.asset_key


def test_a_refresh_with_nothing_new_leaves_the_release_as_it_is(released: Refreshed) -> None:
    before = about(released.settings)
    result = refresh(released.settings)
    assert result.success
    assert [event.step_key for event in result.all_events if event.is_step_success] == ["raw_files"]
    assert about(released.settings) == before


def test_a_release_is_made_again_from_the_readings_that_are_kept(
    released: Refreshed, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = about(released.settings)

    def no_process(*_: object, **__: object) -> object:
        raise AssertionError("a document was opened")

    monkeypatch.setattr(pools, "read_document", no_process)
    (released.settings.published_dir / "release.json").unlink()
    assert refresh(released.settings).success
    after = about(released.settings)
    assert after["content_hashes"] == before["content_hashes"]
    assert after["release_id"] != before["release_id"] or after["published_at"] == before["published_at"]


def test_a_failed_integrity_suite_keeps_the_earlier_release(
    released: Refreshed, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = about(released.settings)
    # Something to refresh, where there would be nothing new.
    (released.settings.raw_dir / "not a budget.pdf").write_bytes(b"not a pdf")

    def one_fails(suite: expectations.Suite, database: Path) -> list[expectations.ExpectationOutcome]:
        passed = [
            expectations.ExpectationOutcome(
                e.id, e.name, suite.name, e.severity, True, False, e.statement_zh, e.statement_en, [], 0
            )
            for e in suite.expectations
        ]
        if suite.name != "integrity":
            return passed
        return [dataclasses.replace(passed[0], passed=False, failing_rows=[{"x": 1}], failing_count=1), *passed[1:]]

    monkeypatch.setattr(audit.expectations, "run_suite", one_fails)
    result = refresh(released.settings)
    assert not result.success
    assert "release" not in {event.step_key for event in result.all_events if event.is_step_start}
    assert about(released.settings) == before
