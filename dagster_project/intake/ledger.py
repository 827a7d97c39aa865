"""The intake ledger: the final word on every file seen.

Belongs here: which of the files are loaded, duplicates or rejected. Does not belong here: seeing or reading them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from dagster_project.intake.listing import RawFile
from dagster_project.intake.readings import Reading


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of audit.intake. document_id is set for what is loaded, and for a duplicate that of its original."""

    file_path: str
    sha256: str | None
    size_bytes: int
    status: str  # loaded, duplicate or rejected
    reason: str | None
    detail: str | None
    document_id: str | None


def _originals_first(named: Collection[str]) -> Callable[[RawFile], tuple[bool, int, int, str]]:
    """Which of several equal files is the original: one that sources.csv names, else the one nearest to the top of
    the folder, else the one with the shorter name (a copy is called "X (1)" or "copy of X"), else the first."""
    return lambda f: (f.file_path not in named, f.file_path.count("/"), len(f.file_path), f.file_path)


def settle(
    files: Sequence[RawFile], readings: Mapping[str, Reading], named: Collection[str] = frozenset()
) -> list[LedgerRow]:
    """One row for each file, by path. `named` are the files that sources.csv names.

    A copy of a file that is rejected is rejected for the same reason: a duplicate always has a loaded original.
    """
    rows: list[LedgerRow] = []
    path_of: dict[str, str] = {}  # sha256 of the bytes -> first file with them
    loaded: dict[str, LedgerRow] = {}  # hash of the text -> the one that is loaded

    def add(file: RawFile, status: str, reason: str | None, detail: str | None, document_id: str | None) -> LedgerRow:
        row = LedgerRow(file.file_path, file.sha256, file.size_bytes, status, reason, detail, document_id)
        rows.append(row)
        return row

    for file in sorted(files, key=_originals_first(named)):
        if file.reason is not None or file.sha256 is None:
            add(file, "rejected", file.reason, file.detail, None)
            continue
        reading = readings[file.sha256]
        if not reading.was_read or reading.text_sha256 is None:
            add(file, "rejected", reading.reason, reading.detail, None)
            continue
        twin = path_of.setdefault(file.sha256, file.file_path)
        original = loaded.get(reading.text_sha256)
        if original is None:
            loaded[reading.text_sha256] = add(file, "loaded", None, None, file.sha256)
        elif twin != file.file_path:
            add(file, "duplicate", "same_bytes", f"as {twin}", original.document_id)
        else:
            add(file, "duplicate", "same_text", f"as {original.file_path}", original.document_id)
    return sorted(rows, key=lambda row: row.file_path)
