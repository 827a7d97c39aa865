"""What Dagster shows: a snapshot, so that a change is seen and meant.

After a change that is meant: `UPDATE_SNAPSHOTS=1 make test`.
"""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.assets.audit import suite_files
from dagster_project.definitions import build_defs
from dagster_project.expectations import load_suite
from dagster_project.settings import Settings

SNAPSHOT = Path(__file__).with_name("asset_keys.txt")


@pytest.fixture(scope="module")
def defs(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    home = tmp_path_factory.mktemp("definitions")
    (home / "raw").mkdir()
    return build_defs(settings=Settings(raw_dir=home / "raw", home=home / "var"))


def test_asset_keys_jobs_schedules_and_sensors(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    lines = [f"{graph.get(key).group_name}: {key.to_user_string()}" for key in graph.materializable_asset_keys]
    repository = defs.get_repository_def()
    lines += [f"job: {name}" for name in repository.job_names if not name.startswith("__")]
    lines += [f"schedule: {schedule.name}" for schedule in repository.schedule_defs]
    lines += [f"sensor: {sensor.name}" for sensor in repository.sensor_defs]
    now = "\n".join(sorted(lines)) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(now, encoding="utf-8")
    assert now == SNAPSHOT.read_text(encoding="utf-8")


def test_every_expectation_is_one_check_and_only_integrity_blocks(defs: dg.Definitions, settings: Settings) -> None:
    graph = defs.resolve_asset_graph()
    specs = {key.name: graph.get_check_spec(key) for key in graph.asset_check_keys}
    for file in suite_files(settings.expectations_dir):
        for expectation in load_suite(file.path).expectations:
            (name,) = [n for n in specs if n == expectation.id or n.startswith(f"{expectation.id}_")]
            assert specs[name].blocking == file.blocking


def test_the_release_waits_for_everything_that_blocks(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    parents = graph.get(dg.AssetKey("release")).parent_keys
    blocking = {key.asset_key for key in graph.asset_check_keys if graph.get_check_spec(key).blocking}
    assert blocking
    assert blocking <= parents


def test_every_asset_is_described_and_grouped(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    for key in graph.materializable_asset_keys:
        node = graph.get(key)
        assert node.group_name != "default", key
        assert node.description, key


def test_the_sensor_asks_for_a_run_when_the_folder_changed(defs: dg.Definitions) -> None:
    sensor = defs.resolve_sensor_def("raw_folder")
    settings = defs.resources["settings"]  # type: ignore[index]
    with dg.DagsterInstance.ephemeral() as instance:

        def tick(cursor: str | None) -> object:
            context = dg.build_sensor_context(instance=instance, cursor=cursor, resources={"settings": settings})
            return sensor(context)

        first = tick(None)
        assert isinstance(first, dg.SensorResult)
        assert isinstance(tick(first.cursor), dg.SkipReason)
        (settings.raw_dir / "new.pdf").write_bytes(b"%PDF-")
        assert isinstance(tick(first.cursor), dg.SensorResult)
