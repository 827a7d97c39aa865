"""Words of a line as the eye parts them: runs of characters between wide gaps, and which of them are figures.

Belongs here: gaps and the look of a figure. Does not belong here: columns (`alignment`) and amounts (`amounts`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from dagster_project.disclosure.pages import Char, Line

_GAP = 0.8  # of the height of a character: a wider gap parts two words
_AFTER_FIGURE = 0.5  # of it, where a figure ends and words begin: the next column, close behind its edge
_FIGURE = re.compile(r"[-+−－(（]?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d+)[)）%％]?")


@dataclass(frozen=True, eq=False)
class Word:
    """Characters of one line without a wide gap; blanks are left out."""

    chars: tuple[Char, ...]

    @cached_property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def x0(self) -> float:
        return self.chars[0].x0

    @property
    def x1(self) -> float:
        return self.chars[-1].x1

    @cached_property
    def is_figure(self) -> bool:
        """Whether it is an amount with a point or with groups, or a percentage: codes and ordinals are none."""
        return _FIGURE.fullmatch(self.text) is not None


def words_of(line: Line, gap: float = _GAP) -> list[Word]:
    words: list[list[Char]] = []
    previous: Char | None = None
    for char in line.chars:
        if char.text.isspace():
            continue
        if previous is None or _is_parted(words[-1], previous, char, gap):
            words.append([])
        words[-1].append(char)
        previous = char
    return [Word(tuple(chars)) for chars in words]


def _is_parted(word: list[Char], previous: Char, char: Char, gap: float) -> bool:
    wide, height = char.x0 - previous.x1, char.bottom - char.top
    if wide > gap * height:
        return True
    is_next_column = wide > _AFTER_FIGURE * height and previous.text.isdigit() and not char.text.isascii()
    return is_next_column and Word(tuple(word)).is_figure
