"""The words before and after a figure that can say what it is about.

Belongs here: how far those words reach. Does not belong here: what they mean (`subjects`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.narrative.figures import Figure

BOUNDARIES = "，；。：！？"
_REST = re.compile(r"[^，。；：、]*")


def lead_of(folded: str, figures: Sequence[Figure], figure: Figure, begin: int, *, over_lists: bool = False) -> str:
    """The words before a figure in a sentence: back to a mark, a word for parts, or the figure before."""
    floor = begin
    for other in figures:
        if other.unit_end == figure.start and other.kind == "things":
            return lead_of(folded, figures, other, begin, over_lists=over_lists)  # 在建工程1项100万元
        if other.unit_end <= figure.start:
            floor = max(floor, other.unit_end)
    for match in vocabulary.narrative().parts.finditer(folded, begin, figure.start):
        floor = max(floor, match.end())
    index = figure.start
    while index > floor:
        char = folded[index - 1]
        if char == ")":  # a bracket that opens and closes here is part of a name
            opening = folded.rfind("(", floor, index - 1)
            if opening < 0:
                break
            index = opening
            continue
        if char == "(" or char in BOUNDARIES:
            break
        if char == "、" and not over_lists and not _joins(folded, index - 1):
            break
        index -= 1
    return folded[index : figure.start]


def _joins(folded: str, index: int) -> bool:
    """收、支 and 收入、支出 are one thing."""
    return folded[index + 1 : index + 2] == "支" and "收" in folded[max(index - 2, 0) : index]


def rest_of(folded: str, figure: Figure) -> str:
    """The words after a figure, up to the next mark."""
    match = _REST.match(folded, figure.unit_end)
    return match[0] if match else ""
