"""Readings are kept in batches, found again, and never lost or half there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dagster_project import landing
from dagster_project.disclosure.records import ContentsEntryRecord
from dagster_project.intake import readings
from dagster_project.intake.readings import Reading, ReadingsCache


def sha(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def read(number: int, text: str = "t") -> Reading:
    return Reading(sha(number), text_sha256=text, page_count=1, card={"name": "甘棠市"})


def records(tmp_path: Path, number: int, lines: int = 1) -> bytes:
    """The records of a document with so many lines of contents."""
    entries = [
        ContentsEntryRecord(sha(number), 1, line, 1, "目录", None, None, 1, 0.0, 0.0, 1.0, 1.0) for line in range(lines)
    ]
    path = tmp_path / "records"
    landing.write_records(path, dict.fromkeys(landing.DOCUMENT_TABLES, ()) | {"contents_entry": entries})
    return path.read_bytes()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReadingsCache:
    monkeypatch.setattr(readings, "_BATCH_DOCUMENTS", 3)
    return ReadingsCache(tmp_path / "cache", "v1")


def again(tmp_path: Path) -> ReadingsCache:
    return ReadingsCache(tmp_path / "cache", "v1")


def lines_of(cache: ReadingsCache, *numbers: int) -> dict[str, int]:
    """How many lines of contents are kept of each document."""
    found: dict[str, int] = {}
    for file, documents in cache.files([sha(n) for n in numbers], "contents_entry").items():
        rows = pq.read_table(file)["document_id"].to_pylist()
        found |= {document: rows.count(document) for document in documents}
    return found


def batches(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "cache" / "v1").glob("0*"))


def test_a_reading_is_found_from_when_it_is_kept(cache: ReadingsCache, tmp_path: Path) -> None:
    cache.keep(read(1), records(tmp_path, 1))
    cache.keep(Reading(sha(2), "no_text", "nothing"))
    for known in (cache, again(tmp_path)):
        assert known.find(sha(1)) == read(1)
        assert known.find(sha(2)) == Reading(sha(2), "no_text", "nothing")
        assert known.find(sha(3)) is None
    with pytest.raises(ValueError, match="not packed"):
        cache.files([sha(1)], "document")
    with pytest.raises(ValueError, match="has records"):
        cache.keep(read(3))


def test_batches_are_filled_and_files_stay_few(cache: ReadingsCache, tmp_path: Path) -> None:
    for number in range(8):
        cache.keep(read(number), records(tmp_path, number, lines=number))
        if number == 4:
            cache.pack()
    cache.pack()
    # 0 to 2; then 3 and 4, which was not full and is packed anew with 5 to 7.
    assert batches(tmp_path) == ["000001", "000003"]
    expected = {sha(number): number for number in range(8)}
    assert lines_of(cache, *range(8)) == lines_of(again(tmp_path), *range(8)) == expected
    assert not list((tmp_path / "cache" / "v1" / "inbox").iterdir())


def test_what_is_read_again_replaces_what_was_read(cache: ReadingsCache, tmp_path: Path) -> None:
    for number in range(4):
        cache.keep(read(number), records(tmp_path, number))
    cache.pack()
    cache.keep(read(0, "other"), records(tmp_path, 0, lines=5))
    cache.keep(read(3, "other"), records(tmp_path, 3, lines=7))
    cache.pack()
    for known in (cache, again(tmp_path)):
        assert known.find(sha(0)) == read(0, "other")
        assert lines_of(known, 0, 1, 3) == {sha(0): 5, sha(1): 1, sha(3): 7}
    cache.keep(Reading(sha(0), "resource_limit", "too long"))
    cache.pack()
    assert again(tmp_path).find(sha(0)) == Reading(sha(0), "resource_limit", "too long")


def test_a_batch_that_holds_nothing_any_more_is_swept_away(cache: ReadingsCache, tmp_path: Path) -> None:
    for _ in range(2):
        for number in range(3):
            cache.keep(read(number), records(tmp_path, number))
        cache.pack()
    cache.sweep()
    assert batches(tmp_path) == ["000002"]
    assert lines_of(cache, 0, 1, 2) == {sha(0): 1, sha(1): 1, sha(2): 1}


def test_what_a_killed_run_left_is_put_in_order(cache: ReadingsCache, tmp_path: Path) -> None:
    cache.keep(read(1), records(tmp_path, 1))
    inbox = tmp_path / "cache" / "v1" / "inbox"
    (inbox / f"{sha(2)}.arrow").write_bytes(b"its outcome was not written any more")
    (inbox / f"{sha(3)}.new").write_bytes(b"half")
    (tmp_path / "cache" / "v1" / ".1").mkdir()  # a batch that was being written
    later = again(tmp_path)
    later.sweep()
    assert later.find(sha(1)) == read(1)
    assert later.find(sha(2)) is None
    assert lines_of(later, 1) == {sha(1): 1}
    assert not list(inbox.iterdir())
    assert batches(tmp_path) == ["000001"]


def test_a_run_killed_between_two_renames_loses_and_doubles_nothing(cache: ReadingsCache, tmp_path: Path) -> None:
    cache.keep(read(1), records(tmp_path, 1))
    inbox = tmp_path / "cache" / "v1" / "inbox"
    left = {path.name: path.read_bytes() for path in inbox.iterdir()}
    cache.pack()
    for name, content in left.items():  # the batch was there, the inbox not yet emptied
        (inbox / name).write_bytes(content)
    later = again(tmp_path)
    later.sweep()
    assert lines_of(later, 1) == {sha(1): 1}
