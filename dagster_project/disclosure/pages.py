"""Characters and rulings of a page, read with pdfium, in one frame: points, origin top left, as the page is shown.

Belongs here: everything that knows pdfium. Does not belong here: what the characters mean.

pdfium rather than pdfminer because the interpreter is most of the time (docs/decisions/0002).
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from dagster_project.disclosure import ocr
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.glyphs import fold_glyph
from dagster_project.disclosure.ocr import scans
from dagster_project.disclosure.visible import PLAIN, TextStyles, is_plain_text

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)
_HAIRLINE = 2.0  # points; a filled box as thin as that is a line
_WHITE = 0xFF
_MAX_FORM_DEPTH = 12  # form objects can draw each other without end
_STRAIGHT = 1.0  # points that a ruling may lean
_LARGE = 1.8  # times the usual height of the page's characters: light text as large is a mark
_THIN = 2.0  # points: a picture as thin is a ruling


@dataclass(frozen=True, slots=True)
class Char:
    """One printed character with its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float | None = None  # of OCR; None for native text
    doubt: str | None = None  # why OCR is in doubt about it (`ocr.doubt`)

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Ruling:
    """One straight horizontal or vertical stroke, or the edge of a filled box."""

    orientation: str  # h or v
    x0: float
    top: float
    x1: float
    bottom: float
    is_faint: bool = False  # the edge of a white area: nobody sees it, but a layout may draw its cells as such areas


@dataclass(frozen=True, slots=True)
class Line:
    """Characters that stand beside each other."""

    chars: tuple[Char, ...]

    @property
    def box(self) -> Box:
        return bounding_box(self.chars)

    @property
    def text(self) -> str:
        """The text, with one blank where the page leaves a gap of half a character or more."""
        parts: list[str] = []
        previous: Char | None = None
        for char in self.chars:
            if previous is not None and not char.text.isspace():
                gap = char.x0 - previous.x1
                if gap > 0.5 * (char.bottom - char.top) and parts and not parts[-1].isspace():
                    parts.append(" ")
            parts.append(char.text)
            previous = char
        return "".join(parts).strip()


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The size of a page with its text upright, and how it is turned where the page is shown."""

    width: float
    height: float
    turn: int

    def as_shown(self, box: Box) -> Box:
        """A box on the upright page, as a box on the page as it is shown."""
        x0, top, x1, bottom = box
        if self.turn == 1:
            return self.height - bottom, x0, self.height - top, x1
        if self.turn == 2:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turn == 3:
            return top, self.width - x1, bottom, self.width - x0
        return box


@dataclass(frozen=True)
class Page:
    """What one page shows, turned so that its text stands upright. `number` counts from 1.

    `turn` counts the quarter turns clockwise by which most of the text is turned where the page is shown: 0 unless the
    page lies on its side. Whoever points at a place on the page as it is shown asks `as_shown`.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...] = field(repr=False)
    rulings: tuple[Ruling, ...] = field(repr=False)
    turn: int = 0
    text_source: str = "native"  # ocr, where characters of it were read from a picture
    is_unread: bool = False  # it is a picture, and nothing here reads pictures

    @property
    def frame(self) -> PageFrame:
        return PageFrame(self.width, self.height, self.turn)

    @cached_property
    def text(self) -> str:
        """The characters in the order of the page description, without blanks."""
        return "".join(char.text for char in self.chars if not char.text.isspace())

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.chars)


def bounding_box(chars: tuple[Char, ...] | list[Char]) -> Box:
    """The box around the characters that show something (around all, where all are blank)."""
    shown = [char for char in chars if not char.text.isspace()] or list(chars)
    return (
        round(min(char.x0 for char in shown), 2),
        round(min(char.top for char in shown), 2),
        round(max(char.x1 for char in shown), 2),
        round(max(char.bottom for char in shown), 2),
    )


def within(inner: Box, outer: Box) -> bool:
    """Whether the middle of one box lies in another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def lines_of(chars: Sequence[Char]) -> list[Line]:
    """Group characters to lines from top to bottom, each from left to right.

    A character joins the line whose middle it covers; sub- and superscripts therefore stay in their line.
    """
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: (c.centre[1], c.x0)):
        middle = char.centre[1]
        for line in reversed(lines[-3:]):
            first = line[0]
            height = max(first.bottom - first.top, char.bottom - char.top)
            if abs(first.centre[1] - middle) < 0.5 * height:
                line.append(char)
                break
        else:
            lines.append([char])
    ordered = [Line(tuple(sorted(line, key=lambda c: c.x0))) for line in lines]
    return [line for line in ordered if line.text]


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
    drawing = _Drawing()
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        drawing.add(pdfium_c.FPDFPage_GetObject(page, index), frame, 0)
    turned = list(_read_chars(page, frame, width, height, is_plain=drawing.is_plain))
    chars, rulings, turn = [char for char, _ in turned], drawing.rulings, _usual_turn(turned)
    if turn:
        to_upright, (width, height) = _upright(turn, width, height)
        chars = [_moved(char, to_upright) for char in chars]
        rulings = [_moved_ruling(ruling, to_upright) for ruling in rulings]
    return Page(number, width, height, tuple(chars), tuple(rulings), turn)


def _with_picture(page: Page, source: pdfium.PdfPage, on_scan: Callable[[int], None] | None) -> Page:
    """The page with what its picture says, where it is a picture. Printed characters are taken before read ones."""
    printed = [char for char in page.chars if not char.text.isspace()]
    if not scans.is_scan(source, [char.centre[1] / page.height for char in printed]):
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
    read = [char for char in found.chars if not any(_covers(other, char) for other in printed)]
    if not read:
        return page
    return replace(page, chars=(*page.chars, *read), rulings=(*page.rulings, *found.rulings), text_source="ocr")


def _covers(printed: Char, read: Char) -> bool:
    x, y = read.centre
    return printed.x0 <= x <= printed.x1 and printed.top <= y <= printed.bottom


def _page_frame(page: pdfium.PdfPage) -> _Matrix:
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


def _usual_turn(turned: list[tuple[Char, int]]) -> int:
    """How most of the text of a page is turned; a page number or a mark at its side does not turn a page."""
    turns = Counter(turn for char, turn in turned if not char.text.isspace())
    turn, count = max(turns.items(), key=lambda item: item[1], default=(0, 0))
    return turn if 2 * count > turns.total() else 0


def _upright(turn: int, width: float, height: float) -> tuple[_Matrix, tuple[float, float]]:
    """From the page as it is shown to the page with its text upright, and the size of the latter."""
    if turn == 1:
        return (0, -1, 1, 0, 0, width), (height, width)
    if turn == 2:
        return (-1, 0, 0, -1, width, height), (width, height)
    return (0, 1, -1, 0, height, 0), (height, width)


def _moved(char: Char, frame: _Matrix) -> Char:
    first, second = _apply(frame, char.x0, char.top), _apply(frame, char.x1, char.bottom)
    (x0, x1), (top, bottom) = sorted((first[0], second[0])), sorted((first[1], second[1]))
    return Char(char.text, x0, top, x1, bottom)


def _moved_ruling(ruling: Ruling, frame: _Matrix) -> Ruling:
    first, second = _apply(frame, ruling.x0, ruling.top), _apply(frame, ruling.x1, ruling.bottom)
    (moved,) = _ruling(first, second)
    return replace(moved, is_faint=ruling.is_faint)


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _multiply(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    origin = _apply(then, e, f)
    zero = _apply(then, 0, 0)
    x_axis, y_axis = _apply(then, a, b), _apply(then, c, d)
    return (
        x_axis[0] - zero[0], x_axis[1] - zero[1], y_axis[0] - zero[0], y_axis[1] - zero[1], origin[0], origin[1],
    )  # fmt: skip


def _read_chars(
    page: pdfium.PdfPage, frame: _Matrix, width: float, height: float, *, is_plain: bool
) -> Iterator[tuple[Char, int]]:
    """The characters that the page shows as its text, each with its quarter turns."""
    textpage = page.get_textpage()
    styles = None if is_plain else TextStyles(page, textpage, frame)
    seen: set[tuple[str, int, int]] = set()
    rect = pdfium_c.FS_RECTF()
    shown: list[tuple[Char, int]] = []
    marks: list[tuple[Char, int, bool]] = []
    try:
        for index in range(pdfium_c.FPDFText_CountChars(textpage)):
            code = pdfium_c.FPDFText_GetUnicode(textpage, index)
            if code == 0x20 and pdfium_c.FPDFText_IsGenerated(textpage, index) == 1:
                continue  # a blank that pdfium adds itself
            if code < 0x20 or 0xD800 <= code <= 0xDFFF or code >= 0xFFFE:
                continue
            if not pdfium_c.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rect)):
                continue
            first = _apply(frame, rect.left, rect.bottom)
            second = _apply(frame, rect.right, rect.top)
            x0, x1 = sorted((first[0], second[0]))
            top, bottom = sorted((first[1], second[1]))
            if x1 <= 0 or bottom <= 0 or x0 >= width or top >= height:
                continue  # off the page: nobody sees it
            style = styles.of(index) if styles is not None else PLAIN
            if style.is_hidden or style.quarter is None:
                continue
            if style.clip is not None and style.clip.hides((rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2):
                continue
            if (
                style.is_white
                and styles is not None
                and not styles.has_ground((rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2)
            ):
                continue
            text = fold_glyph(chr(code))
            # Imitated bold print draws a character twice, a fraction of a point apart.
            place = (text, round(x0), round(top))
            if place in seen and not text.isspace():
                continue
            seen.add(place)
            char = Char(text, x0, top, x1, bottom)
            if style.is_faint or style.is_light:
                marks.append((char, style.quarter, style.is_faint))
            else:
                shown.append((char, style.quarter))
    finally:
        textpage.close()
    yield from shown
    yield from _not_behind(marks, shown)


def _not_behind(marks: list[tuple[Char, int, bool]], shown: list[tuple[Char, int]]) -> Iterator[tuple[Char, int]]:
    """Faint and light text, unless it is a watermark: faint, or large, and with other text over it."""
    if not marks:
        return
    centres = [char.centre for char, _ in shown if not char.text.isspace()]
    usual = median(char.bottom - char.top for char, _ in shown) if shown else 0.0

    def may_be_mark(char: Char, is_faint: bool) -> bool:
        return is_faint or min(char.bottom - char.top, char.x1 - char.x0) > _LARGE * usual

    candidates = [char for char, _, is_faint in marks if may_be_mark(char, is_faint)]
    is_behind = any(
        char.x0 <= x <= char.x1 and char.top <= y <= char.bottom
        for char in candidates
        if not char.text.isspace()
        for x, y in centres
    )
    for char, quarter, is_faint in marks:
        if not (is_behind and may_be_mark(char, is_faint)):
            yield char, quarter


class _Drawing:
    """What the objects of a page draw: its rulings, and whether all of its text is drawn plainly."""

    def __init__(self) -> None:
        self.rulings: list[Ruling] = []
        self.is_plain = True

    def add(self, item: object, frame: _Matrix, depth: int) -> None:
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            self.is_plain = self.is_plain and is_plain_text(item, frame)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
            inner = _multiply(_matrix_of(item), frame)
            for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
                self.add(pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            is_faint = _is_white_area(item)
            for ruling in _straight_segments(item, _multiply(_matrix_of(item), frame)):
                self.rulings.append(replace(ruling, is_faint=True) if is_faint else ruling)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            self.rulings += _thin_picture(_multiply(_matrix_of(item), frame))


def _thin_picture(frame: _Matrix) -> Iterator[Ruling]:
    """A picture (a unit square in its own space) that is as thin as a line is drawn as one."""
    (ax, ay), (bx, by) = _apply(frame, 0, 0), _apply(frame, 1, 1)
    width, height = abs(ax - bx), abs(ay - by)
    if height <= _THIN < width:
        yield from _ruling((ax, (ay + by) / 2), (bx, (ay + by) / 2))
    elif width <= _THIN < height:
        yield from _ruling(((ax + bx) / 2, ay), ((ax + bx) / 2, by))


def _is_white_area(path: object) -> bool:
    """Whether a path only fills an area with white; a white hairline is a border that the layout draws in white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)) or stroke.value:
        return False
    bounds, colour = [ctypes.c_float() for _ in range(4)], [ctypes.c_uint() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetFillColor(path, *map(ctypes.byref, colour)):
        return False
    if any(part.value != _WHITE for part in colour[:3]):
        return False
    if not pdfium_c.FPDFPageObj_GetBounds(path, *map(ctypes.byref, bounds)):
        return False
    left, bottom, right, top = (bound.value for bound in bounds)
    return min(right - left, top - bottom) > _HAIRLINE


def _matrix_of(obj: object) -> _Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(obj, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _straight_segments(path: object, frame: _Matrix) -> Iterator[Ruling]:
    start = previous = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium_c.FPDFPath_CountSegments(path)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        if not pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = _apply(frame, x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO and previous is not None:
            yield from _ruling(previous, point)
        previous = point
        if pdfium_c.FPDFPathSegment_GetClose(segment) and start is not None:
            yield from _ruling(point, start)
            previous = start


def _ruling(first: tuple[float, float], second: tuple[float, float]) -> Iterator[Ruling]:
    (ax, ay), (bx, by) = first, second
    x0, x1 = sorted((ax, bx))
    top, bottom = sorted((ay, by))
    if bottom - top <= _STRAIGHT < x1 - x0:
        middle = (top + bottom) / 2
        yield Ruling("h", x0, middle, x1, middle)
    elif x1 - x0 <= _STRAIGHT < bottom - top:
        middle = (x0 + x1) / 2
        yield Ruling("v", middle, top, middle, bottom)
