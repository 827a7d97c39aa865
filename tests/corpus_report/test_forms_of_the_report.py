"""Parts of the report on invented figures: what a spreadsheet, a terminal and the painter are given."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from dagster_project.corpus_report import exports, terminal
from dagster_project.corpus_report.figures import Corpus, Document, Number, Ties, totals
from dagster_project.corpus_report.pictures import draw_all
from dagster_project.settings import Settings
from tests.disclosure.drawn import Sheet, drawn

LOADED = Document("a/one.pdf", "loaded", None, None, document_id="d" * 64, page_count=1, printed=3, accounted=2)


def corpus(*documents: Document) -> Corpus:
    return Corpus(documents, 0, datetime(2026, 1, 31, tzinfo=UTC), "code", "reader")


def test_shares_never_round_up_to_everything() -> None:
    assert terminal.share(0.999999) == "99.99%"
    assert terminal.share(1.0) == "100.00%"
    assert terminal.share(None) == "–"
    assert Ties().share is None


def test_what_is_not_evaluated_is_in_no_share() -> None:
    ties = Ties(passed=6, rounding=2, failed=2, not_evaluated=90)
    assert ties.share == 0.8
    assert totals([replace(LOADED, ties=ties), replace(LOADED, ties=ties)]).ties.evaluated == 20


def test_no_name_starts_a_formula_or_turns_the_line_of_a_terminal(tmp_path: Path) -> None:
    named = corpus(
        replace(LOADED, file_path="=cmd|' /C calc'!A0.pdf"), replace(LOADED, file_path="a/\x1b[31m\u202efdp")
    )
    exports.write_csv(named, tmp_path)
    with (tmp_path / "documents.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["file_path"][0] for row in csv.DictReader(stream)] == ["'", "a"]
    text = terminal.table(named)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_summary_says_when_and_with_what(tmp_path: Path) -> None:
    text = exports.markdown(corpus(LOADED, replace(LOADED, file_path="b/two.pdf", accounted=3)), "Corpus report")
    assert "Made on 2026-01-31 by `make corpus-report`, code `code`, reader `reader`." in text
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    assert [(row[0], row[8], row[9]) for row in rows[2:5]] == [
        ("a", "3", "66.67%"), ("b", "3", "100.00%"), ("total 合计", "6", "83.33%"),
    ]  # fmt: skip


@pytest.mark.parametrize("turn", [0, 90])
def test_unaccounted_numbers_are_marked_on_their_page(settings: Settings, tmp_path: Path, turn: int) -> None:
    pdf = tmp_path / "one.pdf"
    pdf.write_bytes(drawn(Sheet(turn=turn)))
    number, doubtful = (Number(1, (100.0, top, 150.0, top + 10), "1.00", "why") for top in (200.0, 300.0))
    wrong = replace(LOADED, unaccounted=(number,), suspects=(doubtful,))
    shown = draw_all(corpus(wrong), {"a/one.pdf": pdf}, settings, tmp_path / "pictures")
    (picture,) = shown["a/one.pdf"].pages.values()
    with Image.open(tmp_path / "pictures" / picture.name) as image:
        drawn_page = image.convert("RGB")
    scale = drawn_page.width / (842 if turn else 595)
    for middle in (205, 305):
        red, green, blue = drawn_page.getpixel((round(125 * scale), round(middle * scale)))
        assert red > green + 10
        assert red > blue + 20
    assert min(drawn_page.getpixel((round(300 * scale), round(205 * scale)))) > 240  # type: ignore[type-var]


def test_of_a_document_that_was_not_taken_the_first_page_is_shown(settings: Settings, tmp_path: Path) -> None:
    pdf = tmp_path / "one.pdf"
    pdf.write_bytes(drawn(Sheet(), Sheet()))
    files = {"a/one.pdf": pdf, "a/two.pdf": pdf}
    seen = (Document("a/one.pdf", "rejected", "no_text", None), Document("a/two.pdf", "duplicate", "same_bytes", None))
    shown = draw_all(corpus(*seen), files, settings, tmp_path / "pictures")
    assert {path: len(pictures.all()) for path, pictures in shown.items()} == {"a/one.pdf": 1, "a/two.pdf": 0}


def test_a_file_that_cannot_be_drawn_leaves_no_picture(settings: Settings, tmp_path: Path) -> None:
    broken = tmp_path / "one.pdf"
    broken.write_bytes(b"%PDF-1.7\nno more than that")
    wrong = replace(LOADED, unaccounted=(Number(1, (1.0, 2.0, 3.0, 4.0), "1.00", "no_cell"),))
    shown = draw_all(corpus(wrong), {"a/one.pdf": broken}, settings, tmp_path / "pictures")
    assert shown["a/one.pdf"].all() == []
    assert list((tmp_path / "pictures").iterdir()) == []
