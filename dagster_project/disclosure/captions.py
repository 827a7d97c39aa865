"""The lines above and below a grid: its number, title, unit of money, the unit it is about, and notes.

Belongs here: lines of text near one grid. Does not belong here: the cells inside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.vocabulary import fold


@dataclass
class Caption:
    """What the lines around one grid say. `unit` is 元, 万元 or 亿元; None where no line says it.

    `title` is folded. It is the line that names a kind of table, else one that only looks like a title.
    """

    table_no: str | None = None
    title: str = ""
    unit: str | None = None
    organisation: str | None = None
    notes: list[str] = field(default_factory=list)
    _rank: int = 0  # of the title: 3 names a kind, 2 hints at one, 1 looks like a title

    @property
    def is_titled(self) -> bool:
        """Whether a table begins here. A line that only looks like a title may be a running head."""
        return self._rank > 1 or self.table_no is not None

    def consider(self, line: str) -> None:
        """Take a folded line for the title where none that says more stands above it."""
        rank = _title_rank(line)
        if rank and rank >= self._rank:
            self.title, self._rank = line, rank

    def restore_title(self, other: Caption) -> None:
        """Take the title of another caption, where it names a kind."""
        if other._rank == _NAMES_A_KIND:
            self.title, self._rank = other.title, other._rank


_NAMES_A_KIND = 3
_LONGEST_UNIT_LINE = 40  # characters; in a longer one （万元） belongs to a sentence
_TITLE_END = re.compile(r"表(\(.{1,12}\))?$")


def _title_rank(line: str) -> int:
    """How much a folded line looks like a title. A title is short and no sentence."""
    if not 3 <= len(line) <= 60 or re.search(r"[。；;，,]", line):
        return 0
    tables = vocabulary.tables()
    if tables.kind_named(line) is not None:
        return _NAMES_A_KIND
    if tables.is_title(line):
        return 2
    return 1 if len(line) >= 5 and _TITLE_END.search(line) else 0


def read_caption(above: list[str], inside: Sequence[str] = ()) -> Caption:
    """Understand the lines above a grid, and those in its topmost rows. The last line that names a kind is the title.

    Where a line above is the title, one in the frame is none: it heads all columns (财政拨款“三公”经费).
    """
    over = Caption()
    _read_lines(over, above)
    caption = replace(over, notes=list(over.notes))
    _read_lines(caption, inside)
    caption.restore_title(over)
    return caption


def _whole(lines: Sequence[str]) -> list[str]:
    """The lines, with one that ends inside of brackets joined to the next: a long title is broken there."""
    whole: list[str] = []
    for line in lines:
        before = fold(whole[-1]) if whole else ""
        if before.count("(") > before.count(")") and len(before) + len(line) < 60:
            whole[-1] = whole[-1] + line.strip()
        else:
            whole.append(line)
    return whole


def unit_in(folded: str) -> str | None:
    """The unit of money that a short line or a header names."""
    unit = _find_unit(folded)
    return unit["unit"] if unit is not None else None


def _find_unit(folded: str) -> re.Match[str] | None:
    patterns = vocabulary.tables().captions
    unit = patterns.unit.search(folded)
    return patterns.unit_bare.search(folded) if unit is None and len(folded) < _LONGEST_UNIT_LINE else unit


def _read_lines(caption: Caption, lines: Sequence[str]) -> None:
    patterns = vocabulary.tables().captions
    for line in _whole(lines):
        folded = fold(line)
        if not folded or patterns.page_number.match(folded):
            continue
        if patterns.note.match(folded):
            caption.notes.append(line.strip())
            continue
        unit = _find_unit(folded)
        if unit is not None:
            caption.unit = unit["unit"]
        organisation = patterns.organisation.match(folded)
        if organisation is not None:
            caption.organisation = organisation["name"]
            continue
        if unit is not None and unit.start() == 0:
            continue
        _read_title(caption, line, folded)


def _read_title(caption: Caption, line: str, folded: str) -> None:
    patterns = vocabulary.tables().captions
    number = patterns.table_no.match(line.strip())
    if number is not None and (number["rest"] == "" or len(number["rest"]) < 60):
        caption.table_no = re.sub(r"\s", "", number["no"]).replace("－", "-").replace("—", "-")
        folded = fold(number["rest"])
    caption.consider(folded)


def nil_note(lines: list[str]) -> str | None:
    """The note among the lines under a grid (or in it) that says that the table is empty on purpose."""
    tables = vocabulary.tables()
    folded = [(fold(line), line.strip()) for line in lines]
    nil = [(text, line) for text, line in folded if tables.nil_note.search(text) and len(text) > 4]
    # What is marked as a note comes before other lines: an instruction left in the page is none.
    marked = next((line for text, line in nil if tables.captions.note.match(text)), None)
    return marked or next((line for _, line in nil), None)
