"""A release comes into place at once or not at all."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from dagster_project import building, publishing
from dagster_project.intake.readings import ReadingsCache
from dagster_project.settings import Settings

QUERY = "SELECT min(n), max(n), count(*) FROM marts.current_numbers"

# One look at the release, in a process of its own: a process sees an old file for as long as it has it open.
ONE_LOOK = f"""
import duckdb, sys
print("new", duckdb.connect(sys.argv[1], read_only=True).sql("{QUERY}").fetchone(), flush=True)
"""

# A reader that holds one connection open and meanwhile has others look again and again, until the file `stop` is there.
READER = f"""
import duckdb, os, subprocess, sys
path, stop = sys.argv[1], sys.argv[2]
old = duckdb.connect(path, read_only=True)
print("old", old.sql("{QUERY}").fetchone(), flush=True)
while not os.path.exists(stop):
    subprocess.run([sys.executable, "-c", {ONE_LOOK!r}, path], check=True)
print("old", old.sql("{QUERY}").fetchone(), flush=True)
"""


def build(settings: Settings, number: int, rows: int = 50_000) -> None:
    """A build with one table, one view over it, and one table that differs from run to run."""
    run = building.RefreshRun(f"run {number}", datetime.now(UTC), "code", "extractor", "inputs")
    building.land(settings, ReadingsCache(settings.readings_cache, "v1"), [], [], run, {})
    with duckdb.connect(str(settings.build_db)) as connection:
        for schema in ("marts", "audit", "restricted"):
            connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(
            f"CREATE TABLE marts.numbers AS SELECT {number} AS n, i, [i] AS l FROM range({rows}) AS r(i)"
        )
        connection.execute("CREATE VIEW marts.current_numbers AS SELECT * FROM budget.marts.numbers")
        connection.execute("CREATE TABLE audit.run AS SELECT * FROM landing.refresh_run")


def release(settings: Settings, number: int) -> publishing.Release:
    build(settings, number)
    building.record_integrity(settings, {"I01": True})
    return publishing.publish(settings)


def published_number(settings: Settings) -> int:
    command = [sys.executable, "-c", ONE_LOOK, str(settings.published_db)]
    look = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return int(look.removeprefix("new (").split(",")[0])


def test_a_release_has_its_warehouse_its_description_and_parquet(settings: Settings) -> None:
    done = release(settings, 1)
    about = json.loads((settings.published_dir / "release.json").read_text(encoding="utf-8"))
    assert about["release_id"] == done.release_id
    assert about["counts"]["rows"] == {"audit.run": 1, "marts.current_numbers": 50_000, "marts.numbers": 50_000}
    assert set(about["content_hashes"]) == {"marts.numbers"}
    assert duckdb.sql(
        f"SELECT count(*) FROM '{settings.published_dir}/parquet/marts/numbers/data.parquet'"
    ).fetchone() == (50_000,)
    with duckdb.connect(str(settings.published_db), read_only=True) as connection:
        assert connection.sql("SELECT count(*) FROM marts.current_numbers").fetchone() == (50_000,)
    assert not settings.build_db.exists()
    assert {path.name for path in settings.published_dir.iterdir()} == {"budget.duckdb", "release.json", "parquet"}


def test_content_hashes_follow_the_content_and_nothing_else(settings: Settings) -> None:
    def hashes() -> object:
        return json.loads((settings.published_dir / "release.json").read_text(encoding="utf-8"))["content_hashes"]

    release(settings, 1)
    first = hashes()
    release(settings, 1)
    assert hashes() == first
    release(settings, 2)
    assert hashes() != first


def test_a_table_that_left_leaves_no_parquet(settings: Settings) -> None:
    release(settings, 1)
    gone = settings.published_dir / "parquet" / "marts" / "gone"
    gone.mkdir()
    shutil.copy(settings.published_dir / "parquet" / "marts" / "numbers" / "data.parquet", gone / "data.parquet")
    release(settings, 2)
    assert not gone.exists()


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [({"I01": True, "I02": False}, "integrity failed: I02"), ({}, "held no expectation"), (None, "has not run")],
)
def test_what_was_not_found_good_is_not_published(
    settings: Settings, outcomes: dict[str, bool] | None, words: str
) -> None:
    release(settings, 1)
    build(settings, 2)
    if outcomes is not None:
        building.record_integrity(settings, outcomes)
    with pytest.raises(publishing.NotPublishable, match=words):
        publishing.publish(settings)
    assert published_number(settings) == 1


def test_what_changed_after_its_audit_is_not_published(settings: Settings) -> None:
    release(settings, 1)
    build(settings, 2)
    building.record_integrity(settings, {"I01": True})
    with duckdb.connect(str(settings.build_db)) as connection:
        connection.execute("UPDATE marts.numbers SET n = 3")
    with pytest.raises(publishing.NotPublishable, match="changed after"):
        publishing.publish(settings)
    settings.build_db.unlink()
    with pytest.raises(publishing.NotPublishable, match="no build"):
        publishing.publish(settings)
    assert published_number(settings) == 1


def test_a_crash_before_the_rename_leaves_the_earlier_release(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(settings, 1)

    def crash(*_: object) -> None:
        raise OSError("the power went")

    build(settings, 2)
    building.record_integrity(settings, {"I01": True})
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", crash)
        with pytest.raises(OSError, match="power"):
            publishing.publish(settings)
    assert published_number(settings) == 1
    assert json.loads((settings.published_dir / "release.json").read_text())["run_id"] == "run 1"
    release(settings, 3)
    assert published_number(settings) == 3


def test_readers_see_whole_releases_only_and_are_never_blocked(settings: Settings, tmp_path: Path) -> None:
    release(settings, 1)
    stop = tmp_path / "stop"
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(settings.published_db), str(stop)], stdout=subprocess.PIPE, text=True
    )
    time.sleep(0.5)
    for number in (2, 3, 4):
        release(settings, number)
        time.sleep(0.3)
    stop.touch()
    seen = reader.communicate(timeout=60)[0].splitlines()
    assert reader.returncode == 0
    old = [line for line in seen if line.startswith("old")]
    new = [line for line in seen if line.startswith("new")]
    assert old == ["old (1, 1, 50000)"] * 2
    assert new
    assert set(new) <= {f"new ({n}, {n}, 50000)" for n in (1, 2, 3, 4)}
    assert published_number(settings) == 4


def _try_lock(folder: str, queue: multiprocessing.Queue[str]) -> None:
    try:
        with building.one_refresh_at_a_time(Path(folder)):
            queue.put("held")
    except building.RefreshRunning:
        queue.put("refused")


def test_one_refresh_at_a_time(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[str] = context.Queue()
    with building.one_refresh_at_a_time(settings.building_dir):
        process = context.Process(target=_try_lock, args=(str(settings.building_dir), queue))
        process.start()
        assert queue.get(timeout=60) == "refused"
        process.join()
    with building.one_refresh_at_a_time(settings.building_dir):
        pass
