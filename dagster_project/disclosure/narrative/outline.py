"""Ordinals before headings and items, and how deep in the outline they stand.

Belongs here: the ordinal alone. Does not belong here: whether a line is a heading (`sections`).
"""

from __future__ import annotations

from dagster_project.disclosure import vocabulary

_ITEM = 4


def outline_level(folded: str) -> int | None:
    """1 for 第一部分, 2 for 一、, 3 for （一）, 4 for 1., 5 for (1); None without an ordinal."""
    if vocabulary.narrative().outline.part.match(folded):
        return 1
    for ordinal in vocabulary.rows().ordinals:
        if ordinal.pattern.match(folded):
            return ordinal.level + 1
    return _ITEM if vocabulary.narrative().outline.before_year.match(folded) else None


def without_ordinal(folded: str) -> str:
    """The text after its ordinal; （一）、 too."""
    outline = vocabulary.narrative().outline
    for pattern in (outline.part, *(ordinal.pattern for ordinal in vocabulary.rows().ordinals), outline.before_year):
        match = pattern.match(folded)
        if match:
            return folded[match.end() :].lstrip("、.． ")
    return folded
