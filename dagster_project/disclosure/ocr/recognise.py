"""A picture of a page in, its characters and rulings out, in points of the page.

Lines of text are found on the whole page and cut at the rulings between columns, so that each piece stands in one cell.
Within tables everything that is printed has to be read: ink that no line covers is read by itself, and what is not
recognised is kept as the replacement character. A piece that looks like a figure is read a second time.

Belongs here: pieces of lines and their characters. Does not belong here: cells, amounts, or what either reading means.
"""

from __future__ import annotations

from dataclasses import dataclass
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
_FIGURE_SIGNS = frozenset("0123456789.,，．-－—()（）%％ ")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a picture shows, in points."""

    chars: tuple[Char, ...]
    rulings: tuple[Ruling, ...]


def recognise(data: bytes, width: int, height: int, scale: float) -> Recognised:
    """Read a grey picture, `scale` pixels to a point."""
    picture = upright(np.frombuffer(data, dtype=np.uint8).reshape(height, width))
    ink = ink_of(picture)
    strokes = strokes_of(ink)
    clean, ink = without_strokes(picture, ink, strokes)
    tables = _tables(strokes)
    pieces = [piece for frame in find_text(clean) for piece in _cut(frame, strokes, ink)]
    read = [(frame, signs) for frame in pieces for signs in [_read(clean, frame)] if _is_text(signs)]
    read += _left_over(clean, ink, [frame for frame, _ in read], tables, strokes)
    chars = [char for frame, signs in read for char in _chars(clean, ink, frame, signs, scale)]
    return Recognised(tuple(chars), tuple(_ruling(stroke, scale) for stroke in strokes))


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
    return read_line(_crop(picture, frame))


def _is_text(signs: list[Sign]) -> bool:
    return bool(signs) and float(np.mean([sign.confidence for sign in signs])) >= _LEGIBLE


def _left_over(
    picture: Picture, ink: Mask, read: list[Frame], tables: list[Frame], strokes: list[Stroke]
) -> list[tuple[Frame, list[Sign]]]:
    """What is printed in tables and was not found as text: single digits and dashes, mostly."""
    rest = np.zeros_like(ink)
    for x0, top, x1, bottom in tables:
        rest[top:bottom, x0:x1] = ink[top:bottom, x0:x1]
    for x0, top, x1, bottom in read:
        rest[max(top - 4, 0) : bottom + 4, max(x0 - 4, 0) : x1 + 4] = False
    found = []
    for piece in pieces_of_ink(rest, _SPECK):
        for frame in _cut(piece, strokes, rest):
            if max(frame[2] - frame[0], frame[3] - frame[1]) < 6:
                continue
            signs = _read(picture, frame)
            if not _is_text(signs):
                signs = [Sign(UNKNOWN, 0.5, 0.0)]
            found.append((frame, signs))
    return found


def _chars(picture: Picture, ink: Mask, frame: Frame, signs: list[Sign], scale: float) -> list[Char]:
    """Signs stand side by side: the border between two is half way between their middles."""
    x0, top, x1, bottom = frame
    margin = _MARGIN
    doubt = _doubt(picture, frame, signs)
    middles = [sign.middle * (x1 - x0 + 2 * margin) - margin + x0 for sign in signs]
    borders = [float(x0), *((a + b) / 2 for a, b in pairwise(middles)), float(x1)]
    borders = [min(max(border, x0), x1) for border in borders]
    return [
        Char(
            fold_glyph(sign.text), left / scale, top / scale, right / scale, bottom / scale,
            confidence=sign.confidence, doubt=doubt,
        )
        for sign, (left, right) in zip(signs, pairwise(borders), strict=True)
    ]  # fmt: skip


def _doubt(picture: Picture, frame: Frame, signs: list[Sign]) -> str | None:
    """Why a piece is in doubt. What is no figure is not looked at twice: words are compared with words later."""
    text = "".join(sign.text for sign in signs)
    if UNKNOWN in text:
        return UNREAD
    if not set(text) <= _FIGURE_SIGNS:
        return UNSURE if sum(char.isdigit() for char in text) > len(text) / 2 else None
    if min(sign.confidence for sign in signs) < _SURE:
        return UNSURE
    return None if _second_reading(picture, frame) == text.replace(" ", "") else DISAGREES


def _second_reading(picture: Picture, frame: Frame) -> str:
    """What the same ink says in black and white, larger and with more paper around it."""
    crop = _crop(picture, frame)
    large = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    _, black = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    padded = np.pad(black, ((10, 10), (24, 24)), constant_values=255)
    return "".join(sign.text for sign in read_line(padded)).replace(" ", "")
