"""From the rulings of a page to the boxes that they close.

Belongs here: which rulings count. Does not belong here: edges (`edges`), sides that are not drawn (`sides`), where
edges cross (`crossings`), and text (`tables` puts it into the boxes).
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import compress

import numpy as np

from dagster_project.disclosure.crossings import closed_cells
from dagster_project.disclosure.edges import SNAP, merged_edges
from dagster_project.disclosure.pages import Box, Floats, Mask, Ruling
from dagster_project.disclosure.sides import with_open_sides

_NOWHERE: Floats = np.empty((0, 2))


def cell_boxes(rulings: Collection[Ruling], places: Floats = _NOWHERE) -> list[Box]:
    """The boxes that the rulings of a page close. `places` are the middles of its characters: a side that is not drawn
    is closed where they stand at it."""
    across, down = with_open_sides(*merged_edges(_without_backgrounds(rulings)), places)
    return closed_cells(across, down, SNAP)


def _without_backgrounds(rulings: Collection[Ruling]) -> Collection[Ruling]:
    """Without the white areas that lie within a cell: word processors lay them under paragraphs and lines of text.

    Their edges divided a wrapped label in two rows. Where no ruling closes a cell the white area may be the cell.
    """
    firm = [ruling for ruling in rulings if not ruling.is_faint]
    if len(firm) == len(rulings):
        return rulings
    faint = [ruling for ruling in rulings if ruling.is_faint]
    cells = np.array(closed_cells(*merged_edges(firm), SNAP)).reshape(-1, 4)
    return firm + list(compress(faint, ~_lie_in_one(faint, cells)))


def _lie_in_one(rulings: Collection[Ruling], boxes: Floats) -> Mask:
    """Which rulings lie in one of the boxes, or on its sides."""
    x0, top, x1, bottom = np.array([ruling[1:5] for ruling in rulings]).T[:, :, None]
    left, upper, right, lower = (boxes + np.array([-SNAP, -SNAP, SNAP, SNAP])).T[:, None]
    is_in: Mask = ((left <= x0) & (x1 <= right) & (upper <= top) & (bottom <= lower)).any(axis=1)
    return is_in
