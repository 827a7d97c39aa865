"""A picture of a page in, its characters and rulings out, in points of the page.

Lines of text are found on the whole page and cut at the rulings between columns, so that each piece stands in one cell.
Within tables everything that is printed has to be read: ink that no line covers is read by itself, and what is not
recognised is kept as the replacement character. A piece that looks like a figure is read a second time.

Belongs here: pieces of lines and their characters. Does not belong here: cells, amounts, or what either reading means.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import cv2
import numpy as np

from dagster_project.disclosure.glyphs import fold_glyph
from dagster_project.disclosure.ocr.bitmap import (
    Frame,
    Mask,
    Picture,
    Stroke,
    around,
    ink_of,
    pieces_of_ink,
    strokes_of,
    upright,
    without_specks,
    without_strokes,
)
from dagster_project.disclosure.ocr.doubt import DISAGREES, UNKNOWN, UNREAD, UNSURE
from dagster_project.disclosure.ocr.engine import Sign, find_text, read_line
from dagster_project.disclosure.pages import Char, Ruling

_SURE = 0.9  # of a character in a figure
_LEGIBLE = 0.5  # on average over a line; below, it is no text (ornaments, seals, photographs)
_MARGIN = 6  # pixels around a piece that is read
_RIM = 2  # of them from the picture
_SPECK = 12  # pixels of ink that are no character
_SMALL, _TALL = 6, 80  # pixels between which a character of a table is high or wide
_LONG = 1.5  # times as long as high
_MARKS = {"，": ",", "．": "."}
_IN_FIGURES = frozenset("0123456789,.")
_SIDE_BY_SIDE = 1.6  # steps from digit to digit between a comma and the digit after it, at most
_SAMPLE = 8  # lines that tell which way is up
_WIDE, _NARROW, _DIGIT = 1.1, 0.6, 0.8  # widths of characters in heights of their line; a line of digits alone is lower


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a picture shows, in points, with its text upright; `turn` is that of `Page`."""

    chars: tuple[Char, ...]
    rulings: tuple[Ruling, ...]
    turn: int


@dataclass(frozen=True)
class _Sheet:
    """A picture that was set upright, apart from quarter turns: its lines, what is printed between them, and where
    text stands."""

    picture: Picture
    ink: Mask
    strokes: list[Stroke]
    lines: list[Frame]

    @classmethod
    def of(cls, picture: Picture) -> _Sheet:
        picture = upright(picture)
        ink = ink_of(picture)
        strokes = strokes_of(ink)
        clean, ink = without_strokes(picture, ink, strokes)
        return cls(clean, ink, strokes, find_text(clean))

    @property
    def is_sideways(self) -> bool:
        """Whether most text runs up or down: lines of several characters are longer than high."""
        tall = sum(bottom - top > _LONG * (x1 - x0) for x0, top, x1, bottom in self.lines)
        wide = sum(x1 - x0 > _LONG * (bottom - top) for x0, top, x1, bottom in self.lines)
        return tall > wide

    @cached_property
    def legibility(self) -> float:
        """How sure its longest lines read."""
        longest = sorted(self.lines, key=lambda line: max(line[2] - line[0], line[3] - line[1]))[-_SAMPLE:]
        sure = [sign.confidence for line in longest for sign in _read(self.picture, line)]
        return float(np.mean(sure)) if sure else 0.0


def _best_way_up(picture: Picture) -> tuple[_Sheet, int]:
    """The sheet with its text upright, and how many quarter turns that takes."""
    sheet = _Sheet.of(picture)
    if sheet.is_sideways:
        turned = [(_Sheet.of(_quarters(picture, turn)), turn) for turn in (1, 3)]
    elif sheet.lines and sheet.legibility < _SURE:
        turned = [(sheet, 0), (_Sheet.of(_quarters(picture, 2)), 2)]
    else:
        return sheet, 0
    return max(turned, key=lambda one: one[0].legibility)


def _quarters(picture: Picture, turn: int) -> Picture:
    return np.ascontiguousarray(np.rot90(picture, turn))


def recognise(data: bytes, width: int, height: int, scale: float) -> Recognised:
    """Read a grey picture, `scale` pixels to a point."""
    sheet, turn = _best_way_up(np.frombuffer(data, dtype=np.uint8).reshape(height, width))
    pieces = [piece for line in sheet.lines for piece in _cut(line, sheet.strokes, sheet.ink)]
    read = [(frame, signs) for frame in pieces for signs in [_read(sheet.picture, frame)] if _is_text(signs)]
    read += _left_over(sheet, [frame for frame, _ in read])
    chars = [char for frame, signs in read for char in _chars(sheet.picture, frame, signs, scale)]
    return Recognised(tuple(chars), tuple(_ruling(stroke, scale) for stroke in sheet.strokes), turn)


def _ruling(stroke: Stroke, scale: float) -> Ruling:
    x0, top, x1, bottom = (edge / scale for edge in stroke.frame)
    middle = stroke.middle / scale
    if stroke.is_horizontal:
        return Ruling("h", x0, middle, x1, middle)
    return Ruling("v", middle, top, middle, bottom)


def _tables(strokes: list[Stroke]) -> list[Frame]:
    """The areas between lines: nothing in them may stay unread."""
    level = [stroke for stroke in strokes if stroke.is_horizontal]
    upright_ = [stroke for stroke in strokes if not stroke.is_horizontal]
    if not level or not upright_:
        return []
    return [around([stroke.frame for stroke in upright_])]


def _cut(frame: Frame, strokes: list[Stroke], ink: Mask) -> list[Frame]:
    """A line of text in pieces that no ruling runs through, each as small as what it shows."""
    x0, top, x1, bottom = frame
    height = bottom - top
    at_x = sorted(
        round(stroke.middle)
        for stroke in strokes
        if not stroke.is_horizontal
        and x0 < stroke.middle < x1
        and min(bottom, stroke.frame[3]) - max(top, stroke.frame[1]) > height / 2
    )
    at_y = sorted(
        round(stroke.middle)
        for stroke in strokes
        if stroke.is_horizontal
        and top + height / 5 < stroke.middle < bottom - height / 5
        and min(x1, stroke.frame[2]) - max(x0, stroke.frame[0]) > (x1 - x0) / 2
    )
    pieces = []
    for left, right in pairwise([x0, *at_x, x1]):
        for upper, lower in pairwise([top, *at_y, bottom]):
            piece = _shrunk((left, upper, right, lower), ink)
            if piece is not None:
                pieces.append(piece)
    return pieces


def _shrunk(frame: Frame, ink: Mask) -> Frame | None:
    """The frame as wide and high as the ink in it; None where there is none."""
    x0, top, x1, bottom = frame
    inside = ink[top:bottom, x0:x1]
    if int(inside.sum()) < _SPECK:
        return None
    columns, rows = np.flatnonzero(inside.sum(axis=0) > 0), np.flatnonzero(inside.sum(axis=1) > 0)
    return x0 + int(columns[0]), top + int(rows[0]), x0 + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _crop(picture: Picture, frame: Frame) -> Picture:
    """A piece with its grey rim, on paper: what stands near it in another cell is not on it."""
    x0, top, x1, bottom = frame
    height, width = picture.shape
    crop = picture[max(top - _RIM, 0) : min(bottom + _RIM, height), max(x0 - _RIM, 0) : min(x1 + _RIM, width)]
    return np.pad(crop, _MARGIN - _RIM, constant_values=int(np.percentile(crop, 95)))


def _read(picture: Picture, frame: Frame) -> list[Sign]:
    return shown_blanks(_narrow_marks(read_line(_crop(picture, frame))))


def _narrow_marks(signs: list[Sign]) -> list[Sign]:
    """Full-width commas and points between digits as what they are there: one mark, whichever width was recognised."""
    texts = ["", *(sign.text for sign in signs), ""]
    return [
        replace(sign, text=_MARKS[sign.text]) if sign.text in _MARKS and before.isdigit() and after.isdigit() else sign
        for sign, before, after in zip(signs, texts, texts[2:], strict=False)
    ]


def shown_blanks(signs: list[Sign]) -> list[Sign]:
    """The signs without blanks inside figures where the picture shows none: a comma as wide as a digit looks like a
    comma and a blank. A blank is one where its neighbours stand farther apart than side by side."""
    steps = [b.middle - a.middle for a, b in pairwise(signs) if a.text.isdigit() and b.text.isdigit()]
    if not steps:
        return signs
    step = float(np.median(steps))
    shown = []
    for index, sign in enumerate(signs):
        before, after = signs[index - 1 : index], signs[index + 1 : index + 2]
        is_inside = bool(before and after) and before[0].text in _IN_FIGURES and after[0].text in _IN_FIGURES
        if sign.text.isspace() and is_inside and after[0].middle - before[0].middle <= _SIDE_BY_SIDE * step:
            continue
        shown.append(sign)
    return shown


def _is_text(signs: list[Sign]) -> bool:
    return bool(signs) and float(np.mean([sign.confidence for sign in signs])) >= _LEGIBLE


def _left_over(sheet: _Sheet, read: list[Frame]) -> list[tuple[Frame, list[Sign]]]:
    """What is printed in tables and was not found as text: single digits and dashes, mostly."""
    rest = np.zeros_like(sheet.ink)
    for x0, top, x1, bottom in _tables(sheet.strokes):
        rest[top:bottom, x0:x1] = sheet.ink[top:bottom, x0:x1]
    for x0, top, x1, bottom in [*read, *(stroke.frame for stroke in sheet.strokes)]:
        rest[max(top - 4, 0) : bottom + 4, max(x0 - 4, 0) : x1 + 4] = False
    found = []
    for piece in pieces_of_ink(without_specks(rest, _SPECK), _SPECK):
        for frame in _cut(piece, sheet.strokes, rest):
            if max(frame[2] - frame[0], frame[3] - frame[1]) < _SMALL or frame[3] - frame[1] > _TALL:
                continue  # dirt; seals, signatures and charts
            signs = _read(sheet.picture, frame)
            if not _is_text(signs):
                signs = [Sign(UNKNOWN, 0.5, 0.0)]
            found.append((frame, signs))
    return found


def _chars(picture: Picture, frame: Frame, signs: list[Sign], scale: float) -> list[Char]:
    """The signs in boxes about their middles, as wide as their script is: gaps between words stay gaps."""
    x0, top, x1, bottom = frame
    doubt = _doubt(picture, frame, signs)
    middles = [sign.middle * (x1 - x0 + 2 * _MARGIN) - _MARGIN + x0 for sign in signs]
    borders = [float(x0), *((a + b) / 2 for a, b in pairwise(middles)), float(x1)]
    is_wide = any(_is_wide(sign.text) for sign in signs)
    chars = []
    for index, (sign, middle, (left, right)) in enumerate(zip(signs, middles, pairwise(borders), strict=True)):
        half = (bottom - top) * (_WIDE if _is_wide(sign.text) else _NARROW if is_wide else _DIGIT) / 2
        left = left if index == 0 else max(left, middle - half)
        right = right if index == len(signs) - 1 else min(right, middle + half)
        left = min(max(left, x0), x1)
        chars.append(
            Char(
                fold_glyph(sign.text), left / scale, top / scale, max(min(right, x1), left) / scale, bottom / scale,
                confidence=sign.confidence, doubt=doubt,
            )
        )  # fmt: skip
    return chars


def _is_wide(text: str) -> bool:
    return unicodedata.east_asian_width(text) in "WF"


def _doubt(picture: Picture, frame: Frame, signs: list[Sign]) -> str | None:
    """Why a piece is in doubt. Words are not looked at twice: they are compared with words later."""
    shown = [sign for sign in signs if not sign.text.isspace()]
    text = "".join(sign.text for sign in shown)
    if UNKNOWN in text:
        return UNREAD
    if sum(sign.text.isdigit() for sign in shown) * 2 < len(shown):
        return None
    if min(sign.confidence for sign in shown) < _SURE:
        return UNSURE
    return None if _second_reading(picture, frame) == text else DISAGREES


def _second_reading(picture: Picture, frame: Frame) -> str:
    """What the same ink says in black and white, larger and with more paper around it."""
    crop = _crop(picture, frame)
    large = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    _, black = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    padded = np.pad(black, ((10, 10), (24, 24)), constant_values=255)
    return "".join(sign.text for sign in _narrow_marks(read_line(padded))).replace(" ", "")
