"""Read documents: each in a confined process of its own, several at a time, none twice.

Belongs here: what the ending of a reading process means for its document, the pool, and what is read again because
other documents say more of it. Does not belong here: how a
process is confined (`confined`), where readings are kept (`readings`), what pages mean (the pure package).
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import signal
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tqdm import tqdm

from dagster_project.disclosure.cards import card_from_json
from dagster_project.disclosure.companions import given_by_source, given_for
from dagster_project.disclosure.given import Given
from dagster_project.intake import child
from dagster_project.intake.confined import Ended, Limits, data_limit, run_confined
from dagster_project.intake.listing import RawFile, RawSource
from dagster_project.intake.readings import Reading, ReadingsCache
from dagster_project.settings import PROJECT_ROOT, Settings

CHILD_COMMAND: tuple[str, ...] = (sys.executable, "-m", child.__name__)

# A process that fails this close to its memory limit failed of it: libraries abort, or report something else, where
# memory is refused.
_NEAR_LIMIT = 0.75
_MIB = 1 << 20

#: What is said of a file that is not what it was when it was listed; not kept, since it says nothing of its content.
CHANGED = "the file changed while it was read"


class ReaderUnusable(RuntimeError):
    """The reading process cannot work here, whatever the document: no document may be blamed for it."""


def child_environment() -> dict[str, str]:
    """What the reading process gets to see: no credentials, one thread, allocators that do not reserve ahead."""
    passed = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TZ")
    return {name: os.environ[name] for name in passed if name in os.environ} | {
        "PYTHONPATH": str(PROJECT_ROOT),
        "PYTHONSAFEPATH": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


def pages_said(lines: Iterable[str]) -> int | None:
    """The number of pages that the process reported, None where it has not yet."""
    for line in lines:
        if match := re.fullmatch(r"pages (\d{1,9})", line):
            return int(match[1])
    return None


def scans_said(lines: Iterable[str]) -> int:
    """How many pages the process reads, or has read, from their pictures."""
    return sum(line.startswith("scan ") for line in lines)


def _last_words(error_text: str) -> str:
    """The last line of a traceback, without addresses, which differ from run to run."""
    lines = [line.strip() for line in error_text.splitlines() if line.strip()]
    return re.sub(r"0x[0-9a-fA-F]+", "0x…", lines[-1])[:500] if lines else ""


def judge(sha256: str, ended: Ended, scratch: Path, settings: Settings) -> Reading:
    """What the ending of the process means for its document. Details hold nothing that differs from run to run."""
    limit = settings.read_memory_bytes
    near_limit = ended.peak_rss_bytes >= _NEAR_LIMIT * limit or ended.peak_data_bytes >= _NEAR_LIMIT * data_limit(limit)

    def over_limit(detail: str) -> Reading:
        return Reading(sha256, "resource_limit", detail, memory_bytes=limit, seconds_base=settings.read_seconds_base)

    if ended.ending == "timeout":
        allowed = settings.seconds_for(pages_said(ended.lines), scans_said(ended.lines))
        return over_limit(f"reading takes longer than {allowed:g} s")
    if ended.ending == "memory" or ended.return_code == child.EXIT_MEMORY or (ended.return_code != 0 and near_limit):
        return over_limit(f"reading takes more than {limit // _MIB} MiB of memory")
    if "ready" not in ended.lines or ended.return_code in (child.EXIT_STORAGE, child.EXIT_OCR):
        raise ReaderUnusable(f"The reading process ended with {ended.return_code}: {ended.error_text}")
    if ended.return_code < 0:
        return Reading(sha256, "extraction_error", f"the reader died of {signal.Signals(-ended.return_code).name}")
    if ended.return_code != 0:
        return Reading(sha256, "extraction_error", _last_words(ended.error_text) or f"exit {ended.return_code}")
    if ended.lines[-1] == "rejected":
        why = json.loads((scratch / "rejected.json").read_text(encoding="utf-8"))
        return Reading(sha256, why["reason"], why["detail"], card=why.get("card"))
    if ended.lines[-1] != "done":
        return Reading(sha256, "extraction_error", "the reader ended without an outcome")
    facts = json.loads((scratch / "facts.json").read_text(encoding="utf-8"))
    if facts.pop("document_id") != sha256:
        return Reading(sha256, "extraction_error", CHANGED)
    return Reading(sha256, **facts)


def read_document(
    file: RawFile, cache: ReadingsCache, settings: Settings, stop: threading.Event | None = None,
    given: Given | None = None,
) -> Reading:  # fmt: skip
    """Read one document in a process of its own and keep what came of it."""
    if file.sha256 is None:
        raise ValueError(f"{file.file_path} has no content to be read by")
    limits = Limits(
        settings.read_memory_bytes, seconds=lambda lines: settings.seconds_for(pages_said(lines), scans_said(lines))
    )
    with cache.scratch() as scratch, tempfile.TemporaryDirectory(prefix="gouji-reading-") as prints:
        if given is not None:
            (scratch / child.GIVEN_FILE).write_text(_as_json(given), encoding="utf-8")
        ended = run_confined(
            [*CHILD_COMMAND, str(file.path), str(scratch)],
            limits,
            scratch=Path(prints),
            env=child_environment(),
            cancelled=stop.is_set if stop else lambda: False,
        )
        reading = judge(file.sha256, ended, scratch, settings)
        if given is not None:
            reading = dataclasses.replace(reading, given=_kept(given))
        if reading.detail != CHANGED:
            for name in ("facts.json", "rejected.json", child.GIVEN_FILE):
                (scratch / name).unlink(missing_ok=True)
            cache.keep(reading, scratch)
    return reading


def _still_holds(reading: Reading, settings: Settings) -> bool:
    """A document that was too much for smaller limits is read again under larger ones."""
    if reading.reason != "resource_limit":
        return True
    return (reading.memory_bytes or 0) >= settings.read_memory_bytes and (
        reading.seconds_base or 0
    ) >= settings.read_seconds_base


def read_all(
    files: Sequence[RawFile], cache: ReadingsCache, settings: Settings, sources: Sequence[RawSource] = ()
) -> tuple[dict[str, Reading], int]:
    """The reading of every document that has to be opened, by sha256, and how many were opened now.

    A document that says too little of its identity is read again with what its companions and sources.csv say of it.
    """
    cache.sweep()
    readings: dict[str, Reading] = {}
    unread: dict[str, RawFile] = {}
    by_content: dict[str, RawFile] = {}
    for file in files:
        if file.reason is not None or file.sha256 is None:
            continue
        by_content.setdefault(file.sha256, file)
        known = cache.find(file.sha256)
        if known is not None and _still_holds(known, settings):
            readings[file.sha256] = known
        else:
            unread.setdefault(file.sha256, file)
    readings.update(_read_many(unread.values(), {}, cache, settings))
    given = _given(files, readings, sources)
    told_otherwise = [
        by_content[sha256]
        for sha256, reading in readings.items()
        if reading.card is not None
        and reading.given != (json.loads(_as_json(given[sha256])) if sha256 in given else None)
    ]
    readings.update(_read_many(told_otherwise, given, cache, settings))
    return readings, len({file.sha256 for file in (*unread.values(), *told_otherwise)})


def _given(files: Sequence[RawFile], readings: Mapping[str, Reading], sources: Sequence[RawSource]) -> dict[str, Given]:
    """What each document is told of itself, by sha256."""
    cards = {sha256: card_from_json(reading.card) for sha256, reading in readings.items() if reading.card is not None}
    named = {source.file: given_by_source(source.publisher, source.title) for source in sources}
    registered: dict[str, Given] = {}
    for file in files:
        source = named.get(file.file_path)
        if source is not None and file.sha256 is not None:
            registered.setdefault(file.sha256, source)
    return given_for(cards, registered)


def _kept(given: Given | None) -> dict[str, Any] | None:
    """As it is kept with a reading."""
    return None if given is None else dataclasses.asdict(given)


def _as_json(given: Given) -> str:
    return json.dumps(dataclasses.asdict(given), ensure_ascii=False, sort_keys=True)


def _read_many(
    files: Iterable[RawFile], given: Mapping[str, Given], cache: ReadingsCache, settings: Settings
) -> dict[str, Reading]:
    """Read documents, several at a time."""
    # Large documents first: the last to finish decides how long it takes.
    largest_first = sorted(files, key=lambda file: -file.size_bytes)
    readings: dict[str, Reading] = {}
    stop = threading.Event()
    with (
        ThreadPoolExecutor(max_workers=settings.workers) as pool,
        tqdm(total=len(largest_first), desc="reading", unit="document", disable=None if largest_first else True) as bar,
    ):
        try:
            futures = [
                pool.submit(read_document, file, cache, settings, stop, given.get(file.sha256 or ""))
                for file in largest_first
            ]
            for future in as_completed(futures):
                reading = future.result()
                readings[reading.sha256] = reading
                bar.update()
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return readings
