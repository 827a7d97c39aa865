"""Characters and rulings lie where the page shows them, however the page is turned."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

from dagster_project.disclosure.pdf import PdfDocument
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.tables import find_grids
from tests.disclosure.drawn import Sheet

SCALE = 4
PAGE = 8  # 支出总表


def turned(data: bytes, rotation: int) -> bytes:
    import io

    pdf = pdfium.PdfDocument(data)
    pdf[PAGE - 1].set_rotation(rotation)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_every_character_box_holds_ink_and_the_gaps_hold_none(seed_bytes: bytes, rotation: int) -> None:
    data = turned(seed_bytes, rotation)
    page = next(page for page in PdfDocument(data).pages() if page.number == PAGE)
    image = pdfium.PdfDocument(data)[PAGE - 1].render(scale=SCALE).to_pil().convert("L")
    size = (page.width, page.height) if rotation in (0, 180) else (page.height, page.width)
    assert tuple(round(side * SCALE) for side in size) == pytest.approx(image.size, abs=1)
    for char in page.chars:
        if not char.text.isspace() and char.text.isalnum():
            box = page.frame.as_shown((char.x0, char.top, char.x1, char.bottom))
            assert min(image.crop(tuple(round(edge * SCALE) for edge in box)).getdata()) < 128, char
    # A shifted frame would find ink as well, within a dense page: the margin has none.
    assert min(image.crop((0, 0, image.width, 20)).getdata()) > 200


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_on_its_side_is_read_upright_and_pointed_at_as_shown(seed_bytes: bytes, rotation: int) -> None:
    def grids(data: bytes) -> list[list[str]]:
        page = next(page for page in PdfDocument(data).pages() if page.number == PAGE)
        (grid,) = find_grids(page)
        return [[cell.text for cell in row] for row in grid.rows]

    upright, on_side = read(seed_bytes), read(turned(seed_bytes, rotation))
    assert grids(turned(seed_bytes, rotation)) == grids(seed_bytes)
    assert [cell.raw_text for cell in on_side.cells] == [cell.raw_text for cell in upright.cells]
    for cell, before in zip(on_side.cells, upright.cells, strict=True):
        if cell.page_no != PAGE:
            assert (cell.x0, cell.top) == (before.x0, before.top)
    cell = next(cell for cell in on_side.cells if cell.page_no == PAGE)
    image = pdfium.PdfDocument(turned(seed_bytes, rotation))[PAGE - 1].render(scale=SCALE).to_pil().convert("L")
    box = tuple(round(edge * SCALE) for edge in (cell.x0, cell.top, cell.x1, cell.bottom))
    assert min(image.crop(box).getdata()) < 128


QUARTERS = [(1, 0, 0, 1), (0, -1, 1, 0), (-1, 0, 0, -1), (0, 1, -1, 0)]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_text_drawn_with_a_turned_matrix_is_read_upright(rotate: int, quarter: int) -> None:
    sheet = Sheet(600, 600, turn=rotate)
    matrix = QUARTERS[quarter]
    place = {0: (100, 100), 1: (500, 100), 2: (500, 500), 3: (100, 500)}[quarter]
    sheet.text(*place, "本年收入合计 1,234.56", matrix=matrix)
    sheet.text(300, 590, "—12—", size=6)  # a page number does not turn the page
    page = sheet.page()
    assert "本年收入合计1,234.56" in ["".join(line.text.split()) for line in page.lines]
    assert page.turn == (quarter + rotate // 90) % 4


def test_characters_of_a_watermark_are_no_text() -> None:
    sheet = Sheet()
    sheet.grid([50, 200, 400], [100, 130, 160])
    sheet.text(60, 120, "科目名称")
    sheet.right(390, 120, "金额")
    sheet.text(60, 150, "教育支出")
    sheet.right(390, 150, "1,234.56")
    sheet.text(80, 220, "某市财政局", size=60, matrix=(0.8, 0.6, -0.6, 0.8), grey=0.8)  # leans
    sheet.text(55, 160, "内部资料", size=70, grey=0.85)  # large and light, behind the table
    sheet.text(60, 152, "公开版", size=14, alpha=True)  # nearly transparent, over it
    page = sheet.page()
    (grid,) = find_grids(page)
    assert [[cell.text for cell in row] for row in grid.rows] == [["科目名称", "金额"], ["教育支出", "1,234.56"]]
    assert page.text == "科目名称金额教育支出1,234.56"


def test_large_light_text_with_nothing_over_it_is_text() -> None:
    sheet = Sheet()
    sheet.text(60, 150, "部门预算", size=40, grey=0.7)
    sheet.text(60, 300, "第一部分概况")
    assert sheet.page().text == "第一部分概况部门预算"


def test_text_that_nobody_sees_is_no_text() -> None:
    sheet = Sheet(crop=(0, 0, 400, 842))
    sheet.text(60, 100, "看得见")
    sheet.text(60, 130, "隐藏", mode=3)
    sheet.text(60, 160, "白字", grey=1)
    sheet.text(450, 100, "页外")
    assert sheet.page().text == "看得见"


def test_white_text_on_a_coloured_ground_is_text() -> None:
    sheet = Sheet()
    sheet.box(50, 80, 300, 110, grey=0.3)
    sheet.text(60, 100, "科目编码", grey=1)
    sheet.text(60, 200, "201")
    assert sheet.page().text == "科目编码201" or sheet.page().text == "201科目编码"


def test_a_crop_box_larger_than_the_sheet_moves_nothing() -> None:
    sheet = Sheet(400, 400)
    sheet.text(60, 100, "科目")
    plain = sheet.page()
    sheet.crop = (-50, -50, 900, 900)
    larger = sheet.page()
    assert [(c.text, round(c.x0), round(c.top)) for c in larger.chars] == [
        (c.text, round(c.x0), round(c.top)) for c in plain.chars
    ]
