"""How deep a row stands in an outline, as the page shows it: by its ordinal, or by how far its name is indented.

Belongs here: what one sees of depth without knowing a single name. Does not belong here: what a depth is a depth of
(`naming`), and parents (`lineage`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagster_project.disclosure.hierarchy import BodyRow

_STEP = 0.3  # of the height of a character, by which names that stand at one depth differ at most
_MOST_STEPS = 4
_CENTRED = 0.8  # of the names that have their middles above each other


@dataclass(frozen=True)
class Indent:
    """Where a name begins within its column, and its middle, in points from the left edge; `height` of a character."""

    left: float
    middle: float
    height: float


def settle_depths(rows: list[BodyRow]) -> None:
    """Give every row with a name its depth, in place; None where the page does not show it.

    Ordinals of two kinds tell an outline. A row without one is deeper than the numbered row above it, and no more is
    known of it.
    """
    named = [row for row in rows if row.label.role is None and row.label_printed]
    steps = _steps([row.indent for row in named if row.indent is not None])
    is_numbered = len({row.label.level for row in named} - {None}) > 1 or not steps
    for row in named:
        if is_numbered:
            row.depth = row.label.level
        elif row.indent is not None:
            row.depth = sum(step < row.indent.left for step in steps)


def _steps(indents: list[Indent]) -> list[float]:
    """Where one depth ends and the next begins; empty where all names begin at one line, or at no line at all."""
    if not indents:
        return []
    height = median(indent.height for indent in indents)
    middle = median(indent.middle for indent in indents)
    in_the_middle = sum(abs(indent.middle - middle) < _STEP * height for indent in indents)
    if in_the_middle >= _CENTRED * len(indents):
        return []
    lefts = sorted(indent.left for indent in indents)
    steps = [(left + right) / 2 for left, right in pairwise(lefts) if right - left > _STEP * height]
    return steps if len(steps) < _MOST_STEPS else []
