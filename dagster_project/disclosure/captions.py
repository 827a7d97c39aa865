"""The lines above and below a grid: its number, title, unit of money, the unit it is about, and notes.

Belongs here: lines of text near one grid. Does not belong here: the cells inside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.vocabulary import TableKind, fold


@dataclass
class Caption:
    """What the lines around one grid say. `unit` is 元, 万元 or 亿元; None where no line says it."""

    table_no: str | None = None
    title: str = ""
    kind: TableKind | None = None
    unit: str | None = None
    organisation: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def is_titled(self) -> bool:
        return self.kind is not None or self.table_no is not None


def read_caption(above: list[str], inside: Sequence[str] = ()) -> Caption:
    """Understand the lines above a grid, and those in its topmost rows. The last line that names a kind is the title.

    Where a line above is the title, one in the frame is none: it heads all columns (财政拨款“三公”经费).
    """
    caption = Caption()
    _read_lines(caption, above)
    title, kind = caption.title, caption.kind
    _read_lines(caption, inside)
    if kind is not None:
        caption.title, caption.kind = title, kind
    return caption


def _read_lines(caption: Caption, lines: Sequence[str]) -> None:
    patterns = vocabulary.tables().captions
    for line in lines:
        folded = fold(line)
        if not folded or patterns.page_number.match(folded):
            continue
        if patterns.note.match(folded):
            caption.notes.append(line.strip())
            continue
        unit = patterns.unit.search(folded)
        if unit is None and len(folded) < 40:
            unit = patterns.unit_bare.search(folded)
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
    kind = vocabulary.tables().kind_named(folded) if _looks_like_title(folded) else None
    if kind is not None:
        caption.kind, caption.title = kind, folded


def _looks_like_title(folded: str) -> bool:
    """A title is short and no sentence."""
    return 3 <= len(folded) <= 60 and not re.search(r"[。；;，,]", folded)


def nil_note(lines: list[str]) -> str | None:
    """The note among the lines under a grid (or in it) that says that the table is empty on purpose."""
    tables = vocabulary.tables()
    folded = [(fold(line), line.strip()) for line in lines]
    nil = [(text, line) for text, line in folded if tables.nil_note.search(text) and len(text) > 4]
    # What is marked as a note comes before other lines: an instruction left in the page is none.
    marked = next((line for text, line in nil if tables.captions.note.match(text)), None)
    return marked or next((line for _, line in nil), None)
