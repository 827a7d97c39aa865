"""The contents page: its entries with level, heading and printed page.

Belongs here: which lines are contents, and what one entry says. Does not belong here: whether the body keeps what the
contents promise (a rule of the warehouse).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.narrative.lines import TextLine, TextPage
from dagster_project.disclosure.narrative.outline import outline_level
from dagster_project.disclosure.narrative.paragraphs import running_heads, text_lines
from dagster_project.disclosure.pages import Box
from dagster_project.disclosure.records import ContentsEntryRecord

_MOST_LINES_NUMBERED = 0.5  # share of the lines of a page that goes on with the contents
_PAGES = 6  # contents stand on the first pages, and run over a few


@dataclass(frozen=True)
class Contents:
    """The lines of the contents, title first. Empty where a document has none."""

    lines: list[TextLine]


def take_contents(pages: Sequence[TextPage]) -> tuple[Contents, list[TextPage]]:
    """The contents, and the pages without them."""
    furniture = running_heads(pages)
    taken: list[TextLine] = []
    rest: list[TextPage] = []
    is_open = False
    for page in pages:
        lines = list(text_lines(page, furniture))
        begin = _title_at(lines) if not taken else None
        if begin is not None and page.is_contents:
            end = _end(lines, begin + 1)
            taken = lines[begin:end]
            rest.append(replace(page, lines=tuple(lines[:begin] + lines[end:])))
            is_open = end == len(lines)
        elif is_open and page.number - taken[0].page_no < _PAGES and (end := _goes_on(lines, page, taken)):
            taken += lines[:end]
            rest.append(replace(page, lines=tuple(lines[end:])))
            is_open = end == len(lines)
        else:
            is_open = is_open and not lines
            rest.append(page)
    return Contents(taken), rest


def _title_at(lines: list[TextLine]) -> int | None:
    title = vocabulary.narrative().outline.contents_title
    return next((index for index, line in enumerate(lines) if title.match(vocabulary.fold(line.text))), None)


def _end(lines: list[TextLine], begin: int, known: frozenset[str] = frozenset()) -> int:
    """Where the contents of a page end: at the line that repeats an entry (the body begins), or at a sentence."""
    seen = set(known)
    for index in range(begin, len(lines)):
        heading = _heading(lines[index])[0]
        if _is_sentence(heading) or _entry_key(heading) in seen:
            return index
        if outline_level(vocabulary.fold(heading)) in (1, 2) and not seen:
            seen.add(_entry_key(heading))
    return len(lines)


def _entry_key(heading: str) -> str:
    """第一部分 whatever it is called the second time; any other heading as it is."""
    part = vocabulary.narrative().outline.part.match(heading)
    return part[0] if part else heading


def _is_sentence(heading: str) -> bool:
    """一、主要职能。 is an entry; a line with a full stop inside, or without an ordinal before it, is none."""
    inside = "。" in heading.rstrip("。")
    return inside or ("。" in heading and outline_level(vocabulary.fold(heading)) is None)


def _goes_on(lines: list[TextLine], page: TextPage, taken: list[TextLine]) -> int:
    """How many lines of the next page are contents too."""
    if not lines or page.tables:
        return 0
    end = _end(lines, 0, frozenset(_entry_key(_heading(line)[0]) for line in taken))
    if end < len(lines) and _is_sentence(_heading(lines[end])[0]):
        return 0
    headings = [_heading(line) for line in lines[:end]]
    numbered = [text for text, page_no in headings if page_no is not None or outline_level(vocabulary.fold(text))]
    return end if numbered and len(numbered) >= _MOST_LINES_NUMBERED * end else 0


def _heading(line: TextLine) -> tuple[str, int | None]:
    """A line as printed, without blanks, leaders and page; and the page."""
    end = vocabulary.narrative().outline.leaders.search(line.text)
    text = line.text[: end.start()] if end else line.text
    return "".join(text.split()), int(end["page"]) if end and end["page"] else None


def contents_entries(contents: Contents, document_id: str, part_no: int) -> list[ContentsEntryRecord]:
    """One record for each entry. A line without an ordinal goes on with an entry that has no page yet."""
    entries: list[ContentsEntryRecord] = []
    right = max((line.x1 for line in contents.lines), default=0.0)
    open_entry = False
    for line in contents.lines[1:]:
        heading, page_no = _heading(line)
        if not heading:
            continue
        level = outline_level(vocabulary.fold(heading))
        if level is None and open_entry and entries:
            last = entries[-1]
            heading, level = last.heading + heading, last.level
            box, page, entry_no = (last.x0, last.top, last.x1, last.bottom), last.page_no, last.entry_no
            entries.pop()
        else:
            box, page, entry_no = _box(line), line.page_no, len(entries) + 1
        entries.append(
            ContentsEntryRecord(
                document_id=document_id, part_no=part_no, entry_no=entry_no, level=level or 1, heading=heading,
                page_no_printed=page_no, table_kind=_table_kind(vocabulary.fold(heading)), page_no=page,
                x0=box[0], top=box[1], x1=box[2], bottom=box[3],
            )
        )  # fmt: skip
        open_entry = page_no is None and line.x1 > right - 3 * line.size
    return entries


def _box(line: TextLine) -> Box:
    return round(line.x0, 2), round(line.top, 2), round(line.x1, 2), round(line.bottom, 2)


def _table_kind(heading: str) -> str | None:
    if not vocabulary.narrative().outline.names_table.search(heading):
        return None
    entry = vocabulary.tables().kind_named(heading)
    return entry.kind if entry else None
