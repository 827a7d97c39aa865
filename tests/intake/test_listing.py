"""What is seen in the raw folder, and what is told without opening it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from dagster_project.intake.listing import SourcesError, fingerprint, list_raw_files, read_sources

PDF = b"%PDF-1.7\n"


def test_every_regular_file_below_is_seen_but_links_dotfiles_and_sources(tmp_path: Path) -> None:
    raw, outside = tmp_path / "raw", tmp_path / "outside"
    for folder in (raw / "deep" / "er", raw / ".hidden", outside):
        folder.mkdir(parents=True)
    for path in (raw / "b.pdf", raw / "deep" / "er" / "预算.pdf", raw / ".dot.pdf", raw / ".hidden" / "x.pdf"):
        path.write_bytes(PDF + path.name.encode())
    (outside / "linked.pdf").write_bytes(PDF)
    (raw / "sources.csv").write_text("file\n")
    (raw / "link.pdf").symlink_to(outside / "linked.pdf")
    (raw / "linked_folder").symlink_to(outside)
    os.mkfifo(raw / "pipe.pdf")

    assert [file.file_path for file in list_raw_files(raw)] == ["b.pdf", "deep/er/预算.pdf"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b"<html>", "not_a_pdf"),
        (b" " * 1020 + b"%PDF-1.4", "not_a_pdf"),
        (b" " * 1019 + b"%PDF-1.4", None),
        (PDF, None),
    ],
)
def test_the_first_kilobyte_decides_what_need_not_be_opened(tmp_path: Path, content: bytes, reason: str | None) -> None:
    (tmp_path / "file.pdf").write_bytes(content)
    (file,) = list_raw_files(tmp_path)
    assert (file.reason, file.size_bytes) == (reason, len(content))


def test_a_name_that_is_no_utf8_is_shown_with_its_bytes(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.pdf")
    try:
        (tmp_path / name).write_bytes(PDF)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert [file.file_path for file in list_raw_files(tmp_path)] == ["\\xff.pdf"]


def test_the_fingerprint_changes_with_the_folder_and_only_then(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    (tmp_path / ".partial").write_bytes(PDF)
    assert fingerprint(tmp_path) == before
    (tmp_path / "sources.csv").write_text("file\n")
    with_sources = fingerprint(tmp_path)
    (tmp_path / "a.pdf").rename(tmp_path / "b.pdf")
    assert len({before, with_sources, fingerprint(tmp_path)}) == 3


def test_sources_keep_what_is_unknown_empty(tmp_path: Path) -> None:
    header = "file,publisher,title,url,published_on,retrieved_on\n"
    (tmp_path / "sources.csv").write_text("\ufeff" + header + "a.pdf,某局,,,2026-02-03,\n", encoding="utf-8")
    (source,) = read_sources(tmp_path)
    assert (source.publisher, source.title, source.published_on) == ("某局", None, date(2026, 2, 3))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file,publisher\n", "columns missing"),
        ("file,publisher,title,url,published_on,retrieved_on\na.pdf,,,,3.2.2026,\n", "line 2.*not a date"),
        ("file,publisher,title,url,published_on,retrieved_on\na.pdf,,,,,\na.pdf,,,,,\n", "line 3.*already"),
    ],
)
def test_a_mistake_in_sources_is_told_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "sources.csv").write_text(text)
    with pytest.raises(SourcesError, match=words):
        read_sources(tmp_path)
