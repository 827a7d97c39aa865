"""What a release is made of: the files, sources.csv, the code, and the limits of reading. Nothing else goes into it.

Belongs here: a hash of all that, and what the release that stands was made of. Does not belong here: what changed
between two releases (`dagster_project.increments`).
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from typing import Any

import duckdb

from dagster_project.intake.listing import RawFile, RawSource
from dagster_project.intake.version import extractor_version
from dagster_project.settings import Settings
from dagster_project.version import sources_hash


def inputs_hash(files: Sequence[RawFile], sources: Sequence[RawSource], settings: Settings) -> str:
    """A hash of everything that a release over these files is a function of."""
    limits = {name: value for name, value in settings.model_dump().items() if name.startswith("read_")}
    parts = [
        made_by(),
        limits,
        [(file.file_path, file.sha256, file.size_bytes, file.reason, file.detail) for file in files],
        [dataclasses.astuple(source) for source in sources],
    ]
    return hashlib.sha256(json.dumps(parts, default=str, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def made_by() -> str:
    """The code, as far as rows of a release depend on it."""
    return f"{sources_hash()} {extractor_version()}"


def standing_release(settings: Settings) -> dict[str, Any] | None:
    """What release.json says of the release that stands; None where there is none, or where it is of another one."""
    about = settings.published_dir / "release.json"
    if not (about.is_file() and settings.published_db.is_file()):
        return None
    release: dict[str, Any] = json.loads(about.read_text(encoding="utf-8"))
    with duckdb.connect(str(settings.published_db), read_only=True) as connection:
        run = connection.sql("SELECT run_id FROM audit.run").fetchone()
    # A release.json that is older than the warehouse is of a release that was cut short.
    return release if run is not None and run[0] == release["run_id"] else None


def release_made_of(inputs: str, settings: Settings) -> str | None:
    """The id of the release that stands, where it is made of these inputs."""
    release = standing_release(settings)
    return str(release["release_id"]) if release is not None and release.get("inputs_hash") == inputs else None
