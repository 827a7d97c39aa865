"""Readings, found again by content: what came of reading the document with this sha256 with this extractor.

    <cache>/<extractor_version>/<sha256>/outcome.json     always: read or rejected, and why
                                        /<table>.parquet  where it was read: one file for each landed table

Belongs here: the layout of that folder and its atomic writing. Does not belong here: reading documents.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_OUTCOME = "outcome.json"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one document. `reason` is None where it was read; the facts are None where it was not.

    `card` is what the document says of itself; `given` is what it was told when it was read, where it says too little.
    """

    sha256: str
    reason: str | None = None
    detail: str | None = None
    text_sha256: str | None = None
    page_count: int | None = None
    printed_numbers: int | None = None
    accounted_numbers: int | None = None
    memory_bytes: int | None = None  # the limits that it was read under, where they are why it was rejected
    seconds_base: float | None = None
    card: dict[str, Any] | None = None
    given: dict[str, Any] | None = None

    @property
    def was_read(self) -> bool:
        return self.reason is None


class ReadingsCache:
    """The readings of one extractor version."""

    def __init__(self, root: Path, extractor_version: str) -> None:
        self._folder = root / extractor_version

    def folder(self, sha256: str) -> Path:
        """Where the reading lies, or will lie."""
        return self._folder / sha256

    def parquet(self, sha256: str, table: str) -> Path:
        return self.folder(sha256) / f"{table}.parquet"

    def find(self, sha256: str) -> Reading | None:
        path = self.folder(sha256) / _OUTCOME
        if not path.is_file():
            return None
        return Reading(**json.loads(path.read_text(encoding="utf-8")))

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """An empty folder on the same file system; what is in it at the end is thrown away unless it was kept."""
        self._folder.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".reading-", dir=self._folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, reading: Reading, scratch: Path) -> None:
        """Make the content of a scratch folder the reading of its document, with one rename."""
        if not reading.was_read:
            for path in scratch.glob("*.parquet"):
                path.unlink()
        with (scratch / _OUTCOME).open("w", encoding="utf-8") as stream:
            json.dump(dataclasses.asdict(reading), stream, ensure_ascii=False, indent=1, sort_keys=True)
            stream.flush()
            os.fsync(stream.fileno())
        target = self.folder(reading.sha256)
        shutil.rmtree(target, ignore_errors=True)
        os.rename(scratch, target)

    def sweep(self) -> None:
        """Throw away what a killed run left half written. Only while no other run uses the folder."""
        if self._folder.is_dir():
            for folder in self._folder.glob(".reading-*"):
                shutil.rmtree(folder)
