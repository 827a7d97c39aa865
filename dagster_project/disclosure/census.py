"""Printed numbers, counted from the characters of the page alone: what the reading of tables is held to account by.

A printed number is a token of strict amount syntax inside a ruled table, outside codes, ordinals, dates, telephone
numbers and page numbers. Nothing here knows cells, headers or statements, on purpose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagster_project.disclosure.amounts import parse_amount
from dagster_project.disclosure.pages import Box, Char, Line, Page, bounding_box

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


def holders(number: PrintedNumber, boxes: dict[int, list[Box]]) -> int:
    """How many of the boxes (by page) that the reading recorded hold the number. It is accounted for by exactly one."""
    x, y = (number.box[0] + number.box[2]) / 2, (number.box[1] + number.box[3]) / 2
    return sum(
        box[0] - 0.5 <= x <= box[2] + 0.5 and box[1] - 0.5 <= y <= box[3] + 0.5 for box in boxes.get(number.page_no, [])
    )


def accounted_for(numbers: list[PrintedNumber], boxes: dict[int, list[Box]]) -> int:
    """How many of the numbers lie in exactly one of the boxes (by page) that the reading recorded."""
    return sum(holders(number, boxes) == 1 for number in numbers)
