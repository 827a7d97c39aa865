"""Rulings that lie on each other, or go on with each other, as one edge: the results of pdfplumber's finder.

pdfplumber copies a dictionary for each step of each ruling. Here an edge is three numbers, and both directions are told
by the same lines of code. The edges are equal, to the last bit (tests/disclosure/test_edges.py compares them, on drawn
rulings and on the pages of real documents): where a ruling goes is the average of those that it is one with, in the
order in which they are drawn.

Belongs here: edges. Does not belong here: which rulings count, and sides that are not drawn (`rulings`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dagster_project.disclosure.pages import Ruling

SNAP = 3.0  # points within which two rulings are one (pdfplumber's default)
_BEYOND = (float("inf"), 0.0, 0.0)  # after all edges


class Edge(NamedTuple):
    """A straight line across the page or down: where it lies, and from where to where it goes."""

    at: float
    begin: float
    end: float


def merged_edges(rulings: Iterable[Ruling]) -> tuple[list[Edge], list[Edge]]:
    """The edges across and the edges down, from left to right and from top to bottom; without specks."""
    across, down = [], []
    for orientation, x0, top, x1, bottom, *_ in rulings:
        if orientation == "h":
            across.append((top, x0, x1))
        else:
            down.append((x0, top, bottom))
    return _merged(across), _merged(down)


def _merged(strokes: list[tuple[float, float, float]]) -> list[Edge]:
    merged: list[Edge] = []
    last_at = last_begin = last_end = float("-inf")
    for at, begin, end in [*sorted(_snapped(strokes)), _BEYOND]:
        if at == last_at and begin <= last_end + SNAP:
            last_end = max(last_end, end)
            continue
        if last_end - last_begin >= SNAP:
            merged.append(Edge(last_at, last_begin, last_end))
        last_at, last_begin, last_end = at, begin, end
    return merged


def _snapped(strokes: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The same, those that lie near each other at the average of their places."""
    numbers: dict[float, int] = {}
    last, number = float("-inf"), -1
    for at in sorted({at for at, _, _ in strokes}):
        number += at > last + SNAP
        numbers[at] = number
        last = at
    sums, counts = [0.0] * (number + 1), [0] * (number + 1)
    for at, _, _ in strokes:
        sums[numbers[at]] += at
        counts[numbers[at]] += 1
    averages = [total / count for total, count in zip(sums, counts, strict=True)]
    moved = {at: at + (averages[number] - at) for at, number in numbers.items()}
    return [(moved[at], begin, end) for at, begin, end in strokes]
