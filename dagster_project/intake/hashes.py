"""The hashes of files that were read before, so that ten thousand unchanged files need not be read again.

A hash is believed where device, inode, size and both times of the file are those that it was taken under. The time of
the last change of the inode cannot be set by anybody, so that a file with other content is told even where its
modification time was put back. A file that changed while, or shortly before, it was hashed is hashed again: two changes
within one tick of the file system's clock look like one.

Belongs here: that memory, and when it may be believed. Does not belong here: which files there are (`listing`).
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

_TICK_NS = 2_000_000_000  # the coarsest clock of a file system in use: FAT's

_Stamp = tuple[int, int, int, int, int]


class KnownHashes:
    """The hashes of files by their path below the raw folder."""

    def __init__(self, path: Path | None = None) -> None:
        """What was known at `path`; nothing, where there is no such file."""
        self._path = path
        self._known: dict[str, tuple[_Stamp, str]] = {}
        self._seen: dict[str, tuple[_Stamp, str]] = {}
        if path is not None and path.is_file():
            stored = json.loads(path.read_text(encoding="utf-8"))
            self._known = {name: (_stamp_of(stamp), sha256) for name, (stamp, sha256) in stored.items()}

    def find(self, file_path: str, status: os.stat_result) -> str | None:
        """The hash of a file, where it is known and the file is as it was."""
        known = self._known.get(file_path)
        if known is None or known[0] != _stamp(status):
            return None
        self._seen[file_path] = known
        return known[1]

    def keep(self, file_path: str, before: os.stat_result, after: os.stat_result, sha256: str) -> None:
        """Remember a hash that was just taken of a file; what the file was before its first and after its last byte."""
        is_settled = max(before.st_mtime_ns, before.st_ctime_ns) < time.time_ns() - _TICK_NS
        if is_settled and _stamp(before) == _stamp(after):
            self._seen[file_path] = (_stamp(before), sha256)

    def save(self) -> None:
        """Write what was found or kept since; files that were not asked for are forgotten."""
        if self._path is None or self._seen == self._known:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        waiting = self._path.with_suffix(".new")
        waiting.write_text(json.dumps(self._seen, ensure_ascii=False), encoding="utf-8")
        os.replace(waiting, self._path)


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _stamp_of(stored: list[int]) -> _Stamp:
    device, inode, size, modified, changed = stored
    return device, inode, size, modified, changed
