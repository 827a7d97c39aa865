"""Readings, found again by content: what came of reading the document with this sha256 with this extractor.

    <cache>/<extractor_version>/inbox/<sha256>.json     what came of it: read or rejected, and why
                                     /<sha256>.arrow    where it was read: its records
                               /000001/reading.parquet  some hundred of them packed: what came of each, and
                                      /<table>.parquet  one file for each landed table, with the records of all

A reading is in the inbox from the moment that it is kept, so that a run that is killed loses nothing that was read. The
inbox is packed whenever it is full and when all are read; a batch that is not full yet is packed anew with what comes
next. Where a document was read twice, the later batch holds.

Belongs here: the layout of that folder and its atomic writing. Does not belong here: reading documents.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dagster_project import landing

_INBOX = "inbox"
_READING = "reading"
_UNFINISHED = ".new"
_BATCH_DOCUMENTS = 256
_BATCH_BYTES = 64 << 20  # of packed records in the inbox: what is packed is in memory as a whole
_PENDING = 0  # the number of the batch of a reading that is in the inbox


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
    output_bytes: int | None = None
    card: dict[str, Any] | None = None
    given: dict[str, Any] | None = None

    @property
    def was_read(self) -> bool:
        return self.reason is None


class ReadingsCache:
    """The readings of one extractor version. One process at a time writes to it."""

    def __init__(self, root: Path, extractor_version: str) -> None:
        self._folder = root / extractor_version
        self._inbox = self._folder / _INBOX
        self._inbox_bytes = 0
        self._inbox_documents = 0

    def find(self, sha256: str) -> Reading | None:
        known = self._known.get(sha256)
        return None if known is None else known[0]

    def keep(self, reading: Reading, records: bytes | None = None) -> None:
        """Keep a reading, with its records (`landing.write_records`) where it was read."""
        if reading.was_read != (records is not None):
            raise ValueError(f"{reading.sha256}: what was read has records, and nothing else has")
        self._inbox.mkdir(parents=True, exist_ok=True)
        if records is not None:
            _put(self._inbox / f"{reading.sha256}.arrow", records)
            self._inbox_bytes += len(records)
        # The outcome comes last: without it, records count as not there.
        _put(self._inbox / f"{reading.sha256}.json", _as_json(reading).encode())
        self._known[reading.sha256] = (reading, _PENDING)
        self._inbox_documents += 1
        if self._inbox_documents >= _BATCH_DOCUMENTS or self._inbox_bytes >= _BATCH_BYTES:
            self.pack()

    def pack(self) -> None:
        """Make a batch of what is in the inbox, together with the last batch if that is not full."""
        waiting = {path.stem: path for path in sorted(self._inbox.glob("*.json"))}
        if not waiting:
            return
        numbers = self._batches()
        last = numbers[-1] if numbers and self._size(numbers[-1]) < _BATCH_DOCUMENTS else None
        number = numbers[-1] + 1 if numbers else 1
        unfinished = self._folder / f".{number}"
        self._write_batch(unfinished, waiting, last)
        os.rename(unfinished, self._batch(number))
        for path in waiting.values():
            path.with_suffix(".arrow").unlink(missing_ok=True)
            path.unlink()
        if last is not None:
            shutil.rmtree(self._batch(last))
        self._inbox_bytes = self._inbox_documents = 0
        for sha256, (reading, where) in self._known.items():
            if where in (_PENDING, last):
                self._known[sha256] = (reading, number)

    def files(self, documents: Iterable[str], table: str) -> dict[Path, list[str]]:
        """The files that hold the records of these documents in one table, and which documents are to be taken from
        each. Everything has been packed."""
        found: dict[Path, list[str]] = {}
        for sha256 in sorted(documents):
            number = self._known[sha256][1]
            if number == _PENDING:
                raise ValueError(f"the reading of {sha256} is not packed yet")
            found.setdefault(self._batch(number) / f"{table}.parquet", []).append(sha256)
        return found

    def sweep(self) -> None:
        """Put in order what a killed run left. Only while no other run uses the folder."""
        for unfinished in self._folder.glob(".*"):
            shutil.rmtree(unfinished)
        for path in self._inbox.glob("*"):
            if path.suffix == _UNFINISHED or not path.with_suffix(".json").is_file():
                path.unlink()
        self.pack()
        holding = {number for _, number in self._known.values()}
        for number in self._batches():
            if number not in holding:  # all of it was read anew since, or packed anew
                shutil.rmtree(self._batch(number))

    @cached_property
    def _known(self) -> dict[str, tuple[Reading, int]]:
        """The readings and the numbers of their batches, by sha256."""
        known: dict[str, tuple[Reading, int]] = {}
        for number in self._batches():
            for outcome in pq.read_table(self._batch(number) / f"{_READING}.parquet")["outcome"].to_pylist():
                reading = Reading(**json.loads(outcome))
                known[reading.sha256] = (reading, number)
        for path in self._inbox.glob("*.json"):
            reading = Reading(**json.loads(path.read_text(encoding="utf-8")))
            known[reading.sha256] = (reading, _PENDING)
        return known

    def _batches(self) -> list[int]:
        """Their numbers; a later one is newer."""
        return sorted(int(path.name) for path in self._folder.glob("[0-9]*"))

    def _batch(self, number: int) -> Path:
        return self._folder / f"{number:06d}"

    def _size(self, number: int) -> int:
        return int(pq.read_metadata(self._batch(number) / f"{_READING}.parquet").num_rows)

    def _write_batch(self, folder: Path, waiting: dict[str, Path], last: int | None) -> None:
        """Write the readings that wait, and those of the last batch that none of them replaces."""
        outcomes = pa.table({"sha256": list(waiting), "outcome": [p.read_text("utf-8") for p in waiting.values()]})
        tables: dict[str, list[pa.Table]] = {table: [] for table in landing.DOCUMENT_TABLES} | {_READING: [outcomes]}
        for path in waiting.values():
            if self._known[path.stem][0].was_read:
                for table, rows in landing.read_records(path.with_suffix(".arrow")).items():
                    tables[table].append(rows)
        if last is not None:
            for table, parts in tables.items():
                column = "sha256" if table == _READING else "document_id"
                rows = pq.read_table(self._batch(last) / f"{table}.parquet")
                parts.insert(0, rows.filter(pc.invert(pc.is_in(rows[column], pa.array(waiting)))))
        folder.mkdir()
        for table, parts in tables.items():
            empty = [landing.as_table(landing.DOCUMENT_TABLES[table], [])] if table != _READING else []
            with (folder / f"{table}.parquet").open("wb") as file:
                pq.write_table(pa.concat_tables(empty + parts), file, compression="zstd")
                os.fsync(file.fileno())


def _as_json(reading: Reading) -> str:
    return json.dumps(dataclasses.asdict(reading), ensure_ascii=False, sort_keys=True)


def _put(target: Path, content: bytes) -> None:
    """Write a file so that, whatever happens, it is there as a whole or not at all."""
    unfinished = target.with_suffix(_UNFINISHED)
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, target)
