"""Statements as other regions print them, written down as text and drawn as PDF.

A file of `written/` is one document. Its first line is what the cover says; then come tables, each with lines of
settings, the header, a line `=` and the body. Cells are parted by `|`; `<` goes on with the cell to the left, `^` with
the one above.

    title: 支出总表
    left: 部门：某某市示范局        (over the table, at the left)
    unit: 单位：万元               (over the table, at the right)
    kind: expenditure
    reads: code name total basic project

`reads` says for every column what a reader takes it for: `code`, `name` (a label), `.` (anything else that is no
amount), or the measure of its amounts, with the year after an @ where it is not the budget's. `-` is an amount that no
measure is asked of. `kind: -` is a table that is none of the core kinds: it must not be taken for one.

Belongs here: the format and how it is drawn. Does not belong here: what is expected of a reading (`test_printed`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.disclosure.drawn import Sheet, drawn, width_of

FOLDER = Path(__file__).parent / "written"
_LEFT, _TOP, _ROW, _SIZE = 30.0, 60.0, 17.0, 7.0
_SETTING = re.compile(r"(title|left|unit|kind|reads|note):\s*(.*)")
_AMOUNT = re.compile(r"-?[\d,]+\.\d+%?")


@dataclass
class Table:
    """One table as it is written down."""

    settings: dict[str, str] = field(default_factory=dict)
    head: list[list[str]] = field(default_factory=list)
    body: list[list[str]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.settings["kind"]

    @property
    def reads(self) -> list[str]:
        return self.settings["reads"].split()


@dataclass
class Document:
    """A cover and its tables."""

    cover: str
    tables: list[Table]


def read_file(path: Path) -> Document:
    """The document that a file writes down."""
    cover, *lines = path.read_text("utf-8").splitlines()
    tables: list[Table] = []
    rows: list[list[str]] | None = None
    for line in lines:
        setting = _SETTING.fullmatch(line)
        if setting:
            if setting[1] == "title":
                tables.append(Table())
                rows = tables[-1].head
            tables[-1].settings[setting[1]] = setting[2].strip()
        elif line == "=":
            rows = tables[-1].body
        elif line and rows is not None:
            rows.append([cell.strip() for cell in line.split("|")])
    for table in tables:
        widths = {len(row) for row in (*table.head, *table.body)}
        assert widths == {len(table.reads)}, (path.name, table.settings["title"], widths, len(table.reads))
    return Document(cover, tables)


def print_document(document: Document) -> bytes:
    """The cover on a page of its own, and each table on one."""
    cover = Sheet()
    cover.text(80, 300, document.cover, size=20)
    return drawn(cover, *(_sheet(table) for table in document.tables))


def _sheet(table: Table) -> Sheet:
    rows = [*table.head, *table.body]
    columns = len(rows[0])
    widths = [
        max(24.0, *(width_of(row[column], _SIZE) + 8 for row in rows if not _spans(row, column)))
        for column in range(columns)
    ]
    edges = [_LEFT]
    for width in widths:
        edges.append(edges[-1] + width)
    sheet = Sheet(max(595.0, edges[-1] + _LEFT), max(842.0, (len(rows) + 8) * _ROW))
    title = table.settings["title"]
    sheet.text(max(_LEFT, (sheet.width - width_of(title, 14)) / 2), _TOP, title, size=14)
    y = _TOP + 1.4 * _ROW
    if left := table.settings.get("left"):
        sheet.text(_LEFT, y, left)
    if unit := table.settings.get("unit"):
        sheet.right(edges[-1], y, unit)
    y += 6
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text not in ("<", "^"):
                right, down = _span(rows, number, column)
                box = (edges[column], y + number * _ROW, edges[right], y + down * _ROW)
                _cell(sheet, box, text, is_head=number < len(table.head))
    if note := table.settings.get("note"):
        sheet.text(_LEFT, y + (len(rows) + 1) * _ROW, note)
    return sheet


def _spans(row: list[str], column: int) -> bool:
    return row[column] in ("<", "^") or (column + 1 < len(row) and row[column + 1] == "<")


def _span(rows: list[list[str]], row: int, column: int) -> tuple[int, int]:
    """The column and the row that a cell goes up to."""
    right, down = column + 1, row + 1
    while right < len(rows[row]) and rows[row][right] == "<":
        right += 1
    while down < len(rows) and rows[down][column] == "^":
        down += 1
    return right, down


def _cell(sheet: Sheet, box: tuple[float, float, float, float], text: str, *, is_head: bool) -> None:
    x0, top, x1, bottom = box
    sheet.box(x0, top, x1, bottom)
    baseline = (top + bottom) / 2 + 3
    if _AMOUNT.fullmatch(text):
        sheet.right(x1 - 3, baseline, text, _SIZE)
    elif is_head:
        sheet.text((x0 + x1 - width_of(text, _SIZE)) / 2, baseline, text, size=_SIZE)
    else:
        sheet.text(x0 + 3, baseline, text, size=_SIZE)


def is_amount(text: str) -> bool:
    return bool(_AMOUNT.fullmatch(text)) and not text.endswith("%")
