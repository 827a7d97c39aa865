"""Pages that are pictures: read where the optional extra is there, rejected with advice where it is not."""

from __future__ import annotations

import io
import re
import socket

import pypdfium2 as pdfium
import pytest

from dagster_project.disclosure import ocr
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.ocr.doubt import UNKNOWN, Provenance, is_broken_number, provenance
from dagster_project.disclosure.pages import Char
from dagster_project.disclosure.pdf import PdfDocument
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure
from dagster_project.disclosure.tables import find_grids
from dagster_project.settings import PROJECT_ROOT
from tests.disclosure.scanning import scanned

needs_extra = pytest.mark.skipif(not ocr.is_installed(), reason="the optional extra is not installed: make ocr")

COVER, BASIC = 1, 12  # 一般公共预算基本支出表


def chars(text: str, confidence: float | None = 0.99, doubt: str | None = None) -> list[Char]:
    return [Char(sign, 10.0 * i, 0, 10.0 * i + 10, 10, confidence, doubt) for i, sign in enumerate(text)]


def test_without_the_extra_pictures_are_rejected_with_advice(
    seed_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(Rejected) as rejected:
        read(scanned(seed_bytes, [COVER, BASIC]))
    assert rejected.value.reason == "no_text"
    assert "make ocr" in rejected.value.detail


def test_a_reading_depends_on_whether_the_extra_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    assert ocr.versions() == "none"
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "1")
    assert "rapidocr==1" in ocr.versions()


def test_printed_pages_are_not_pictures(seed_bytes: bytes) -> None:
    assert {(page.text_source, page.is_unread) for page in PdfDocument(seed_bytes).pages()} == {("native", False)}


def test_pages_that_stay_pictures_are_in_the_ledger(seed_bytes: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that is printed in part loses no page silently."""
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    mixed = pdfium.PdfDocument(seed_bytes)
    mixed.import_pages(pdfium.PdfDocument(scanned(seed_bytes, [BASIC])))
    out = io.BytesIO()
    mixed.save(out)
    last = read(out.getvalue()).statements[-1]
    assert (last.pages, last.status, last.reason) == ([33], "set_aside", "page_is_a_picture")
    assert "make ocr" in last.evidence


def test_what_a_cell_says_of_its_reading() -> None:
    assert provenance(chars("1.5", None), "native") == Provenance("native", None, None)
    assert provenance([], "ocr") == Provenance("ocr", None, None)
    assert provenance([*chars("1.5"), *chars(" ", 0.1)], "ocr") == Provenance("ocr", 0.99, None)
    assert provenance([*chars("1"), *chars("5", 0.4, "ocr_unsure")], "ocr") == Provenance("ocr", 0.4, "ocr_unsure")
    assert provenance(chars("1.5O"), "ocr", is_broken=True) == Provenance("ocr", 0.99, "ocr_not_a_number")


@pytest.mark.parametrize("text", ["1,234.5O", "1 234.56", "12.3.4", "1,23.45", UNKNOWN])
def test_digits_that_are_no_amount_are_broken(text: str) -> None:
    assert is_broken_number(chars(text))
    assert not is_broken_number(chars(text, None))  # what is printed is as it is printed


@pytest.mark.parametrize("text", ["基本工资", "2026年基本支出预算", "无", ""])
def test_words_are_not_broken_numbers(text: str) -> None:
    assert not is_broken_number(chars(text))


def test_both_lock_files_pin_the_same() -> None:
    def pins(name: str) -> dict[str, str]:
        lines = (PROJECT_ROOT / name).read_text("utf-8").splitlines()
        found = (re.match(r"([\w.\[\]-]+)==([^\s;]+)", line) for line in lines)
        return {match[1]: match[2] for match in found if match}

    plain, with_ocr = pins("requirements.lock"), pins("requirements-ocr.lock")
    assert not plain.keys() & {"rapidocr", "onnxruntime", "opencv-python-headless"}
    assert {name: with_ocr.get(name) for name in plain} == plain
    assert {"rapidocr", "onnxruntime", "opencv-python-headless"} <= with_ocr.keys()


@needs_extra
@pytest.mark.parametrize("skew", [0.0, 0.7])
def test_a_scanned_statement_reads_as_the_printed_one(seed_bytes: bytes, seed: Disclosure, skew: float) -> None:
    scan = read(scanned(seed_bytes, [COVER, BASIC], skew))
    assert scan.document.text_source == "ocr"
    assert (scan.document.unit_name, scan.document.fiscal_year) == (seed.document.unit_name, seed.document.fiscal_year)
    printed = [cell for cell in seed.cells if cell.page_no == BASIC]
    assert [(c.subject_code, c.row_label, c.measure, c.raw_text, c.amount, c.unit_declared) for c in scan.cells] == [
        (c.subject_code, c.row_label, c.measure, c.raw_text, c.amount, c.unit_declared) for c in printed
    ]
    assert {cell.text_source for cell in scan.cells} == {"ocr"}
    assert all(cell.confidence is not None and cell.confidence > 0.9 for cell in scan.cells)
    assert {cell.suspect for cell in scan.cells} == {None}


@needs_extra
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_scanned_sideways_is_turned(seed_bytes: bytes, turn: int) -> None:
    (page,) = PdfDocument(scanned(seed_bytes, [BASIC], turn=turn)).pages()
    (grid,) = find_grids(page)
    assert (page.turn, grid.row_count, grid.column_count) == (turn, 17, 5)
    assert [cell.text for cell in grid.rows[2]][-3:] == ["606.28", "495.30", "110.98"]


@needs_extra
@pytest.mark.parametrize(("after_comma", "text"), [(1.4, "4,95"), (2.3, "4, 95")])
def test_a_wide_comma_is_no_blank(after_comma: float, text: str) -> None:
    """北京市政务服务和数据管理局 2026, page 5: 4,950.85 was read as `4, 950.85`."""
    from dagster_project.disclosure.ocr.engine import Sign
    from dagster_project.disclosure.ocr.recognise import shown_blanks

    places = [("4", 0.0), (",", 0.07), (" ", 0.07), ("9", 0.07 + after_comma / 10), ("5", 0.17 + after_comma / 10)]
    signs = shown_blanks([Sign(sign, place, 0.99) for sign, place in places])
    assert "".join(sign.text for sign in signs) == text


@needs_extra
def test_reading_pictures_opens_no_connection(seed_bytes: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are in the wheel. A version that would fetch others fails here."""
    from dagster_project.disclosure.ocr import engine

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    engine._rapidocr.cache_clear()
    (page,) = PdfDocument(scanned(seed_bytes, [COVER])).pages()
    assert page.text_source == "ocr"
    assert "部门预算" in page.text
