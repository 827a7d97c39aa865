"""The report over a folder with a good document, one that cannot be read, and one with a table that is set aside.

The names of folder and file, and of a row, are markup, as a stranger could choose them.
"""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from dagster_project import expectations
from dagster_project.assets import audit
from dagster_project.corpus_report.__main__ import main
from dagster_project.settings import PROJECT_ROOT
from tests.disclosure.drawn import Sheet, drawn

HOSTILE = "<script>alert(1)</script>.pdf"  # a folder and a file
MARKUP = "<b onclick=x>支出"


def table(sheet: Sheet, top: float, width: float, rows: list[tuple[str, ...]]) -> None:
    xs = [60 + width * column for column in range(len(rows[0]) + 1)]
    ys = [top + 24 * row for row in range(len(rows) + 1)]
    sheet.grid(xs, ys)
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            sheet.text(x + 6, y + 16, text)


def with_a_table_set_aside() -> bytes:
    """A statement whose project expenditure is 1.00 short, and a table that is none of ours."""
    cover, statement, other = Sheet(), Sheet(), Sheet()
    cover.text(120, 200, "某市某某局2026年部门预算", size=16)
    statement.text(200, 80, "支出总表", size=14)
    statement.text(60, 100, "单位：万元")
    rows = [
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("", "合计", "30.00", "20.00", "10.00"),
        ("201", MARKUP, "18.00", "8.00", "9.00"),
        ("210", "卫生健康支出", "12.00", "11.00", "1.00"),
    ]
    table(statement, 110, 95, rows)
    other.text(200, 80, "一览", size=14)
    table(other, 110, 110, [("甲", "乙", "丙"), ("子", "12.50", "3.25"), ("丑", "1,234.00", "0.75")])
    return drawn(cover, statement, other)


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@dataclass(frozen=True)
class Reported:
    """What the command left and said."""

    home: Path
    exit_code: int
    printed: str
    raw: Path

    @property
    def folder(self) -> Path:
        return self.home / "corpus-report"

    @property
    def page(self) -> str:
        return (self.folder / "index.html").read_text(encoding="utf-8")

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))


def every_suite_passes(suite: expectations.Suite, database: Path) -> list[expectations.ExpectationOutcome]:
    """The suites have tests of their own, and take longer than all that is tested here."""
    return [
        expectations.ExpectationOutcome(
            e.id, e.name, suite.name, e.severity, True, False, e.statement_zh, e.statement_en, [], 0
        )
        for e in suite.expectations
    ]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    base = tmp_path_factory.mktemp("corpus")
    raw = base / "documents"
    (seed,) = (PROJECT_ROOT / "raw").glob("*.pdf")
    (raw / "good").mkdir(parents=True)
    shutil.copy(seed, raw / "good" / "seed.pdf")
    (raw / HOSTILE).parent.mkdir()
    (raw / HOSTILE).write_bytes(b"%PDF-1.7\n" + b"garbage \x00\xff" * 50)
    (raw / "good" / "=aside #1 100%.pdf").write_bytes(with_a_table_set_aside())
    (raw / "notes.txt").write_text("no document", encoding="utf-8")
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOUJI_HOME", str(base / "home"))
        patch.setenv("GOUJI_WORKERS", "2")
        patch.setattr(audit.expectations, "run_suite", every_suite_passes)
        patch.setattr("builtins.print", lambda *words, **_: said.append(" ".join(map(str, words))))
        exit_code = main([str(raw)])
    return Reported(base / "home", exit_code, "\n".join(said), raw)


def test_a_rejected_file_is_no_error_and_no_release_is_touched(reported: Reported) -> None:
    assert reported.exit_code == 0
    assert sorted(path.name for path in reported.home.iterdir()) == ["corpus-report"]


def test_the_table_on_the_terminal_names_every_document(reported: Reported) -> None:
    lines = reported.printed.splitlines()
    (seed,) = (line for line in lines if "seed.pdf" in line)
    assert "✓✓✓✓✓✓✓○○" in seed
    assert "372" in seed
    assert "100.00%" in seed
    (rejected,) = (line for line in lines if "script>.pdf" in line)
    assert "damaged" in rejected
    assert any("kind_unknown" in line and "不知是何表" in line for line in lines)
    assert "1 个非 PDF 文件" in reported.printed


def test_the_csv_files_hold_the_figures(reported: Reported) -> None:
    documents = {row["file_path"]: row for row in reported.rows("documents.csv")}
    assert {path: row["status"] for path, row in documents.items()} == {
        "good/seed.pdf": "loaded",
        "good/=aside #1 100%.pdf": "loaded",
        HOSTILE: "rejected",
    }
    seed, aside = documents["good/seed.pdf"], documents["good/=aside #1 100%.pdf"]
    assert (seed["printed_numbers"], seed["accounted_share"], seed["region"]) == ("372", "1.000000", "good")
    assert (aside["expenditure"], aside["revenue"], aside["set_aside"]) == ("found", "missing", "1")
    assert documents[HOSTILE]["reason"] == "damaged"
    (table_row,) = (row for row in reported.rows("tables.csv") if row["status"] == "set_aside")
    assert (table_row["reason"], table_row["pages"]) == ("kind_unknown", "3")
    broken = [row for row in reported.rows("identities.csv") if row["file_path"] == aside["file_path"]]
    assert ("W07", "18.00 万元", "2") in [(row["rule_id"], row["stated"], row["page"]) for row in broken]
    assert len(broken) == int(aside["ties_fail"])


def test_no_text_of_a_document_is_markup(reported: Reported) -> None:
    parsed = Elements(reported.page)
    assert HOSTILE in parsed.text
    assert MARKUP in parsed.text
    tags = [tag for tag, _ in parsed.elements]
    assert tags.count("script") == 1
    assert {attributes.get("class") for tag, attributes in parsed.elements if tag == "p"} >= {"file"}
    for tag, attributes in parsed.elements:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
    assert "<" not in (reported.folder / "summary.md").read_text(encoding="utf-8")


def test_the_page_needs_nothing_from_elsewhere(reported: Reported) -> None:
    parsed = Elements(reported.page)
    addresses = [a[name] or "" for _, a in parsed.elements for name in ("src", "href") if name in a]
    assert addresses
    for address in addresses:
        assert not re.match(r"[a-z]+:|//", address), address
        assert (reported.folder / unquote(address.split("#")[0])).is_file(), address
    (policy,) = (a["content"] or "" for tag, a in parsed.elements if "http-equiv" in a)
    assert "default-src 'none'" in policy


def test_what_was_set_aside_is_shown_with_its_reason_and_place(reported: Reported) -> None:
    page = reported.page
    assert "不知是何表" in page
    assert "W07 支出各表每行:合计等于基本支出加项目支出" in page
    (picture,) = reported.folder.glob("pictures/*-t*.png")
    assert f'src="pictures/{picture.name}"' in page
    with Image.open(picture) as image:
        # The table, its title above and a margin, at two pixels a point.
        assert image.size == pytest.approx((2 * (330 + 56), 2 * (72 + 98)), abs=4)
        red, green, blue = image.convert("RGB").getpixel((56, 250))  # on its left edge
        assert red > 150 > blue
        assert red > green


def test_an_identity_that_does_not_tie_is_shown_with_both_sides(reported: Reported) -> None:
    pictures = list(reported.folder.glob("pictures/*-i*.png"))
    assert len(pictures) >= 1
    with Image.open(pictures[0]) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or []}
    assert any(red > 150 and green < 90 and blue < 90 for red, green, blue in colours)


def test_a_folder_that_is_not_there_or_empty_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_HOME", str(tmp_path / "home"))
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "is not a folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main([str(tmp_path / "empty")]) == 2
    assert "holds no file" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()
