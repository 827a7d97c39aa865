"""An open PDF and its pages, turned so that their text stands upright.

Belongs here: opening, sizes, turning, and whether a page is a picture to be read. Does not belong here: how
characters (`characters`) and rulings (`drawing`) are got.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import compress

import pypdfium2 as pdfium

from dagster_project.disclosure import ocr
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.ocr import scans
from dagster_project.disclosure.pages import Char, Page, Ruling
from dagster_project.disclosure.pdf import calls
from dagster_project.disclosure.pdf.characters import read_characters
from dagster_project.disclosure.pdf.drawing import drawing_of
from dagster_project.disclosure.pdf.space import Matrix, apply
from dagster_project.disclosure.pdf.strokes import ruling_between


class PdfDocument:
    """An open document. Pages are read one at a time and not kept, so that length costs no memory."""

    def __init__(self, data: bytes) -> None:
        try:
            self._pdf = pdfium.PdfDocument(data)
            self.page_count = len(self._pdf)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise Rejected("encrypted", "the file opens only with a password") from error
            raise Rejected("damaged", f"the PDF cannot be opened: {error}") from error
        if self.page_count == 0:
            raise Rejected("damaged", "the PDF has no page")

    def pages(self, on_scan: Callable[[int], None] | None = None) -> Iterator[Page]:
        """`on_scan` hears the number of each page that is read from its picture, before it is."""
        for index in range(self.page_count):
            try:
                page = self._pdf[index]
            except pdfium.PdfiumError as error:
                raise Rejected("damaged", f"page {index + 1} of {self.page_count} cannot be read: {error}") from error
            try:
                yield _with_picture(_read_page(page, index + 1), page, on_scan)
            finally:
                page.close()


def _read_page(page: pdfium.PdfPage, number: int) -> Page:
    width, height = page.get_size()
    frame = _page_frame(page)
    drawing = drawing_of(calls.address(page.raw), frame)
    chars, turns, boxes = read_characters(page, frame, drawing)
    rulings, turn = drawing.rulings, _usual_turn(chars, turns)
    if turn:
        to_upright, (width, height) = _upright(turn, width, height)
        chars = [_moved(char, to_upright) for char in chars]
        rulings, boxes = [_moved_ruling(ruling, to_upright) for ruling in rulings], None
    return Page(number, width, height, tuple(chars), tuple(rulings), turn, known_boxes=boxes)


def _with_picture(page: Page, source: pdfium.PdfPage, on_scan: Callable[[int], None] | None) -> Page:
    """The page with what its picture says, where it is a picture. Printed characters are taken before read ones."""
    if not scans.is_scan(source, page.centres[page.is_printed, 1] / page.height):
        return page
    if not ocr.is_installed():
        return replace(page, is_unread=True)
    from dagster_project.disclosure.ocr.recognise import recognise  # needs the extra

    if on_scan is not None:
        on_scan(page.number)
    found = recognise(*scans.grey_picture(source))
    if found.turn:
        # Scanned sideways: the page is its picture, upright, which shows what little is printed as well.
        width, height = source.get_size()
        width, height = (height, width) if found.turn % 2 else (width, height)
        return replace(
            page, width=width, height=height, turn=found.turn, chars=found.chars, rulings=found.rulings,
            text_source="ocr",
        )  # fmt: skip
    printed = list(compress(page.chars, page.is_printed.tolist()))
    read = [char for char in found.chars if not any(_covers(other, char) for other in printed)]
    if not read:
        return page
    return replace(page, chars=(*page.chars, *read), rulings=(*page.rulings, *found.rulings), text_source="ocr")


def _covers(printed: Char, read: Char) -> bool:
    x, y = read.centre
    return printed.x0 <= x <= printed.x1 and printed.top <= y <= printed.bottom


def _page_frame(page: pdfium.PdfPage) -> Matrix:
    """From page space (origin bottom left, before rotation) to the page as it is shown, origin top left."""
    # What a crop box leaves outside of the sheet is cut off by the sheet.
    crop, sheet = page.get_cropbox(), page.get_mediabox()
    left, bottom = max(crop[0], sheet[0]), max(crop[1], sheet[1])
    right, top = min(crop[2], sheet[2]), min(crop[3], sheet[3])
    rotation = page.get_rotation() % 360
    if rotation == 90:
        return (0, 1, 1, 0, -bottom, -left)
    if rotation == 180:
        return (-1, 0, 0, 1, right, -bottom)
    if rotation == 270:
        return (0, -1, -1, 0, top, right)
    return (1, 0, 0, -1, -left, top)


def _usual_turn(chars: list[Char], turns: list[int]) -> int:
    """How most of the text of a page is turned; a page number or a mark at its side does not turn a page."""
    if not any(turns):
        return 0  # nearly all pages
    counts = Counter(turn for char, turn in zip(chars, turns, strict=True) if not char.text.isspace())
    turn, count = max(counts.items(), key=lambda item: item[1], default=(0, 0))
    return turn if 2 * count > counts.total() else 0


def _upright(turn: int, width: float, height: float) -> tuple[Matrix, tuple[float, float]]:
    """From the page as it is shown to the page with its text upright, and the size of the latter."""
    if turn == 1:
        return (0, -1, 1, 0, 0, width), (height, width)
    if turn == 2:
        return (-1, 0, 0, -1, width, height), (width, height)
    return (0, 1, -1, 0, height, 0), (height, width)


def _moved(char: Char, frame: Matrix) -> Char:
    first, second = apply(frame, char.x0, char.top), apply(frame, char.x1, char.bottom)
    (x0, x1), (top, bottom) = sorted((first[0], second[0])), sorted((first[1], second[1]))
    return Char(char.text, x0, top, x1, bottom)


def _moved_ruling(ruling: Ruling, frame: Matrix) -> Ruling:
    first, second = apply(frame, ruling.x0, ruling.top), apply(frame, ruling.x1, ruling.bottom)
    (moved,) = ruling_between(first, second)
    return moved._replace(is_faint=ruling.is_faint)
