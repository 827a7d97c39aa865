"""Paragraphs: printed lines joined over line ends and page ends, without page numbers and running heads.

Belongs here: geometry of text, and the folded text of a paragraph with the way back to its characters. Does not belong
here: what a paragraph says.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from statistics import median

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.narrative.lines import TextLine, TextPage
from dagster_project.disclosure.pages import Box

_TERMINAL = frozenset("。；：！？.;:!?”」）)")
_QUOTES = frozenset("“”\"'‘’「」")
_INDENT = 1.0  # sizes of type beyond the margin: a first line
_SHORT = 1.6  # sizes short of the margin: a last line, if it ends a sentence
_VERY_SHORT = 8.0  # a last line in any case
_OTHER_SIZE = 1.2  # type this much larger or smaller: another paragraph
_FAR = 3.0  # sizes between two lines: another paragraph
_HEAD_AND_FOOT = 0.12  # of the height of the page
_ENOUGH_LINES = 5  # long lines that show where the text of a page begins
_REPEATED = 3  # pages that show the same head or foot
_WIDE_PUNCTUATION = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？"}


class Paragraph:
    """Lines that belong together. `text` is as printed, without blanks; `folded` is what patterns are held against."""

    def __init__(self, lines: list[TextLine], *, centred: bool) -> None:
        self.lines = lines
        self.centred = centred
        letters: list[str] = []
        self._line_of: array[int] = array("I")
        self._char_of: array[int] = array("I")
        gaps: set[int] = set()  # a blank stands before this character
        for line_index, line in enumerate(lines):
            for char_index, char in enumerate(line.text):
                if char == " ":
                    gaps.add(len(letters))
                    continue
                letters.append(char)
                self._line_of.append(line_index)
                self._char_of.append(char_index)
        self.text = "".join(letters)
        self.folded, self._origin = _folded(letters, gaps)

    @property
    def pages(self) -> list[int]:
        return sorted({line.page_no for line in self.lines})

    def printed(self, start: int, end: int) -> str:
        """What is printed between two places of the folded text."""
        if start >= end:
            return ""
        return self.text[self._origin[start] : self._origin[end - 1] + 1]

    def place(self, start: int, end: int) -> tuple[int, Box]:
        """Page and box of a stretch of the folded text; of its first line, where it runs over a line end."""
        first = self._origin[start]
        chars = [i for i in range(first, self._origin[end - 1] + 1) if self._line_of[i] == self._line_of[first]]
        line = self.lines[self._line_of[first]]
        boxes = [line.char_box(self._char_of[i]) for i in chars]
        return line.page_no, (
            round(min(box[0] for box in boxes), 2), round(min(box[1] for box in boxes), 2),
            round(max(box[2] for box in boxes), 2), round(max(box[3] for box in boxes), 2),
        )  # fmt: skip

    @cached_property
    def box(self) -> Box:
        """Around its lines on its first page."""
        lines = [line for line in self.lines if line.page_no == self.lines[0].page_no]
        return (
            round(min(line.x0 for line in lines), 2), round(min(line.top for line in lines), 2),
            round(max(line.x1 for line in lines), 2), round(max(line.bottom for line in lines), 2),
        )  # fmt: skip


def _folded(letters: list[str], gaps: set[int]) -> tuple[str, array[int]]:
    """NFKC, without quotation marks; one form of punctuation. A blank stays between two figures only."""
    out: list[str] = []
    origin: array[int] = array("I")
    for index, printed in enumerate(letters):
        if printed in _QUOTES:
            continue
        char = unicodedata.normalize("NFKC", printed)
        if len(char) != 1 or unicodedata.category(printed) == "No":
            char = printed  # ① before an item is no digit of its figure
        if char in _WIDE_PUNCTUATION and not (printed == "," and _between_digits(letters, index)):
            char = _WIDE_PUNCTUATION[char]
        if index in gaps and out and char.isdigit() and (out[-1].isdigit() or out[-1] in ".%"):
            out.append(" ")
            origin.append(index)
        out.append(char)
        origin.append(index)
    return "".join(out), origin


def _between_digits(letters: list[str], index: int) -> bool:
    return 0 < index < len(letters) - 1 and letters[index - 1].isdigit() and letters[index + 1].isdigit()


def paragraphs(pages: Sequence[TextPage]) -> Iterator[Paragraph]:
    """The paragraphs of all pages in their order."""
    furniture = running_heads(pages)
    margins = _Margins(pages)
    open_lines: list[TextLine] = []
    previous: TextLine | None = None
    table_between = False
    for page in pages:
        tables = list(page.tables)
        table_between = table_between and bool(open_lines)
        for line in text_lines(page, furniture):
            while tables and tables[0] < line.top:
                tables.pop(0)
                table_between = True
            if previous is not None and (table_between or margins.divides(open_lines, previous, line)):
                yield margins.paragraph(open_lines)
                open_lines = []
            open_lines.append(line)
            previous, table_between = line, False
        table_between = table_between or bool(tables)
    if open_lines:
        yield margins.paragraph(open_lines)


def text_lines(page: TextPage, furniture: frozenset[str]) -> Iterator[TextLine]:
    """The lines of a page without its number and running heads."""
    page_number = vocabulary.tables().captions.page_number
    for line in page.lines:
        folded = vocabulary.fold(line.text)
        if (line is page.lines[0] or line is page.lines[-1]) and page_number.match(folded):
            continue  # some pages have wide margins
        if _at_edge(page, line) and (page_number.match(folded) or _masked(folded) in furniture):
            continue
        yield line


def _at_edge(page: TextPage, line: TextLine) -> bool:
    return line.bottom < _HEAD_AND_FOOT * page.height or line.top > (1 - _HEAD_AND_FOOT) * page.height


def _masked(folded: str) -> str:
    return re.sub(r"\d+", "#", folded)


def running_heads(pages: Sequence[TextPage]) -> frozenset[str]:
    """Texts that come back at the edge of several pages; figures in them may differ."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_masked(vocabulary.fold(line.text)) for line in page.lines if _at_edge(page, line)})
    return frozenset(text for text, count in seen.items() if count >= _REPEATED)


class _Margins:
    """Where the text of a page begins and ends, and what follows from it. A page with little text is like its kind."""

    def __init__(self, pages: Sequence[TextPage]) -> None:
        long_lines: dict[int, list[TextLine]] = defaultdict(list)
        self._width = {page.number: page.width for page in pages}
        self._left: dict[int, float] = {}  # of a page
        for page in pages:
            lines = [line for line in page.lines if line.x1 - line.x0 > 0.6 * page.width]
            long_lines[round(page.width)] += lines
            if len(lines) >= _ENOUGH_LINES:
                self._left[page.number] = _low(line.x0 for line in lines)
        self._usual_left = {width: _low(line.x0 for line in lines) for width, lines in long_lines.items() if lines}
        self._right = {width: median(line.x1 for line in lines) for width, lines in long_lines.items() if lines}
        self._size = {width: median(line.size for line in lines) for width, lines in long_lines.items() if lines}

    def left(self, line: TextLine) -> float:
        usual = self._usual_left.get(round(self._width[line.page_no]), 0.0)
        return self._left.get(line.page_no, usual)

    def right(self, line: TextLine) -> float:
        return self._right.get(round(self._width[line.page_no]), self._width[line.page_no])

    def divides(self, before: list[TextLine], previous: TextLine, line: TextLine) -> bool:
        """Whether a new paragraph begins with `line`."""
        size = max(previous.size, line.size)
        if size > _OTHER_SIZE * min(previous.size, line.size):
            return True
        if previous.page_no == line.page_no and line.top - previous.bottom > _FAR * size:
            return True
        if _begins_figure(line.text) and previous.text[-1] not in _TERMINAL:
            return False  # 收入增加 | 12,895.94万元: a figure is not broken, and leaves room at the end of a line
        begins_item = _begins_item(line.text)
        if self._is_large(previous) and self._is_large(line):
            return begins_item or previous.page_no != line.page_no
        if self.is_centred(previous) and self.is_centred(line):
            return begins_item or previous.page_no != line.page_no
        room = self.right(previous) - previous.x1
        ends = previous.text[-1] in _TERMINAL
        if room > _VERY_SHORT * size or (ends and room > _SHORT * size):
            return True
        if begins_item and room > 2 * size:
            return True
        if _begins_item(before[0].text) and len(before) == 1 and not ends and room > 3 * size:
            return True  # a heading
        if _begins_item(before[0].text) and len(before) == 1 and _ends_heading(previous.text):
            return True  # a heading that fills its line
        if line.x0 - self.left(line) <= _INDENT * size:
            return False
        hangs = abs(line.x0 - previous.x0) < 0.5 * size and not ends and not begins_item and room <= _SHORT * size
        return not hangs

    def _is_large(self, line: TextLine) -> bool:
        return line.size > _OTHER_SIZE * self._size.get(round(self._width[line.page_no]), line.size)

    def is_centred(self, line: TextLine) -> bool:
        width = self._width[line.page_no]
        off = abs((line.x0 + line.x1) / 2 - width / 2)
        return off < 1.2 * line.size and line.x0 - self.left(line) > 2.5 * line.size

    def paragraph(self, lines: list[TextLine]) -> Paragraph:
        return Paragraph(lines, centred=all(self.is_centred(line) for line in lines))


def _low(edges: Iterable[float]) -> float:
    ordered = sorted(edges)
    return ordered[len(ordered) // 10]


def _begins_figure(text: str) -> bool:
    return bool(vocabulary.narrative().figures.at_line_begin.match(vocabulary.fold(text[:30])))


def _ends_heading(text: str) -> bool:
    return vocabulary.narrative().titles.search(vocabulary.fold(text)) is not None


def _begins_item(text: str) -> bool:
    folded = vocabulary.fold(text[:12])
    return any(ordinal.pattern.match(folded) for ordinal in vocabulary.rows().ordinals) or bool(
        vocabulary.narrative().outline.part.match(folded)
    )
