"""Things that a sentence lists without figures: 主要包括：办公费、印刷费、水费.

Belongs here: the names of a list and their places. Does not belong here: what they are claims of (`sentences`).
"""

from __future__ import annotations

import re

from dagster_project.disclosure import vocabulary

_LONGEST = 30  # letters of a name; a list with a longer one is a sentence


def listed(folded: str, begin: int, end: int) -> list[tuple[int, str]]:
    """The names of a list with their places; none where the words are not a list of such things."""
    words = vocabulary.narrative()
    items = []
    for match in re.finditer(r"[^、，]+", folded[begin:end]):
        name = words.enumeration_tail.sub("", match[0]) or match[0]
        items.append((begin + match.start(), name))
    fitting = [words.enumerated.search(name) is not None for _, name in items]
    if sum(fitting) < len(items) - (len(items) > 2) or any(len(name) > _LONGEST for _, name in items):
        return []
    return items
