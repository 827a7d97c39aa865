"""Fixtures that several rooms share. Runs over real documents are made once for the whole session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.run import refresh
from dagster_project.settings import PROJECT_ROOT, Settings


@dataclass(frozen=True)
class Refreshed:
    """A refresh that was run, and the settings it ran with."""

    settings: Settings
    result: dg.ExecuteInProcessResult


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test material; tests that need it are skipped where it is not there."""
    folder = Settings().shared
    if not (folder / "documents").is_dir():
        pytest.skip(f"no test material in {folder}: set GOUJI_SHARED")
    return folder


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> Iterator[None]:
    """A developer's GOUJI_HOME must not be written to by tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GOUJI_RAW_DIR", "GOUJI_HOME", "GOUJI_WORKERS", "GOUJI_POSTGRES_URL", "GOUJI_DASK_SCHEDULER"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty raw folder and a home of its own."""
    (tmp_path / "raw").mkdir()
    return Settings(raw_dir=tmp_path / "raw", home=tmp_path / "home", workers=2)


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    """One refresh over the raw folder of the project, with nothing left out."""
    home = tmp_path_factory.mktemp("released")
    shutil.copytree(PROJECT_ROOT / "raw", home / "raw")
    settings = Settings(raw_dir=home / "raw", home=home / "var", workers=2)
    return Refreshed(settings, refresh(settings))
