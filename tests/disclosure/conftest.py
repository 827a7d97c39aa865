"""Documents for the tests of reading. The seed is in the repository; all other material is found by GOUJI_SHARED."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shared() -> Path:
    path = Path(os.environ.get("GOUJI_SHARED", ROOT.parent / "shared"))
    if not path.is_dir():
        pytest.skip(f"no test material at {path}: set GOUJI_SHARED")
    return path


@pytest.fixture(scope="session")
def seed_bytes() -> bytes:
    (path,) = (ROOT / "raw").glob("*.pdf")
    return path.read_bytes()


@pytest.fixture(scope="session")
def seed(seed_bytes: bytes) -> Disclosure:
    return read(seed_bytes)


@pytest.fixture(scope="session")
def seed_truth(shared: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((shared / "documents" / "seed.truth.json").read_text("utf-8"))
    return truth
