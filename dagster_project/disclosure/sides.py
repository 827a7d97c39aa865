"""The sides of tables that are not drawn: where several rulings of one table end together and none crosses them.

Rulings may run a little further than the last one that crosses them: a strip without characters is no cell.

Belongs here: sides that edges and characters together tell. Does not belong here: edges that are drawn (`edges`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress

import numpy as np

from dagster_project.disclosure.edges import SNAP, Edge
from dagster_project.disclosure.pages import Floats, Mask

_ENDS = 3  # rulings of a table that end at one line: it is a side of the table, drawn or not

_Ends = tuple[Mask, Mask]  # of edges, whose begin and whose end is met by no edge


def with_open_sides(across: list[Edge], down: list[Edge], places: Floats) -> tuple[list[Edge], list[Edge]]:
    """The edges of a page, and those that its open sides would be. `places` are the middles of its characters."""
    if not (across and down and len(places)):
        return across, down
    touch = _touching(across, down)
    open_across, open_down = _open_ends(across, down, touch), _open_ends(down, across, touch.T)
    if not any(mask.any() for mask in (*open_across, *open_down)):
        return across, down  # most pages: all their tables are closed
    more_across, more_down = list(across), list(down)
    for rows, columns in _connected(touch):
        horizontal, vertical = list(compress(across, rows)), list(compress(down, columns))
        more_down += _sides(horizontal, [mask[rows] for mask in open_across], vertical, places)
        more_across += _sides(vertical, [mask[columns] for mask in open_down], horizontal, places[:, ::-1])
    return more_across, more_down


def _touching(across: Sequence[Edge], down: Sequence[Edge]) -> Mask:
    """Which edges across (rows) cross or touch which edges down (columns)."""
    y, x0, x1 = np.array(across).T[:, :, None]
    x, top, bottom = np.array(down).T[:, None]
    touch: Mask = (x0 - SNAP <= x) & (x <= x1 + SNAP) & (top - SNAP <= y) & (y <= bottom + SNAP)
    return touch


def _open_ends(edges: Sequence[Edge], others: Sequence[Edge], touch: Mask) -> _Ends:
    places = np.array([other.at for other in others])
    begins, ends = (np.array(ends)[:, None] for ends in list(zip(*edges, strict=True))[1:])
    return tuple(~(touch & (np.abs(places - ends) <= SNAP)).any(axis=1) for ends in (begins, ends))


def _connected(touch: Mask) -> Iterator[tuple[Mask, Mask]]:
    """The edges of each table: those that touch each other, or others that do."""
    left: Mask = np.logical_or.reduce(touch)
    while left.any():
        columns: Mask = np.arange(len(left)) == left.argmax()
        count = 0
        while count < np.count_nonzero(columns):
            count = int(np.count_nonzero(columns))
            rows: Mask = np.logical_or.reduce(touch[:, columns], axis=1)
            columns = np.logical_or.reduce(touch[rows])
        left &= ~columns
        yield rows, columns


def _sides(edges: list[Edge], are_open: Sequence[Mask], along: list[Edge], places: Floats) -> Iterator[Edge]:
    """The sides at which edges of one table begin or end. `along` are its edges in the direction of such a side, and
    `places` say first how far in the direction of the edges a character stands."""
    for is_open, is_low in zip(are_open, (True, False), strict=True):
        tips = [edge.begin if is_low else edge.end for edge in edges]
        open_tips = sorted((tip, edge.at) for tip, edge in compress(zip(tips, edges, strict=True), is_open))
        for place, ends in _together(open_tips):
            reach = [edge.at for tip, edge in zip(tips, edges, strict=True) if abs(tip - place) <= SNAP]
            if len(reach) >= _ENDS and _holds_text(place, ends, along, places, is_low=is_low):
                # A part of the side may be drawn: the rest goes on with it, up to it.
                drawn = next((edge.at for edge in along if abs(edge.at - place) <= SNAP), place)
                yield Edge(drawn, min(reach), max(reach))


def _together(tips: Sequence[tuple[float, float]]) -> Iterator[tuple[float, list[float]]]:
    """Where edges end together, and where these edges lie."""
    first, ends = 0.0, list[float]()
    for tip, at in tips:
        if ends and tip - first > SNAP:
            yield first, ends
            ends = []
        if not ends:
            first = tip
        ends.append(at)
    if ends:
        yield first, ends


def _holds_text(place: float, ends: list[float], along: list[Edge], places: Floats, *, is_low: bool) -> bool:
    """Whether characters stand between a side that is not drawn and the next edge within."""
    low, high = min(ends), max(ends)
    within = [edge.at for edge in along if edge.begin < high and edge.end > low]
    beyond = [value for value in within if (value > place if is_low else value < place)]
    if not beyond:
        return False
    inner = min(beyond) if is_low else max(beyond)
    first, last = min(place, inner), max(place, inner)
    side, height = places.T
    return bool(((first < side) & (side < last) & (low < height) & (height < high)).any())
