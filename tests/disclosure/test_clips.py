"""Text that its clip cuts away is no text: a merged cell that a page break cuts draws all of its text on both pages.

Seen in a region's 项目支出绩效目标表 (公安局交通警察局 2026, pages 18 to 59): the goal of the project before lay over
the title of the table, and its budget was counted twice.
"""

from __future__ import annotations

from tests.disclosure.drawn import Sheet


def _texts(sheet: Sheet) -> list[str]:
    return [line.text for line in sheet.page().lines]


def _clipped(sheet: Sheet, x0: float, y0: float, x1: float, y1: float, first: int) -> None:
    """Draw the marks from `first` on within a box only."""
    marks = sheet.marks[first:]
    sheet.marks[first:] = [f"q {x0} {sheet.height - y1} {x1 - x0} {y1 - y0} re W n", *marks, "Q"]


def test_text_outside_of_its_clip_is_not_seen() -> None:
    sheet = Sheet()
    sheet.text(100, 100, "预算表")
    first = len(sheet.marks)
    sheet.text(100, 120, "34.27")
    sheet.text(100, 220, "68.00")
    _clipped(sheet, 90, 200, 300, 300, first)
    assert _texts(sheet) == ["预算表", "68.00"]


def test_a_label_that_is_too_long_for_its_cell_is_read_whole() -> None:
    """Found in a 2019 budget, page 3: 1、人员经费和公用经费支出 is cut by the edge of its cell."""
    sheet = Sheet()
    sheet.text(100, 100, "项目支出")
    _clipped(sheet, 90, 80, 118.5, 120, 0)
    assert _texts(sheet) == ["项目支出"]


def test_a_clip_around_all_of_the_text_hides_nothing() -> None:
    sheet = Sheet()
    sheet.text(100, 100, "项目支出")
    _clipped(sheet, 50, 50, 500, 500, 0)
    assert _texts(sheet) == ["项目支出"]
