"""What lies in the raw folder: one `RawFile` for each file seen, with the reason where it need not be opened at all.

Belongs here: the rules of what is seen, and rejections that the first kilobyte decides. Does not belong here:
anything that parses a PDF.
"""

from __future__ import annotations

import csv
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dagster_project.intake.hashes import KnownHashes

SOURCES_FILE = "sources.csv"
_HEADER_WINDOW = 1024  # readers accept the PDF header anywhere in the first 1024 bytes


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file seen. `reason` is set where it is rejected unread."""

    path: Path
    file_path: str  # below the raw folder, with forward slashes, as the ledger shows it
    sha256: str | None  # None only where the file could not be opened
    size_bytes: int
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class RawSource:
    """One row of sources.csv: where a file comes from. What is not known is None."""

    file: str
    publisher: str | None
    title: str | None
    url: str | None
    published_on: date | None
    retrieved_on: date | None


class SourcesError(ValueError):
    """sources.csv is not what it has to be; the message says where."""


def shown_path(path: Path, raw_dir: Path) -> str:
    """The path as text: names that are no UTF-8 keep their odd bytes as \\xNN instead of stopping anything."""
    return os.fsencode(path.relative_to(raw_dir).as_posix()).decode("utf-8", "backslashreplace")


def walk(raw_dir: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Every regular file below the folder except dotfiles and sources.csv, in no particular order.

    Links are not followed, to files or to folders; folders whose name starts with a dot are not entered.
    """
    with os.scandir(raw_dir) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from walk(Path(entry.path))
            elif entry.name != SOURCES_FILE:
                try:
                    status = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue  # removed since the folder was opened: it is not there to be seen
                if stat.S_ISREG(status.st_mode):
                    yield Path(entry.path), status


def fingerprint(raw_dir: Path) -> str:
    """A hash of names, sizes and times, for noticing that the folder changed without reading any file."""
    if not raw_dir.is_dir():
        return ""
    lines = sorted(f"{shown_path(path, raw_dir)}\0{s.st_size}\0{s.st_mtime_ns}" for path, s in walk(raw_dir))
    sources = raw_dir / SOURCES_FILE
    if sources.is_file():
        lines.append(hashlib.sha256(sources.read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _look_at(path: Path, file_path: str, hashes: KnownHashes) -> RawFile | None:
    """Hash one file, where its hash is not known, and judge its first bytes; None where it is gone by now."""
    size = 0
    try:
        with path.open("rb") as stream:
            status = os.fstat(stream.fileno())
            head = stream.read(_HEADER_WINDOW)
            sha256 = hashes.find(file_path, status)
            if sha256 is None:
                stream.seek(0)
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                hashes.keep(file_path, status, os.fstat(stream.fileno()), sha256)
            size = status.st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        detail = f"cannot be opened: {error.strerror or error}"
        return RawFile(path, file_path, None, size, reason="extraction_error", detail=detail)
    if size == 0:
        return RawFile(path, file_path, sha256, size, reason="empty_file")
    if b"%PDF-" not in head:
        detail = f"no %PDF- header in the first {_HEADER_WINDOW} bytes"
        return RawFile(path, file_path, sha256, size, reason="not_a_pdf", detail=detail)
    return RawFile(path, file_path, sha256, size)


def list_raw_files(raw_dir: Path, hashes: KnownHashes | None = None) -> list[RawFile]:
    """Every file seen, sorted by path. `hashes` saves reading the files that did not change."""
    if not raw_dir.is_dir():
        raise FileNotFoundError(f"The raw folder {raw_dir} does not exist (GOUJI_RAW_DIR says where it is).")
    seen = sorted((shown_path(path, raw_dir), path) for path, _ in walk(raw_dir))
    hashes = hashes or KnownHashes()
    files = (_look_at(path, file_path, hashes) for file_path, path in seen)
    return [file for file in files if file is not None]


def _date(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SourcesError(f"{where}: {text!r} is not a date like 2026-01-31") from None


def read_sources(raw_dir: Path) -> list[RawSource]:
    """The rows of sources.csv, an empty list where there is none."""
    path = raw_dir / SOURCES_FILE
    if not path.is_file():
        return []
    rows: dict[str, RawSource] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = {"file", "publisher", "title", "url", "published_on", "retrieved_on"} - set(reader.fieldnames or ())
        if missing:
            raise SourcesError(f"{path}: columns missing: {', '.join(sorted(missing))}")
        for row in reader:
            where = f"{path}, line {reader.line_num}"
            values = {name: (row[name] or "").strip() for name in reader.fieldnames or ()}
            if not values["file"]:
                raise SourcesError(f"{where}: the column file is empty")
            if values["file"] in rows:
                raise SourcesError(f"{where}: {values['file']} has a row already")
            rows[values["file"]] = RawSource(
                file=values["file"],
                publisher=values["publisher"] or None,
                title=values["title"] or None,
                url=values["url"] or None,
                published_on=_date(values["published_on"], where),
                retrieved_on=_date(values["retrieved_on"], where),
            )
    return list(rows.values())
