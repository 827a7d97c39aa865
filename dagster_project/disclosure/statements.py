"""Statements: grids with their captions, joined over the pages that they run across.

Belongs here: which grid begins a statement, which goes on with the one before, and what the statement is. Does not
belong here: its cells (`cells`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.captions import Caption, nil_note, read_caption
from dagster_project.disclosure.forms.blocks import has_form_words, is_indicator_table
from dagster_project.disclosure.headers import (
    Header,
    body_start,
    caption_rows,
    read_header,
)
from dagster_project.disclosure.pages import Line, Page
from dagster_project.disclosure.tables import Grid, aligned
from dagster_project.disclosure.vocabulary import TableKind

_SAME_EDGE = 4.0  # points that a column may move from page to page


@dataclass(frozen=True)
class Segment:
    """The part of a statement on one page: body rows are body_start and below."""

    grid: Grid
    body_start: int
    caption: list[Line] = field(default_factory=list)  # lines between it and what stands above


@dataclass
class Statement:
    """One table over all its pages. `header` is the first page's; later pages repeat it or leave it out."""

    caption: Caption
    header: Header
    segments: list[Segment]
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.caption.kind.kind if self.caption.kind else "other"

    @property
    def kind_entry(self) -> TableKind | None:
        return self.caption.kind

    @property
    def first_page(self) -> int:
        return self.segments[0].grid.page_no

    @property
    def last_page(self) -> int:
        return self.segments[-1].grid.page_no

    @property
    def pages(self) -> list[int]:
        return sorted({segment.grid.page_no for segment in self.segments})

    @property
    def is_form(self) -> bool:
        return self.kind in vocabulary.tables().forms

    @property
    def nil_note(self) -> str | None:
        return nil_note(self.notes)


def page_statements(
    page: Page, grids: list[Grid], outside: list[Line], open_statement: Statement | None
) -> list[Statement]:
    """The statements that begin on this page; the open one, from the page before, is continued in place.

    `outside` are the lines of the page that stand outside of its grids. Returns new statements only; the last of them
    (or the open one) is the open one for the next page.
    """
    begun: list[Statement] = []
    current = open_statement
    reach = 0.0
    for position, grid in enumerate(grids):
        lines = [line for line in outside if reach <= line.box[1] < grid.box[1]]
        above = [line.text for line in lines]
        reach = grid.box[3]
        if current is not None and current.last_page >= page.number - 1:
            own, above = _split_notes(above, first_on_page=position == 0)
            current.notes += own
        skip = caption_rows(grid)
        inside = [line.text for row in grid.rows[:skip] for cell in row for line in cell.lines]
        caption = read_caption(above, inside)
        start = body_start(grid, skip)
        header = read_header(grid, skip, start, caption.kind.kind if caption.kind else "")
        if current is not None and _continues(current, caption, header, grid, page.number, position):
            if not current.is_form:
                grid = _aligned(current, grid) or grid
            current.segments.append(Segment(grid, start, lines))
            current.caption.unit = current.caption.unit or caption.unit
            continue
        current = Statement(caption, header, [Segment(grid, start, lines)], list(caption.notes))
        begun.append(current)
    if current is not None and grids:
        current.notes += [line.text for line in outside if line.box[1] >= reach]
    return begun


def _split_notes(lines: list[str], *, first_on_page: bool) -> tuple[list[str], list[str]]:
    """Lines between two grids: those up to the last note belong to the grid above, the rest to the one below."""
    if first_on_page:
        return [], lines
    last_note = max((i for i, line in enumerate(lines) if _is_note(line)), default=-1)
    return lines[: last_note + 1], lines[last_note + 1 :]


def _is_note(line: str) -> bool:
    return bool(vocabulary.tables().captions.note.match(vocabulary.fold(line))) or nil_note([line]) is not None


def _continues(current: Statement, caption: Caption, header: Header, grid: Grid, page_no: int, position: int) -> bool:
    """Whether a grid goes on with the statement of the page before, or is a further list of the form above it."""
    if current.is_form and page_no <= current.last_page + 1 and caption.table_no is None:
        if caption.is_titled:
            return is_indicator_table(grid)
        return not header.understood or has_form_words(grid)
    if position > 0 or page_no != current.last_page + 1:
        return False
    same_columns = _aligned(current, grid) is not None
    # Header words mean something only within a kind: compare the words, not their meaning.
    same_header = header.signature == current.header.signature
    headless = header.body_start == header.first_row
    if not caption.is_titled:
        return same_header or (same_columns and (headless or not header.understood))
    return (
        caption.kind == current.caption.kind
        and caption.title == current.caption.title
        and caption.table_no == current.caption.table_no
        and caption.organisation == current.caption.organisation
        and same_header
    )


def _aligned(current: Statement, grid: Grid) -> Grid | None:
    """The grid with the columns of the statement; columns of money, and unknown ones, must be there by themselves."""
    whole = [column.index for column in current.header.columns if column.role in ("money", "unknown")]
    return aligned(grid, current.segments[-1].grid, _SAME_EDGE, whole)
