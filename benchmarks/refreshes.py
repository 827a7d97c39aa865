"""How long refreshes take as the folder grows: `make bench-refreshes [SIZES="100 1000 10000"] [DIR=folder]`.

The documents of the folder are read once, which is measured by itself, and multiplied to each size
(`benchmarks.multiplied`). At each size a refresh is made from nothing but the readings, then one with nothing new, with
one new file (which is read), with that file renamed, and with it removed. What the steps take is told from the whole:
the rest is start-up. Sizes on disk and the largest memory of the refresh stand beside the seconds.

Belongs here: running and timing refreshes. Does not belong here: making the folder.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import psutil

from benchmarks.multiplied import Original, multiply
from dagster_project import landing
from dagster_project.intake.listing import list_raw_files
from dagster_project.intake.reading import read_all
from dagster_project.intake.readings import ReadingsCache
from dagster_project.intake.version import extractor_version
from dagster_project.settings import PROJECT_ROOT, Settings

_STEP = re.compile(r"^  (\w+): (?:done|FAILED), ([\d.]+) s$", re.MULTILINE)
_POLL = 0.2


@dataclasses.dataclass(frozen=True)
class Timed:
    """One refresh: seconds as a whole, of its steps, and its largest resident memory with all it started."""

    name: str
    seconds: float
    steps: dict[str, float]
    memory_bytes: int

    def __str__(self) -> str:
        steps = sum(self.steps.values())  # the rest is starting Python, Dagster and their imports
        longest = sorted(self.steps.items(), key=lambda step: -step[1])[:4]
        of_them = ", ".join(f"{name} {took:.1f}" for name, took in longest)
        memory = self.memory_bytes / 2**20
        return f"{self.name:20} {self.seconds:7.1f} s, steps {steps:7.1f} s, {memory:6.0f} MiB  ({of_them})"


def timed(name: str, raw: Path, home: Path) -> Timed:
    """Run `make run` over a folder. SystemExit where it fails."""
    environment = os.environ | {"GOUJI_RAW_DIR": str(raw), "GOUJI_HOME": str(home)}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "dagster_project.run"], cwd=PROJECT_ROOT, env=environment, stdout=said, stderr=said
        )
        largest = 0
        while process.poll() is None:
            largest = max(largest, _memory(psutil.Process(process.pid)))
            time.sleep(_POLL)
        seconds = time.monotonic() - started
        said.seek(0)
        text = said.read()
    if process.returncode != 0:
        raise SystemExit(f"The refresh failed ({name}):\n{text[-3000:]}")
    print(f"  {name}: {seconds:.1f} s", file=sys.stderr)
    return Timed(name, seconds, {step: float(took) for step, took in _STEP.findall(text)}, largest)


def _memory(process: psutil.Process) -> int:
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        for each in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                total += each.memory_info().rss
    return total


def read_once(folder: Path, home: Path) -> tuple[list[Original], ReadingsCache, float]:
    """Read the documents of a folder; those that were read, where their records are kept, and the seconds."""
    settings = Settings(raw_dir=folder, home=home)
    cache = ReadingsCache(settings.readings_cache, extractor_version())
    files = list_raw_files(folder)
    started = time.monotonic()
    readings, _ = read_all(files, cache, settings)
    seconds = time.monotonic() - started
    paths = {file.sha256: file.path for file in files}
    taken = [Original(paths[r.sha256], r) for r in readings.values() if r.was_read and r.given is None]
    unique = {original.reading.text_sha256: original for original in taken}
    return list(unique.values()), cache, seconds


def at_size(size: int, originals: list[Original], cache: ReadingsCache, folder: Path) -> list[Timed]:
    """The refreshes at one size. The first of the originals is held back: it is the new file."""
    new, rest = originals[0], originals[1:]
    raw, home = folder / "raw", folder / "home"
    store = Settings(home=home).readings_cache / extractor_version()
    store.mkdir(parents=True)
    documents = [original.reading.sha256 for original in rest]
    tables = {table: list(cache.files(documents, table)) for table in landing.DOCUMENT_TABLES}
    multiply(rest, tables, range(-(-size // len(rest))), raw, store)
    for path in sorted(raw.rglob("*.pdf"))[size:]:
        path.unlink()
    found = [timed("from readings alone", raw, home), timed("nothing new", raw, home)]
    shutil.copy(new.path, raw / "new.pdf")
    found.append(timed("one new file", raw, home))
    (raw / "new.pdf").rename(raw / "renamed.pdf")
    found.append(timed("one file renamed", raw, home))
    (raw / "renamed.pdf").unlink()
    found.append(timed("one file removed", raw, home))
    return found


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--scratch", type=Path, default=None, help="where the folders are made (some 30 GB for 10,000)")
    parser.add_argument("--json", type=Path, default=None, help="also write the figures to this file")
    parser.add_argument("dir", type=Path, nargs="?", default=Settings().shared / "corpus")
    asked = parser.parse_args()
    print(_machine())
    report: dict[str, object] = {"machine": _machine()}
    with tempfile.TemporaryDirectory(prefix="gouji-bench-", dir=asked.scratch) as scratch:
        originals, cache, seconds = read_once(asked.dir.resolve(), Path(scratch) / "once")
        pages = sum(original.reading.page_count or 0 for original in originals)
        print(f"read: {len(originals)} documents, {pages} pages in {seconds:.1f} s")
        for size in asked.sizes:
            folder = Path(scratch) / str(size)
            found = at_size(size, originals, cache, folder)
            disk = {name: _size(folder / name) for name in ("raw", "home/cache", "home/published")}
            report[str(size)] = {
                "refreshes": [dataclasses.asdict(refresh) for refresh in found],
                "bytes": disk,
            }
            print(f"\n{size} documents: " + ", ".join(f"{name} {count / 1e6:.0f} MB" for name, count in disk.items()))
            for refresh in found:
                print(f"  {refresh}")
            shutil.rmtree(folder)
    if asked.json is not None:
        asked.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


def _machine() -> str:
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = psutil.virtual_memory().total / 2**30
    return f"{datetime.date.today()}: {cores} cores, {memory:.0f} GiB, {platform.system()}, {versions}"


if __name__ == "__main__":
    sys.exit(main())
