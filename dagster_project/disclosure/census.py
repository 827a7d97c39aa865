"""Printed numbers, counted from the characters of the page alone: what the reading of tables is held to account by.

A printed number is a token of strict amount syntax (a point or groups of three digits) inside the frame of a table,
outside codes, ordinals, dates, telephone numbers and page numbers. It is accounted for when exactly one reported cell
or text cell holds it: the middle of the number lies in the box of that record, and its digits are in that record's
text. A box around a number whose text leaves it out accounts for nothing, nor do two records that both hold it.
Numbers without point or groups (98, 2026) are no printed numbers here: they cannot be told from ordinals and years.
Text that nobody sees (watermarks, clipped or hidden text) is no text of the page (`visible`, `clips`).

Nothing here knows cells, headers or statements, on purpose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagster_project.disclosure.amounts import parse_amount
from dagster_project.disclosure.pages import Box, Char, Line, Page, bounding_box
from dagster_project.disclosure.vocabulary import fold

_WITH_POINT_OR_GROUPS = re.compile(r"[-+−(（]?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d+)[)）]?")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """One token and its place."""

    page_no: int
    text: str
    box: Box


def printed_numbers(page: Page, regions: list[Box]) -> list[PrintedNumber]:
    """The printed numbers of a page that lie within the regions (the frames of its tables)."""
    found = []
    for line in page.lines:
        for token in _tokens(line):
            box = bounding_box(token)
            text = "".join(char.text for char in token).strip()
            if not _WITH_POINT_OR_GROUPS.fullmatch(text):
                continue
            amount = parse_amount(text)
            if amount is None or amount.value is None:
                continue
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if any(r[0] <= x <= r[2] and r[1] <= y <= r[3] for r in regions):
                found.append(PrintedNumber(page.number, text, box))
    return found


def _tokens(line: Line) -> list[list[Char]]:
    """Runs of characters without a blank or a gap; a change between digits and other script ends a run too."""
    runs: list[list[Char]] = []
    previous: Char | None = None
    for char in line.chars:
        if char.text.isspace():
            previous = None
            continue
        gap = char.x0 - previous.x1 if previous is not None else 0.0
        if previous is None or gap > 0.35 * (char.bottom - char.top):
            runs.append([])
        runs[-1].append(char)
        previous = char
    return runs


# What the reading recorded of a page: where each record stands, and its text as printed.
Records = dict[int, list[tuple[Box, str]]]


def holders(number: PrintedNumber, records: Records) -> int:
    """How many records hold the number: it stands in their box and in their text. Exactly one accounts for it."""
    x, y = (number.box[0] + number.box[2]) / 2, (number.box[1] + number.box[3]) / 2
    printed = fold(number.text)
    return sum(
        box[0] - 0.5 <= x <= box[2] + 0.5 and box[1] - 0.5 <= y <= box[3] + 0.5 and printed in fold(text)
        for box, text in records.get(number.page_no, [])
    )


def accounted_for(numbers: list[PrintedNumber], records: Records) -> int:
    """How many of the numbers exactly one record holds."""
    return sum(holders(number, records) == 1 for number in numbers)
