"""The characters that a page shows as its text, each with its box and its quarter turns.

Belongs here: characters. Does not belong here: how a piece of text is drawn (`visible`), lines (`disclosure.pages`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from statistics import median
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from dagster_project.disclosure.glyphs import RADICALS, fold_glyph
from dagster_project.disclosure.pages import Char
from dagster_project.disclosure.pdf import answers, calls
from dagster_project.disclosure.pdf.answers import Floats, Mask
from dagster_project.disclosure.pdf.drawing import Drawing
from dagster_project.disclosure.pdf.objects import Side
from dagster_project.disclosure.pdf.space import Matrix, apply_all
from dagster_project.disclosure.pdf.visible import PLAIN, TextStyle, TextStyles, with_care

_LARGE = 1.8  # times the usual height of the page's characters: light text as large is a mark
_BLANK = 0x20
_RADICALS = tuple(map(ord, RADICALS))
_IS_SPACE = np.array([chr(code).isspace() for code in range(0x3002)])  # the last one stands for all that follow

_make = partial(tuple.__new__, Char)  # Char._make without its count: there are thousands on a page

_Turned = tuple[Char, int]  # with its quarter turns


class Printed(NamedTuple):
    """The characters of a page and the quarter turns of each; their boxes in a row each, where all stand upright."""

    chars: list[Char]
    turns: list[int]
    boxes: Floats | None = None


def read_characters(page: pdfium.PdfPage, frame: Matrix, drawing: Drawing) -> Printed:
    """The characters of a page in the order of its description, faint and light ones last."""
    textpage = page.get_textpage()
    try:
        handle = calls.address(textpage.raw)
        placed = _placed(handle, frame, page.get_size())
        if not len(placed.codes):
            return Printed([], [])
        extent = placed.extent
        care: set[int] = set()
        for space, pieces in drawing.texts:
            care |= with_care(pieces, space, extent if space == frame else None)
        if not care:
            placed = placed.firsts()
            return Printed(placed.chars(), [0] * len(placed.codes), placed.boxes)
        turned = _as_drawn(placed, TextStyles(calls.address(page.raw), handle, frame, care))
        return Printed([char for char, _ in turned], [turn for _, turn in turned])
    finally:
        textpage.close()


@dataclass(frozen=True)
class _Placed:
    """Characters as arrays: index in the text page, code, box in page space, and box on the page as it is shown."""

    index: NDArray[np.int64]
    codes: NDArray[np.uint32]
    loose: Floats  # (n, 4): left, top, right, bottom
    boxes: Floats  # (n, 4): x0, top, x1, bottom

    @property
    def extent(self) -> Side:
        """The box around all of them in page space."""
        low, high = self.loose.min(axis=0), self.loose.max(axis=0)
        return low[0], min(low[1], low[3]), high[2], max(high[1], high[3])

    def take(self, kept: Mask) -> _Placed:
        return _Placed(self.index[kept], self.codes[kept], self.loose[kept], self.boxes[kept])

    def firsts(self) -> _Placed:
        """Without those that repeat a character at its place: imitated bold print draws it twice, a fraction of a point
        apart."""
        places = np.rint(self.boxes[:, :2]).astype(np.int64) & 0xFFFFF
        keys = self.codes.astype(np.int64) << 40 | places[:, 0] << 20 | places[:, 1]
        in_order = np.sort(keys)
        if (in_order[1:] != in_order[:-1]).all():
            return self
        is_kept = _IS_SPACE.take(self.codes, mode="clip")
        is_kept[np.unique(keys, return_index=True)[1]] = True
        return self.take(is_kept)

    def chars(self) -> list[Char]:
        texts = self.codes.astype("<u2").tobytes().decode("utf-16-le")
        return list(map(_make, zip(texts, *self.boxes.T.tolist(), repeat(None), repeat(None), strict=False)))


def _placed(textpage: int, frame: Matrix, size: tuple[float, float]) -> _Placed:
    """The characters of a text page that lie on the page, without the blanks that pdfium adds itself."""
    count = max(calls.count_chars(textpage), 0)
    codes = _codes(textpage, count)
    loose = answers.loose_boxes_of(textpage, count)
    left, top, right, bottom = loose.T
    (ax, ay), (bx, by) = apply_all(frame, left, bottom), apply_all(frame, right, top)
    shown = np.column_stack((np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)))
    is_text = (codes >= _BLANK) & ~((codes >= 0xD800) & (codes <= 0xDFFF)) & (codes < 0xFFFE)
    is_on_page = (shown[:, 2] > 0) & (shown[:, 3] > 0) & (shown[:, 0] < size[0]) & (shown[:, 1] < size[1])
    kept = is_text & is_on_page  # neither is said of a character without a box
    for index in np.flatnonzero(kept & (codes == _BLANK)).tolist():
        kept[index] = calls.is_generated(textpage, index) != 1
    for index in np.flatnonzero((codes >= _RADICALS[0]) & (codes <= _RADICALS[1])).tolist():
        codes[index] = ord(fold_glyph(chr(codes[index])))
    return _Placed(np.arange(count), codes, loose, shown).take(kept)


def _codes(textpage: int, count: int) -> NDArray[np.uint32]:
    """The code of each character. One call gives all of them where each is one unit of UTF-16."""
    units = np.zeros(count + 1, dtype=np.uint16)
    written = calls.get_text(textpage, 0, count, units.ctypes.data) if count else 1
    codes = units[:count].astype(np.uint32)
    if written == count + 1 and not ((codes >= 0xD800) & (codes <= 0xDFFF)).any():
        return codes
    return np.array([calls.get_unicode(textpage, index) for index in range(count)], dtype=np.uint32)


def _as_drawn(placed: _Placed, styles: TextStyles) -> list[_Turned]:
    """Without what is hidden, and without marks behind the text."""
    indexes = placed.index.tolist()
    drawn = dict(zip(indexes, styles.of(indexes), strict=True))
    places = ((placed.loose[:, :2] + placed.loose[:, 2:]) / 2).tolist()
    are_seen = [
        style is PLAIN or _is_seen(style, x, y, styles) for style, (x, y) in zip(drawn.values(), places, strict=True)
    ]
    placed = placed.take(np.array(are_seen, dtype=bool)).firsts()
    shown: list[_Turned] = []
    marks: list[tuple[Char, int, bool]] = []
    for char, index in zip(placed.chars(), placed.index.tolist(), strict=True):
        style = drawn[index]
        if style.is_faint or style.is_light:
            marks.append((char, style.quarter, style.is_faint))
        else:
            shown.append((char, style.quarter))
    return [*shown, *_not_behind(marks, shown)]


def _is_seen(style: TextStyle, x: float, y: float, styles: TextStyles) -> bool:
    """Whether a character is text of the page; its middle is given in page space."""
    if style.is_hidden:
        return False
    if style.clip is not None and style.clip.hides(x, y):
        return False
    return not style.is_white or styles.has_ground(x, y)


def _not_behind(marks: list[tuple[Char, int, bool]], shown: list[_Turned]) -> Iterator[_Turned]:
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
