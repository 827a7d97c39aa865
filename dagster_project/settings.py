"""The one settings class: everything that can be set from outside, with the prefix GOUJI_.

Belongs here: names, defaults, limits and the places derived from them. Does not belong here: anything that reads
or writes those places.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from dagster_project.disclosure import ocr

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def _available_cores() -> int:
    """The cores this process may use: fewer than the machine has where it is confined to some."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _reading_memory() -> int:
    """What one reading process may take: recognising a page takes most of a gigabyte by itself."""
    return 2 << 30 if ocr.is_installed() else 1 << 30


class Settings(BaseSettings):
    """Settings of one refresh. A relative path that is given is relative to the working directory."""

    model_config = SettingsConfigDict(env_prefix="GOUJI_", frozen=True, env_ignore_empty=True)

    raw_dir: Path = Field(PROJECT_ROOT / "raw", description="where the PDFs lie")
    home: Path = Field(PROJECT_ROOT / "var", description="where state and results go")
    shared: Path = Field(PROJECT_ROOT.parent / "shared", description="test material, for tests and benchmarks only")
    workers: int = Field(default_factory=_available_cores, ge=1, description="processes that read documents")
    dask_scheduler: str | None = Field(None, description="address of a Dask scheduler; unset: local processes")
    postgres_url: str | None = Field(
        None, repr=False, description="where set, each release is also served from PostgreSQL"
    )

    read_seconds_base: float = Field(60, gt=0, description="wall clock for one document")
    read_seconds_per_page: float = Field(1, ge=0, description="and for each of its pages")
    read_seconds_per_scan: float = Field(60, ge=0, description="and for each page that OCR reads from its picture")
    read_seconds_most: float = Field(3600, gt=0, description="however many pages a document says it has")
    read_memory_bytes: int = Field(
        default_factory=_reading_memory, ge=1 << 27, description="memory of the process that reads one document"
    )

    read_output_bytes: int = Field(256 << 20, ge=1 << 20, description="records that one document may give")

    @field_validator("raw_dir", "home", "shared")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().resolve()

    @property
    def dbt_dir(self) -> Path:
        return PROJECT_ROOT / "dbt"

    @property
    def expectations_dir(self) -> Path:
        return PROJECT_ROOT / "expectations"

    @property
    def dagster_home(self) -> Path:
        return self.home / "dagster"

    @property
    def dbt_target(self) -> Path:
        """The parsed dbt project (manifest.json), kept between runs."""
        return self.home / "dbt"

    @property
    def readings_cache(self) -> Path:
        return self.home / "cache" / "readings"

    @property
    def known_hashes(self) -> Path:
        """What the files of the raw folder hashed to when they were last read."""
        return self.home / "cache" / "hashes.json"

    @property
    def building_dir(self) -> Path:
        return self.home / "building"

    @property
    def build_db(self) -> Path:
        """The warehouse that is being built. The name of the file is the name of its catalog: views keep
        working after the rename only because the published file is called the same."""
        return self.building_dir / "budget.duckdb"

    @property
    def dbt_run(self) -> Path:
        """What dbt leaves of the run that models the build."""
        return self.building_dir / "dbt"

    @property
    def published_dir(self) -> Path:
        return self.home / "published"

    @property
    def published_db(self) -> Path:
        return self.published_dir / "budget.duckdb"
