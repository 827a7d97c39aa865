"""Which text of a page a reader sees as its text: not what is hidden, and not what is printed behind it as a mark.

Belongs here: how a piece of text is drawn (direction, colour, mode) and what follows from it. Does not belong here:
where characters stand (`pages`), or what they mean.

Hidden is text drawn in no colour (render mode 3, or for clipping only), text that is all but transparent, white text
on no ground, and text that its clip cuts away. A mark is text that leans, and faint or large light text that other
text runs over: a watermark.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2.raw as pdfium_c

from dagster_project.disclosure.pdf import answers, calls
from dagster_project.disclosure.pdf.answers import Mask
from dagster_project.disclosure.pdf.clips import Clip, Clips
from dagster_project.disclosure.pdf.objects import Side, fill_of, modes_of, side_of, text_colour_of, text_matrix_of
from dagster_project.disclosure.pdf.space import Matrix

_HIDDEN_MODES = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_NO_FILL = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_STROKE_CLIP})
_GONE = 20  # of 255: more transparent is not seen
_FAINT = 128  # of 255: more transparent is a mark, where text stands over it
_WHITE = 250
_LIGHT = 150  # of 255, every colour: a mark, where it is large as well
_LEAN = math.radians(5)  # further from every side of the page, text is no line of it
_MAX_FORM_DEPTH = 12
_OPAQUE_BLACK = (0, 0, 0, 255)
_PLAIN_MODES = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_FILL, pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE})


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one piece of text is drawn. `quarter` counts quarter turns clockwise; text that leans is hidden."""

    quarter: int
    is_hidden: bool
    is_white: bool
    is_faint: bool
    is_light: bool
    clip: Clip | None = None


PLAIN = TextStyle(quarter=0, is_hidden=False, is_white=False, is_faint=False, is_light=False)


def with_care(pieces: Sequence[int], frame: Matrix, extent: Side | None) -> set[int]:
    """The pieces of text that are not drawn upright, dark, opaque and whole, or may not be: each needs a look.

    `extent` is the box around all characters of the page, where the pieces are drawn in the space of the page.
    """
    is_filled = np.array([mode in _PLAIN_MODES for mode in map(calls.render_mode, pieces)], dtype=bool)
    is_plain = is_filled & _are_dark(pieces) & _are_upright(pieces, frame) & ~Clips(extent).hide(pieces)
    return {piece for piece, plain in zip(pieces, is_plain.tolist(), strict=True) if not plain}


def _are_dark(pieces: Sequence[int]) -> Mask:
    fills = answers.fills_of(pieces)
    dark: Mask = ~((fills[:, :3].min(axis=1) >= _LIGHT) | (fills[:, 3] < _FAINT))
    return dark


def _are_upright(pieces: Sequence[int], frame: Matrix) -> Mask:
    x, y = answers.matrices_of(pieces)[:, :2].T
    a, b, c, d = frame[:4]
    along, down = a * x + c * y, b * x + d * y
    upright: Mask = (along > 0) & (abs(down) < along * _LEAN)
    return upright


class TextStyles:
    """The styles of the pieces of text of one page: plain, but for those that need a look (`with_care`)."""

    def __init__(self, page: int, textpage: int, frame: Matrix, care: set[int]) -> None:
        self._page, self._textpage, self._frame, self._care = page, textpage, frame, care
        self._known: dict[int | None, TextStyle] = {}
        self._grounds: list[Side] | None = None
        self._clips = Clips()

    def of(self, indexes: Sequence[int]) -> list[TextStyle]:
        """The style of each character, given by its index in the text page."""
        pieces = map(calls.text_object, repeat(self._textpage), indexes)
        return [
            self._style(piece, index) if piece is None or piece in self._care else PLAIN
            for piece, index in zip(pieces, indexes, strict=True)
        ]

    def has_ground(self, x: float, y: float) -> bool:
        """Whether something coloured or a picture is drawn at a place (in page space): white text is seen on it."""
        if self._grounds is None:
            self._grounds = list(_grounds_of_page(self._page))
        return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._grounds)

    def _style(self, piece: int | None, index: int) -> TextStyle:
        style = self._known.get(piece)
        if style is None:
            style = self._known[piece] = self._looked_at(piece, index)
        return style

    def _looked_at(self, piece: int | None, index: int) -> TextStyle:
        mode = calls.render_mode(piece) if piece else pdfium_c.FPDF_TEXTRENDERMODE_FILL
        *colour, opacity = text_colour_of(self._textpage, index, is_stroked=mode in _NO_FILL) or _OPAQUE_BLACK
        darkest, quarter = min(colour), self._quarter(index)
        return TextStyle(
            quarter=quarter or 0,
            is_hidden=mode in _HIDDEN_MODES or opacity < _GONE or quarter is None,
            is_white=darkest >= _WHITE,
            is_faint=opacity < _FAINT,
            is_light=darkest >= _LIGHT,
            clip=self._clips.of(piece) if piece else None,
        )

    def _quarter(self, index: int) -> int | None:
        """None for text that leans."""
        matrix = text_matrix_of(self._textpage, index)
        if matrix is None:
            return 0
        a, b, c, d = self._frame[:4]
        along, down = a * matrix[0] + c * matrix[1], b * matrix[0] + d * matrix[1]
        angle = math.atan2(down, along)
        quarter = round(angle / (math.pi / 2))
        return quarter % 4 if abs(angle - quarter * math.pi / 2) <= _LEAN else None


def _grounds_of_page(page: int) -> Iterator[Side]:
    for index in range(calls.count_objects(page)):
        yield from _grounds(calls.get_object(page, index), 0)


def _grounds(item: int, depth: int) -> Iterator[Side]:
    kind = calls.object_type(item)
    if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
        # What a form draws is not placed by its own matrix here: all of the form is ground, if anything in it is.
        inner = range(calls.count_form_objects(item))
        if any(True for index in inner for _ in _grounds(calls.get_form_object(item, index), depth + 1)):
            yield from _bounds(item)
    elif kind in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING) or (
        kind == pdfium_c.FPDF_PAGEOBJ_PATH and _is_coloured(item)
    ):
        yield from _bounds(item)


def _is_coloured(path: int) -> bool:
    modes = modes_of(path)
    if modes is None or modes[0] == pdfium_c.FPDF_FILLMODE_NONE:
        return False
    colour = fill_of(path)
    if colour is None:
        return True  # a pattern
    return min(colour[:3]) < _WHITE and colour[3] >= _GONE


def _bounds(item: int) -> Iterator[Side]:
    bounds = side_of(item)
    if bounds is not None:
        yield bounds
