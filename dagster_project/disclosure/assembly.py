"""Which grid begins a statement, and which goes on with the one before: below it, or beside it on a further page.

Belongs here: the grids of a page, one after the other, and the statement that is open. Does not belong here: what a
statement is (`statements`), what a page break cuts (`breaks`), and whether rows on two pages are the same (`beside`).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.beside import Block, has_same_rows, joined_beside, repeated_keys
from dagster_project.disclosure.breaks import joined_header, joined_rows, joined_spans
from dagster_project.disclosure.captions import (
    Caption,
    nil_note,
    read_caption,
    unit_in,
)
from dagster_project.disclosure.columns import LABEL_ROLES, read_body
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
    collect,
    recognise,
)
from dagster_project.disclosure.statements import Segment, Statement
from dagster_project.disclosure.tables import Grid, aligned
from dagster_project.disclosure.vocabulary import fold

_SAME_EDGE = 4.0  # points that a column may move from page to page
_SHIFT = 0.3  # of a column's width that its edges may move, where all columns are there


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
        if current is not None and _follows(current, page.number, position) and not current.is_form:
            if _goes_on_beside(current, caption, Block(grid, skip, start), lines):
                continue
            if _goes_on_with_header(current, caption, grid, skip, start):
                continue
        shown = collect(caption.title, [fold(path) for path in header_paths(grid, skip, start)], grid, start)
        recognition = _form_recognised(recognise(shown), grid)
        header = read_header(grid, skip, start, recognition.kind)
        if current is not None and _continues(current, caption, header, grid, page.number, position):
            if not current.is_form:
                block = Block(_aligned(current, grid) or grid, skip, start)
                grid, start = _after_break(current, block, repeats_header=header.signature == _first_signature(current))
            current.segments.append(Segment(grid, start, lines, (Block(grid, skip, start),)))
            current.caption.unit = current.caption.unit or caption.unit
            continue
        segment = Segment(grid, start, lines, (Block(grid, skip, start),))
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
    if not _follows(current, page_no, position):
        return False
    headless = header.body_start == header.first_row
    same_columns = _aligned(current, grid) is not None or (headless and _prints_alike(current, grid))
    # Header words mean something only within a kind: compare the words, not their meaning.
    same_header = header.signature == _first_signature(current)
    if not caption.is_titled:
        return same_header or (same_columns and (headless or not header.understood))
    return (
        caption.title == current.caption.title
        and caption.table_no == current.caption.table_no
        and caption.organisation == current.caption.organisation
        and same_header
    )


def _follows(current: Statement, page_no: int, position: int) -> bool:
    """Whether a grid is the first one on the page behind the statement."""
    return position == 0 and page_no == current.last_page + 1


def _first_signature(current: Statement) -> tuple[str, ...]:
    """The header words over the columns that stand on the statement's first page."""
    return current.header.signature[: current.segments[0].first_block.grid.column_count]


def _after_break(current: Statement, below: Block, *, repeats_header: bool) -> tuple[Grid, int]:
    """A grid that goes on with the statement's last, and where its body begins; what the page break cut is made whole.

    The lower half of a row looks like header where no header is repeated above it.
    """
    segment, grid, start = current.segments[-1], below.grid, below.start
    if len(segment.blocks) > 1:
        return grid, start
    columns = current.header.columns
    first = below.start if repeats_header else below.first_row
    above = joined_rows(segment.grid, segment.body_start, grid, first, columns)
    if above is not None:
        start = first + 1
    above, grid = joined_spans(above or segment.grid, segment.body_start, grid, start, columns)
    if above is not segment.grid:
        block = replace(segment.first_block, grid=above)
        current.segments[-1] = replace(segment, grid=above, blocks=(block,))
    return grid, start


def _goes_on_with_header(current: Statement, caption: Caption, grid: Grid, first_row: int, start: int) -> bool:
    """Whether a grid begins with the rest of a header that the page before ends with; the statement takes it."""
    segment, header = current.segments[-1], current.header
    has_body = segment.body_start < segment.grid.row_count
    if len(current.segments) > 1 or has_body or header.body_start == header.first_row or caption.is_titled:
        return False
    names_rows = start > first_row and bool(header_paths(grid, first_row, start)[0])  # a header of its own
    above = aligned(segment.grid, grid, _SAME_EDGE, ())
    if above is None or current.nil_note is not None or names_rows:
        return False
    whole = joined_header(above, grid)
    block = Block(whole, header.first_row, body_start(whole, header.first_row))
    if not block.body_rows:
        return False
    current.segments[-1] = replace(segment, grid=whole, body_start=block.start, blocks=(block,))
    _read_again(current)
    current.caption.unit = current.caption.unit or caption.unit
    return True


def _goes_on_beside(current: Statement, caption: Caption, right: Block, lines: list[Line]) -> bool:
    """Whether a grid holds further columns of rows that the statement has; the statement takes them.

    Rows come in their order: those next in turn are the first with the fewest columns so far.
    """
    number = min(range(len(current.segments)), key=lambda index: len(current.segments[index].blocks))
    segment = current.segments[number]
    left = segment.first_block
    if (caption.title or caption.table_no) and not _is_same_title(current, caption):
        return False
    if _says_something_new(right, lines, left, segment.caption):
        return False
    if right.start > right.first_row:  # a header has as many rows on every page; blank rows below it look like header
        right = replace(right, start=right.first_row + left.start - left.first_row)
    left_paths = header_paths(left.grid, left.first_row, left.start)
    right_paths = header_paths(right.grid, right.first_row, right.start)
    keys = repeated_keys(left, right, left_paths, right_paths)
    if not (keys or has_same_rows(left, right)) or keys == right.grid.column_count:
        return False
    models = current.segments[0].blocks
    if number:
        if len(models) <= len(segment.blocks) or not _has_columns_of(models[len(segment.blocks)], right, right_paths):
            return False
    elif any(path in current.header.signature for path in right_paths[keys:]) or not all(right_paths[keys:]):
        return False
    whole = joined_beside(Block(segment.grid, left.first_row, segment.body_start), right, keys)
    current.segments[number] = replace(
        segment, grid=whole.grid, body_start=whole.start, blocks=(*segment.blocks, right)
    )  # fmt: skip
    if number == 0:
        current.header = replace(current.header, first_row=whole.first_row, body_start=whole.start)
        _read_again(current)
    current.caption.unit = current.caption.unit or caption.unit
    return True


def _says_something_new(right: Block, lines: list[Line], left: Block, lines_before: list[Line]) -> bool:
    """Whether a line over a grid may be a title, though nothing knows it: one that the page before does not print."""
    patterns = vocabulary.tables().captions
    known, said = (
        {fold(text) for text in (*(line.text for line in above), *caption_texts(block.grid, block.first_row))}
        for block, above in ((left, lines_before), (right, lines))
    )
    return any(
        text
        and not (patterns.page_number.match(text) or patterns.unit.search(text) or patterns.organisation.match(text))
        for text in said - known
    )


def _has_columns_of(model: Block, right: Block, right_paths: list[str]) -> bool:
    """Whether a block repeats the header of another, or has its columns without a header."""
    if right.start > right.first_row:
        return right_paths == header_paths(model.grid, model.first_row, model.start)
    return right.grid.column_count == model.grid.column_count and _has_shifted(right.grid, model.grid)


def _is_same_title(current: Statement, caption: Caption) -> bool:
    return (caption.title, caption.table_no) == (current.caption.title, current.caption.table_no)


def _read_again(current: Statement) -> None:
    """Recognise the statement by all columns that it has now."""
    segment = current.segments[0]
    block = Block(segment.grid, current.header.first_row, segment.body_start)
    paths = header_paths(block.grid, block.first_row, block.start)
    current.header = replace(current.header, body_start=block.start)
    current.shown = collect(current.caption.title, [fold(path) for path in paths], block.grid, block.start)
    current.become(_form_recognised(recognise(current.shown, current.barred), block.grid))


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
    above = current.segments[-1].first_block.grid
    if grid.column_count == above.column_count and _has_shifted(grid, above):
        return grid
    return aligned(grid, above, _SAME_EDGE, whole)


def _prints_alike(current: Statement, grid: Grid) -> bool:
    """Whether words stand where the statement has words, and figures where it has money: a landscape page among
    others has the same columns in other widths."""
    columns = current.header.columns
    if grid.column_count != len(columns):
        return False
    bodies = [(column.role, read_body(grid, 0, column.index)) for column in columns]
    has_keys = any(role in LABEL_ROLES and body.prints_words for role, body in bodies)
    has_money = any(role == "money" and body.prints_amounts for role, body in bodies)
    return has_keys and has_money and all(
        not body.prints_words if role == "money" else not body.prints_amounts
        for role, body in bodies
        if role in (*LABEL_ROLES, "money", "subject_code")
    )  # fmt: skip


def _has_shifted(grid: Grid, above: Grid) -> bool:
    """Whether the columns are the same though they moved: a word processor sets each page's columns by its own text."""
    widths = [right - left for left, right in pairwise(above.column_edges)]
    nearest = [min(before, after) for before, after in zip([widths[0], *widths], [*widths, widths[-1]], strict=True)]
    moves = [abs(a - b) for a, b in zip(grid.column_edges, above.column_edges, strict=True)]
    return all(move <= _SHIFT * width for move, width in zip(moves, nearest, strict=True))
