"""Statements: grids with their captions, joined over the pages that they run across.

Belongs here: which grid begins a statement, which goes on with the one before, and what the statement is. Does not
belong here: its cells (`cells`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.captions import (
    Caption,
    nil_note,
    read_caption,
    unit_in,
)
from dagster_project.disclosure.forms.blocks import (
    begins_with_target,
    has_form_words,
    holds_targets,
    is_indicator_table,
    lists_projects,
    looks_like_form,
)
from dagster_project.disclosure.headers import (
    Header,
    body_start,
    caption_rows,
    caption_texts,
    header_paths,
    read_header,
)
from dagster_project.disclosure.pages import Line, Page
from dagster_project.disclosure.recognition import (
    Recognition,
    TableEvidence,
    collect,
    recognise,
    recognise_at,
)
from dagster_project.disclosure.tables import Grid, aligned
from dagster_project.disclosure.vocabulary import TableKind, fold

_SAME_EDGE = 4.0  # points that a column may move from page to page
_SHIFT = 0.3  # of a column's width that its edges may move, where all columns are there


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
    shown: TableEvidence
    recognition: Recognition
    barred: frozenset[str] = frozenset()  # kinds that another table of the document is a better one of
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.recognition.kind

    @property
    def kind_entry(self) -> TableKind | None:
        return self.recognition.entry

    def become(self, recognition: Recognition) -> None:
        """Take another kind: its columns mean what they mean in a table of that kind."""
        self.recognition = recognition
        header = self.header
        self.header = read_header(self.segments[0].grid, header.first_row, header.body_start, recognition.kind)

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
        caption = read_caption(above, caption_texts(grid, skip))
        start = _start_like(current, grid, skip) or body_start(grid, skip)
        shown = collect(caption.title, [fold(path) for path in header_paths(grid, skip, start)], grid, start)
        recognition = _form_recognised(recognise(shown), grid)
        header = read_header(grid, skip, start, recognition.kind)
        if current is not None and _continues(current, caption, header, grid, page.number, position):
            if not current.is_form:
                grid = _aligned(current, grid) or grid
            current.segments.append(Segment(grid, start, lines))
            current.caption.unit = current.caption.unit or caption.unit
            continue
        segment = Segment(grid, start, lines)
        current = Statement(caption, header, [segment], shown, recognition, notes=list(caption.notes))
        begun.append(current)
    if current is not None and grids:
        below = [line.text for line in outside if line.box[1] >= reach]
        current.notes += below
        if current.caption.unit is None:  # some print it under the table
            current.caption.unit = next(filter(None, (unit_in(fold(line)) for line in below)), None)
    return begun


def _form_recognised(found: Recognition, grid: Grid) -> Recognition:
    """A form that no title names is known by its lists; no statement of money has such lists."""
    tables = vocabulary.tables()
    if found.kind in tables.forms or found.kind in tables.core:
        return found
    form = looks_like_form(grid)
    if form is None:
        return found
    kind, evidence = form
    return Recognition(tables.entry(kind), tables.weights.enough, evidence)


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
            # The header repeated over the rest of a cell may look like another: the list itself says that it goes on.
            same_list = lists_projects(grid) and lists_projects(current.segments[-1].grid)
            goes_on = caption.title == current.caption.title and (begins_with_target(grid) or same_list)
            return is_indicator_table(grid) or goes_on
        return not header.understood or has_form_words(grid) or holds_targets(grid)
    if position > 0 or page_no != current.last_page + 1:
        return False
    same_columns = _aligned(current, grid) is not None
    # Header words mean something only within a kind: compare the words, not their meaning.
    same_header = header.signature == current.header.signature
    headless = header.body_start == header.first_row
    if not caption.is_titled:
        return same_header or (same_columns and (headless or not header.understood))
    return (
        caption.title == current.caption.title
        and caption.table_no == current.caption.table_no
        and caption.organisation == current.caption.organisation
        and same_header
    )


def _start_like(current: Statement | None, grid: Grid, first_row: int) -> int | None:
    """Where the body begins in a grid that repeats the header of the open statement; None where it does not.

    The rows of a last page are often blank, and blank rows look like header by themselves.
    """
    if current is None or not current.header.body_start > current.header.first_row:
        return None
    start = first_row + current.header.body_start - current.header.first_row
    repeats = start <= grid.row_count and tuple(header_paths(grid, first_row, start)) == current.header.signature
    return start if repeats else None


def _aligned(current: Statement, grid: Grid) -> Grid | None:
    """The grid with the columns of the statement; columns of money, and unknown ones, must be there by themselves."""
    whole = [column.index for column in current.header.columns if column.role in ("money", "unknown")]
    above = current.segments[-1].grid
    if grid.column_count == above.column_count and _has_shifted(grid, above):
        return grid
    return aligned(grid, above, _SAME_EDGE, whole)


def _has_shifted(grid: Grid, above: Grid) -> bool:
    """Whether the columns are the same though they moved: a word processor sets each page's columns by its own text."""
    widths = [right - left for left, right in pairwise(above.column_edges)]
    nearest = [min(before, after) for before, after in zip([widths[0], *widths], [*widths, widths[-1]], strict=True)]
    moves = [abs(a - b) for a, b in zip(grid.column_edges, above.column_edges, strict=True)]
    return all(move <= _SHIFT * width for move, width in zip(moves, nearest, strict=True))


def fill_places(statements: list[Statement]) -> None:
    """Let a table of unknown kind be what is missing between its neighbours, in place, if it shows something of it."""
    order = vocabulary.tables().order
    places = {kind: place for place, kind in enumerate(order)}
    for position, statement in enumerate(statements):
        if statement.kind_entry is not None or statement.is_form:
            continue
        before = [places[other.kind] for other in statements[:position] if other.kind in places]
        after = [places[other.kind] for other in statements[position + 1 :] if other.kind in places]
        claimed = {other.kind for other in statements}
        first, last = max(before, default=-1), min(after, default=len(order))
        found = recognise_at(statement.shown, [kind for kind in order[first + 1 : last] if kind not in claimed])
        if found is not None:
            statement.become(found)


def one_of_each(statements: list[Statement]) -> None:
    """Leave each core kind to the table that shows it best, in place: a disclosure prints each of them once.

    What else claims the kind is the next best thing that it shows, or a table of no core kind (财政拨款基本支出表
    beside 一般公共预算基本支出表). Parts of one table that stand apart, under one title with one header, stay together.
    """
    core = vocabulary.tables().core
    while True:
        claims: dict[str, list[Statement]] = {}
        for statement in statements:
            if statement.kind in core:
                claims.setdefault(statement.kind, []).append(statement)
        losers = [
            (statement, best)
            for group in claims.values()
            for best in [max(group, key=lambda statement: statement.recognition.score)]
            for statement in group
            if statement is not best and not _same_table(statement, best)
        ]
        if not losers:
            return
        for statement, best in losers:  # ends, as each round leaves the losers fewer kinds
            statement.barred |= {statement.kind}
            statement.become(_next_best(statement, best))


def _same_table(statement: Statement, other: Statement) -> bool:
    return (
        statement.caption.title == other.caption.title
        and statement.caption.organisation == other.caption.organisation
        and statement.header.signature == other.header.signature
    )


def _next_best(statement: Statement, better: Statement) -> Recognition:
    found = recognise(statement.shown, statement.barred)
    if found.entry is not None:
        return found
    told = f"{better.kind} is on page {better.first_page}: {better.recognition.evidence}"
    return Recognition(vocabulary.tables().entry("other"), found.score, told)
