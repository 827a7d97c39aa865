"""Characters and rulings lie where the page shows them, however the page is turned."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

from dagster_project.disclosure.pages import PdfDocument
from dagster_project.disclosure.tables import find_grids

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
    assert (round(page.width * SCALE), round(page.height * SCALE)) == pytest.approx(image.size, abs=1)
    for char in page.chars:
        if not char.text.isspace() and char.text.isalnum():
            box = (char.x0 * SCALE, char.top * SCALE, char.x1 * SCALE, char.bottom * SCALE)
            assert min(image.crop(tuple(round(edge) for edge in box)).getdata()) < 128, char
    # A shifted frame would find ink as well, within a dense page: the margin has none.
    assert min(image.crop((0, 0, image.width, 20)).getdata()) > 200


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_grid_turns_with_the_page(seed_bytes: bytes, rotation: int) -> None:
    page = next(page for page in PdfDocument(turned(seed_bytes, rotation)).pages() if page.number == PAGE)
    (grid,) = find_grids(page)
    shape = (grid.row_count, grid.column_count)
    assert shape == ((18, 5) if rotation in (0, 180) else (5, 18))
