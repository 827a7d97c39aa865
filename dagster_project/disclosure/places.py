"""In which cell of a ruled table each character of a page stands.

Belongs here: places of characters between edges, and words that run over a ruling. Does not belong here: where edges
and cells are (`rulings`), and what becomes of them (`tables`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dagster_project.disclosure.pages import Char, Floats, Page

_NO_GAP = 0.3  # points between characters of one word
_SAME_LINE = 0.2  # of their height, by which the boxes of characters on one line differ

Span = tuple[int, int, int, int]  # row, column, and how many of each
_Numbers = NDArray[np.int64]


def chars_of_cells(page: Page, spans: Sequence[Span], xs: Sequence[float], ys: Sequence[float]) -> list[list[Char]]:
    """The characters in each cell, in the order of the page description. The cells are given by their spans, which
    count columns between `xs` and rows between `ys`."""
    holders = _holders(page, spans, xs, ys)
    _keep_words_whole(page, spans, holders)
    order = np.argsort(holders, kind="stable")
    ends = np.searchsorted(holders[order], np.arange(len(spans) + 1)).tolist()
    placed = [page.chars[index] for index in order.tolist()]
    return [placed[first:end] for first, end in pairwise(ends)]


def _holders(page: Page, spans: Sequence[Span], xs: Sequence[float], ys: Sequence[float]) -> _Numbers:
    """For each character of a page, the number of the cell that it stands in; -1 for none."""
    covering = np.full((len(ys), len(xs)), -1)  # one row and one column more than there are, for what is outside
    for number, (row, column, row_span, column_span) in enumerate(spans):
        covering[row : row + row_span, column : column + column_span] = number
    x, y = page.centres.T
    return covering[_intervals(ys, y), _intervals(xs, x)]


def _intervals(edges: Sequence[float], values: Floats) -> _Numbers:
    """Between which edges each value lies; -1 outside of them."""
    found = np.clip(np.searchsorted(edges, values) - 1, 0, len(edges) - 2)
    found[(values < edges[0]) | (values > edges[-1])] = -1
    return found


def _keep_words_whole(page: Page, spans: Sequence[Span], holders: _Numbers) -> None:
    """Put a word that is too long for its cell, and runs over the ruling, where most of it stands."""
    is_split = _goes_on(page)
    words = np.cumsum(~is_split)
    is_split[1:] &= holders[1:] != holders[:-1]
    for word in dict.fromkeys(words[is_split].tolist()):
        own = slice(*np.searchsorted(words, (word, word + 1)))
        held: list[int] = holders[own].tolist()
        inside = set(held)
        if -1 not in inside and len({spans[index][0] for index in inside}) == 1:
            holders[own] = max(sorted(inside), key=held.count)


def _goes_on(page: Page) -> NDArray[np.bool_]:
    """Which characters were drawn after another one without a gap, as in one word; figures stand alone."""
    goes_on = ~np.array([char[0].isascii() for char in page.chars], dtype=bool) & page.is_printed
    x0, top, x1, bottom = page.boxes.T
    goes_on[1:] &= goes_on[:-1]
    goes_on[:1] = False
    goes_on[1:] &= np.abs(x0[1:] - x1[:-1]) <= _NO_GAP
    goes_on[1:] &= np.abs(np.diff(top)) <= _SAME_LINE * (bottom - top)[1:]
    return goes_on
