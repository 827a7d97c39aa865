"""The final word on every file."""

from __future__ import annotations

from pathlib import Path

from dagster_project.intake.ledger import settle
from dagster_project.intake.listing import RawFile
from dagster_project.intake.readings import Reading


def file(path: str, sha256: str, reason: str | None = None) -> RawFile:
    return RawFile(Path(path), path, sha256, 1, reason=reason)


def words(files: list[RawFile], readings: list[Reading], named: set[str] | None = None) -> dict[str, str]:
    rows = settle(files, {reading.sha256: reading for reading in readings}, named or set())
    assert [row.file_path for row in rows] == sorted(f.file_path for f in files)
    return {row.file_path: " ".join(filter(None, (row.status, row.reason, row.document_id))) for row in rows}


def test_a_copy_of_bytes_or_text_points_to_the_one_that_is_loaded() -> None:
    files = [file("copy_of_a.pdf", "1"), file("a.pdf", "1"), file("printed_again.pdf", "2"), file("p2.pdf", "2")]
    assert words(files, [Reading("1", text_sha256="t"), Reading("2", text_sha256="t")]) == {
        "a.pdf": "loaded 1",
        "copy_of_a.pdf": "duplicate same_bytes 1",
        "p2.pdf": "duplicate same_text 1",
        "printed_again.pdf": "duplicate same_bytes 1",
    }


def test_the_file_that_sources_names_is_the_original() -> None:
    files = [file("a.pdf", "1"), file("a_long_name.pdf", "2")]
    readings = [Reading("1", text_sha256="t"), Reading("2", text_sha256="t")]
    assert words(files, readings)["a.pdf"] == "loaded 1"
    assert words(files, readings, {"a_long_name.pdf"}) == {
        "a.pdf": "duplicate same_text 2",
        "a_long_name.pdf": "loaded 2",
    }


def test_copies_of_what_is_rejected_are_rejected_for_the_same_reason() -> None:
    files = [file("a.pdf", "1"), file("b.pdf", "1"), file("c.pdf", "2", "empty_file"), file("d.pdf", "2", "empty_file")]
    assert words(files, [Reading("1", "encrypted", "needs a password")]) == {
        "a.pdf": "rejected encrypted",
        "b.pdf": "rejected encrypted",
        "c.pdf": "rejected empty_file",
        "d.pdf": "rejected empty_file",
    }
