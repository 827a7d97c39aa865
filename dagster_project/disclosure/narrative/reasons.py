"""Where a sentence gives reasons: 主要原因是… up to the end of the reason.

Belongs here: which stretch of a sentence is a reason. Does not belong here: which change it explains (`sentences`).
"""

from __future__ import annotations

from dagster_project.disclosure import vocabulary


def find_reasons(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a sentence that are reasons."""
    words = vocabulary.narrative()
    found: list[tuple[int, int]] = []
    for match in words.reason.finditer(folded, start, end):
        if found and match.start() < found[-1][1]:
            continue
        stop = match.end()
        while stop < end and folded[stop] not in "。！？":
            if folded[stop] == "；" and not words.reason_goes_on.match(folded[stop + 1 : end]):
                break
            stop += 1
        found.append((match.end(), stop))
    return found
