"""A real cluster of Dask reads the same, and losing a worker loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator

import psutil
import pytest
from distributed import Client, LocalCluster

from dagster_project.intake import cluster, reading
from dagster_project.intake.confined import Unusable
from dagster_project.intake.listing import list_raw_files
from dagster_project.intake.readings import Reading, ReadingsCache
from dagster_project.settings import PROJECT_ROOT, Settings
from tests.intake import children
from tests.intake.test_confined import wait_until_gone
from tests.intake.test_reading import put


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as local:
        yield local


def read(settings: Settings, name: str) -> tuple[dict[str, Reading], ReadingsCache]:
    cache = ReadingsCache(settings.readings_cache, name)
    return reading.read_all(list_raw_files(settings.raw_dir), cache, settings)[0], cache


def test_the_cluster_reads_what_this_machine_reads(settings: Settings, workers: LocalCluster) -> None:
    shutil.copytree(PROJECT_ROOT / "raw", settings.raw_dir, dirs_exist_ok=True)
    (settings.raw_dir / "other.pdf").write_bytes(b"%PDF-1.4\nnothing\n%%EOF\n")
    here, kept_here = read(settings, "here")
    there, kept_there = read(settings.model_copy(update={"dask_scheduler": workers.scheduler_address}), "there")
    assert there == here
    seed = next(sha256 for sha256, r in here.items() if r.was_read)
    for table in ("document", "reported_cell", "narrative_claim"):
        (file_here,), (file_there,) = kept_here.files([seed], table), kept_there.files([seed], table)
        assert file_here.read_bytes() == file_there.read_bytes(), table


def test_a_document_whose_worker_is_lost_is_read_by_another(
    settings: Settings, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "READER", children.__name__)
    put(settings, "hold_until_somebody_dies", "reject", "fail")
    mark = settings.raw_dir / "hold_until_somebody_dies.mark"
    holder: list[int] = []

    def kill_the_worker() -> None:
        while not mark.exists():
            time.sleep(0.05)
        forked = int(mark.read_text())
        nursery = psutil.Process(forked).parent()
        assert nursery is not None
        worker = nursery.parent()
        assert worker is not None
        holder.append(forked)
        os.kill(worker.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_the_worker, daemon=True)
    killer.start()
    there, _ = read(settings.model_copy(update={"dask_scheduler": workers.scheduler_address}), "v")
    killer.join()
    assert sorted(str(r.reason) for r in there.values()) == ["extraction_error", "no_text", "no_text"]
    wait_until_gone(holder[0])
    with Client(workers.scheduler_address) as client:
        client.wait_for_workers(2, timeout=60)


def test_what_a_cluster_lacks_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    put(settings, "reject")
    with pytest.raises(Unusable, match="There is no Dask scheduler at"):
        read(settings.model_copy(update={"dask_scheduler": "tcp://127.0.0.1:1"}), "v")
    with (
        LocalCluster(n_workers=0, dashboard_address=None, host="127.0.0.1") as empty,
        pytest.raises(Unusable, match="has no worker"),
    ):
        read(settings.model_copy(update={"dask_scheduler": empty.scheduler_address}), "v")


def test_a_worker_of_another_version_reads_nothing(
    settings: Settings, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "extractor_version", lambda: "another")
    put(settings, "reject")
    with pytest.raises(Unusable, match="another version"):
        read(settings.model_copy(update={"dask_scheduler": workers.scheduler_address}), "v")
