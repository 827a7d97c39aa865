"""Printed lines of text that stand outside of tables: what is kept of a page when its characters are let go.

Belongs here: which lines of a page are text, in a form small enough to keep for every page of a long document. Does not
belong here: how lines make paragraphs (`paragraphs`).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from statistics import median

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.pages import Box, Line, Page
from dagster_project.disclosure.tables import Grid

_TITLE_CHARS = 8  # a line with more characters is no title of a contents page
_GAP = 0.5  # of the height of a character: a wider gap is a blank


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line. `text` has one blank where the page leaves one; `boxes` holds four edges for each of its characters."""

    page_no: int
    text: str
    boxes: array[float]
    size: float  # usual height of its ideographs
    x0: float
    top: float
    x1: float
    bottom: float

    def char_box(self, index: int) -> Box:
        return self.boxes[4 * index], self.boxes[4 * index + 1], self.boxes[4 * index + 2], self.boxes[4 * index + 3]


@dataclass(frozen=True, slots=True)
class TextPage:
    """The text of one page. `tables` are the upper edges of its tables: a paragraph does not reach across one."""

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    tables: tuple[float, ...]
    is_contents: bool  # has a line that is the title of the contents; then `lines` holds framed lines too


def text_page(page: Page, grids: list[Grid], outside: list[Line]) -> TextPage:
    """What is kept of a page for reading its text: its lines outside of grids. Some frame contents like a table."""
    is_contents = any(_is_contents_title(line) for line in page.lines)
    lines = page.lines if is_contents else outside
    tables = () if is_contents else tuple(grid.box[1] for grid in grids)
    kept = tuple(_text_line(page.number, line) for line in lines)
    return TextPage(page.number, page.width, page.height, kept, tables, is_contents)


def _is_contents_title(line: Line) -> bool:
    if len(line.chars) > _TITLE_CHARS:
        return False
    return bool(vocabulary.narrative().outline.contents_title.match(vocabulary.fold(line.text)))


def _text_line(page_no: int, line: Line) -> TextLine:
    shown = [char for char in line.chars if not char.text.isspace()]
    letters: list[str] = []
    boxes: array[float] = array("f")
    previous = None
    blank = False
    for char in line.chars:
        if char.text.isspace():
            blank = True
            continue
        gap = previous is not None and char.x0 - previous.x1 > _GAP * (char.bottom - char.top)
        if letters and (blank or gap):
            letters.append(" ")
            boxes.extend((char.x0, char.top, char.x0, char.bottom))
        letters.append(char.text)
        boxes.extend((char.x0, char.top, char.x1, char.bottom))
        previous, blank = char, False
    return TextLine(
        page_no, "".join(letters), boxes, type_size("".join(letters), boxes),
        min(char.x0 for char in shown), min(char.top for char in shown),
        max(char.x1 for char in shown), max(char.bottom for char in shown),
    )  # fmt: skip


def type_size(text: str, boxes: array[float]) -> float:
    """The usual height of the ideographs of a line; of all its characters where it has none.

    Some printers set figures in a font whose boxes are twice as high; a line with many figures is no other type.
    """
    heights = [(char, boxes[4 * i + 3] - boxes[4 * i + 1]) for i, char in enumerate(text) if char != " "]
    ideographs = [height for char, height in heights if char >= "\u2e80"]
    return median(ideographs or [height for _, height in heights])
