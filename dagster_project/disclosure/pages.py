"""What a page shows: characters, rulings and lines, in one frame: points, origin top left, as the page is shown.

Belongs here: a page as everything after it sees it. Does not belong here: how it is got out of a file (`pdf`), and
what the characters mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from operator import add, itemgetter, sub
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
_LEFT = itemgetter(1)  # x0 of a character


class Char(NamedTuple):
    """One printed character with its box. A tuple, because a page has thousands and they are made in one go."""

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


class Ruling(NamedTuple):
    """One straight horizontal or vertical stroke, or the edge of a filled box."""

    orientation: str  # h or v
    x0: float
    top: float
    x1: float
    bottom: float
    is_faint: bool = False  # the edge of a white area: nobody sees it, but a layout may draw its cells as such areas
    is_ground: bool = False  # the edge of a coloured area: of a cell, or of what lies behind several or a part of one


@dataclass(frozen=True)
class Line:
    """Characters that stand beside each other."""

    chars: tuple[Char, ...]

    @property
    def box(self) -> Box:
        return bounding_box(self.chars)

    @cached_property
    def text(self) -> str:
        """The text, with one blank where the page leaves a gap of half a character or more."""
        parts: list[str] = []
        end = float("inf")
        for text, x0, top, x1, bottom, _, _ in self.chars:
            if x0 - end > 0.5 * (bottom - top) and not text.isspace() and not parts[-1].isspace():
                parts.append(" ")
            parts.append(text)
            end = x1
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
    known_boxes: InitVar[Floats | None] = None  # `boxes`, where they are at hand

    def __post_init__(self, known_boxes: Floats | None) -> None:
        if known_boxes is not None:
            self.__dict__["boxes"] = known_boxes  # where the cached property looks first

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

    @cached_property
    def boxes(self) -> Floats:
        """The box of each character, in a row."""
        columns = list(zip(*self.chars, strict=True))[1:5]
        return np.array(columns, dtype=np.float64).T.reshape(-1, 4)

    @cached_property
    def centres(self) -> Floats:
        """The middle of each character, in a row."""
        centres: Floats = (self.boxes[:, :2] + self.boxes[:, 2:]) / 2
        return centres

    @cached_property
    def is_printed(self) -> Mask:
        """For each character, whether it shows something."""
        return ~np.array([char[0].isspace() for char in self.chars], dtype=bool)


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
    if not chars:
        return []
    tops, bottoms = [char[2] for char in chars], [char[4] for char in chars]
    places, heights = list(map(add, tops, bottoms)), list(map(sub, bottoms, tops))  # places: their middles, doubled
    if len(chars) == 1 or max(places) - min(places) < min(heights):
        lines: list[Sequence[Char]] = [chars]  # no two could stand in different lines: most cells
    else:
        lines = _lines_below_each_other(chars, places, heights)
    ordered = [Line(tuple(sorted(line, key=_LEFT))) for line in lines]
    return [line for line in ordered if line.text]


def _lines_below_each_other(
    chars: Sequence[Char], places: Sequence[float], heights: Sequence[float]
) -> list[Sequence[Char]]:
    lines: list[tuple[float, float, list[Char]]] = []  # with place and height of the first character
    order = list(zip(places, map(_LEFT, chars), strict=True))
    for index in sorted(range(len(chars)), key=order.__getitem__):
        place, height = places[index], heights[index]
        for first_place, first_height, line in reversed(lines[-3:]):
            if abs(first_place - place) < max(first_height, height):
                line.append(chars[index])
                break
        else:
            lines.append((place, height, [chars[index]]))
    return [line for _, _, line in lines]
