"""From the rulings of a page to the boxes that they close.

Belongs here: rulings only. Does not belong here: text (`tables` puts it into the boxes). The boxes are found by
pdfplumber's own finder, which is fed with pdfium's rulings; before that, open sides are closed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
from pdfplumber.table import merge_edges

from dagster_project.disclosure.crossings import closed_cells
from dagster_project.disclosure.pages import Box, Floats, Ruling

SNAP = 3.0  # points within which two rulings are one (pdfplumber's default)
_ENDS = 3  # rulings of a table that end at one line: it is a side of the table, drawn or not

_Edge = dict[str, Any]
_NOWHERE: Floats = np.empty((0, 2))


def cell_boxes(rulings: Collection[Ruling], places: Floats = _NOWHERE) -> list[Box]:
    """The boxes that the rulings of a page close. `places` are the middles of its characters."""
    return _boxes(_without_backgrounds(rulings), places)


def _without_backgrounds(rulings: Collection[Ruling]) -> list[Ruling]:
    """Without the white areas that lie within a cell: word processors lay them under paragraphs and lines of text.

    Their edges divided a wrapped label in two rows. Where no ruling closes a cell the white area may be the cell.
    """
    firm = [ruling for ruling in rulings if not ruling.is_faint]
    if len(firm) == len(rulings):
        return firm
    reach = np.array(_boxes(firm)).reshape(-1, 4) + np.array([-SNAP, -SNAP, SNAP, SNAP])
    return firm + [ruling for ruling in rulings if ruling.is_faint and not _lies_in_one(ruling, reach)]


def _lies_in_one(ruling: Ruling, boxes: Floats) -> bool:
    x0, top, x1, bottom = boxes.T
    is_in = (x0 <= ruling.x0) & (ruling.x1 <= x1) & (top <= ruling.top) & (ruling.bottom <= bottom)
    return bool(is_in.any())


def _boxes(rulings: Collection[Ruling], places: Floats = _NOWHERE) -> list[Box]:
    """The cells that rulings close; a side that is not drawn is closed where characters stand at it."""
    edges = merged_edges(rulings)
    if len(places):
        edges += _open_sides(edges, places)
    return closed_cells(edges, SNAP)


def merged_edges(rulings: Collection[Ruling]) -> list[_Edge]:
    """Rulings that lie on each other, or go on with each other, as one edge; without specks."""
    edges = merge_edges(
        [_edge(ruling) for ruling in rulings],
        snap_x_tolerance=SNAP, snap_y_tolerance=SNAP, join_x_tolerance=SNAP, join_y_tolerance=SNAP,
    )  # fmt: skip
    return [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= SNAP]


def _edge(ruling: Ruling) -> _Edge:
    return {
        "x0": ruling.x0, "x1": ruling.x1, "top": ruling.top, "bottom": ruling.bottom,
        "width": ruling.x1 - ruling.x0, "height": ruling.bottom - ruling.top, "orientation": ruling.orientation,
    }  # fmt: skip


def _open_sides(edges: list[_Edge], places: Floats) -> list[_Edge]:
    """The sides of tables that are not drawn: where several rulings of one table end together and none crosses them.

    Rulings may run a little further than the last one that crosses them: a strip without characters is no cell.
    """
    sides: list[_Edge] = []
    for horizontal, vertical in _connected(edges):
        for across, along, at, low, high in (
            (horizontal, vertical, "top", "x0", "x1"),
            (vertical, horizontal, "x0", "top", "bottom"),
        ):
            for end in (low, high):
                for place, ends in _open_ends(across, along, at, end, low):
                    if _holds_text(at, place, ends, along, places, is_low=end == low):
                        # A part of the side may be drawn: the rest goes on with it, up to it.
                        drawn = next((edge[low] for edge in along if abs(edge[low] - place) <= SNAP), place)
                        reach = [edge[at] for edge in across if abs(edge[end] - place) <= SNAP]
                        sides.append(_side(at, drawn, reach))
    return sides


def _holds_text(
    at: str, place: float, ends: list[float], along: list[_Edge], places: Floats, *,
    is_low: bool,
) -> bool:  # fmt: skip
    """Whether characters stand between a side that is not drawn and the next ruling within."""
    axis = 0 if at == "top" else 1
    begin, stop, where = ("top", "bottom", "x0") if at == "top" else ("x0", "x1", "top")
    low, high = min(ends), max(ends)
    within = [edge[where] for edge in along if edge[begin] < high and edge[stop] > low]
    beyond = [value for value in within if (value > place if is_low else value < place)]
    if not beyond:
        return False
    inner = min(beyond) if is_low else max(beyond)
    first, last = min(place, inner), max(place, inner)
    side, height = places[:, axis], places[:, 1 - axis]
    return bool(((first < side) & (side < last) & (low < height) & (height < high)).any())


def _open_ends(
    across: list[_Edge], along: list[_Edge], at: str, end: str, low: str
) -> Iterator[tuple[float, list[float]]]:
    """Where several of the rulings end with nothing that crosses them: the place, and where they stand."""
    begin, stop = ("x0", "x1") if at == "x0" else ("top", "bottom")
    open_ends = sorted(
        (edge[end], edge[at])
        for edge in across
        if not any(
            abs(other[low] - edge[end]) <= SNAP and other[begin] - SNAP <= edge[at] <= other[stop] + SNAP
            for other in along
        )
    )
    group: list[tuple[float, float]] = []
    for item in [*open_ends, None]:
        if item is not None and group and item[0] - group[0][0] <= SNAP:
            group.append(item)
            continue
        if group and sum(abs(edge[end] - group[0][0]) <= SNAP for edge in across) >= _ENDS:
            yield group[0][0], [place for _, place in group]
        group = [item] if item is not None else []


def _side(at: str, place: float, ends: list[float]) -> _Edge:
    low, high = min(ends), max(ends)
    if at == "top":  # of horizontal rulings: the side is vertical
        return _edge(Ruling("v", place, low, place, high))
    return _edge(Ruling("h", low, place, high, place))


def _connected(edges: list[_Edge]) -> Iterator[tuple[list[_Edge], list[_Edge]]]:
    """The rulings that cross or touch each other, as horizontal and vertical ones."""
    horizontal = [edge for edge in edges if edge["orientation"] == "h"]
    vertical = [edge for edge in edges if edge["orientation"] == "v"]
    left = set(range(len(vertical)))
    while left:
        rows: set[int] = set()
        columns = {left.pop()}
        fresh = set(columns)
        while fresh:
            found_rows = {
                index
                for index, edge in enumerate(horizontal)
                if index not in rows and any(_touch(edge, vertical[column]) for column in fresh)
            }
            rows |= found_rows
            fresh = {
                column for column in left if any(_touch(horizontal[index], vertical[column]) for index in found_rows)
            }
            columns |= fresh
            left -= fresh
        yield [horizontal[index] for index in sorted(rows)], [vertical[column] for column in sorted(columns)]


def _touch(horizontal: _Edge, vertical: _Edge) -> bool:
    return bool(
        horizontal["x0"] - SNAP <= vertical["x0"] <= horizontal["x1"] + SNAP
        and vertical["top"] - SNAP <= horizontal["top"] <= vertical["bottom"] + SNAP
    )
