"""Statements: grids with their captions, joined over the pages that they run across, and what each of them is.

Belongs here: what a statement is, and which kind each of a document's is beside the others. Does not belong here: which
grid begins one or goes on with one (`assembly`), and its cells (`cells`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.beside import Block
from dagster_project.disclosure.captions import Caption, nil_note
from dagster_project.disclosure.headers import Header, read_header
from dagster_project.disclosure.pages import Box, Line
from dagster_project.disclosure.recognition import (
    Recognition,
    TableEvidence,
    recognise,
    recognise_at,
)
from dagster_project.disclosure.tables import Grid
from dagster_project.disclosure.vocabulary import TableKind


@dataclass(frozen=True)
class Segment:
    """Rows of a statement: body rows are body_start and below. They stand on one page, or each on several."""

    grid: Grid
    body_start: int
    caption: list[Line] = field(default_factory=list)  # lines between it and what stands above
    blocks: tuple[Block, ...] = ()  # the columns of each page, from left to right, where it was made of them

    @property
    def first_block(self) -> Block:
        return self.blocks[0] if self.blocks else Block(self.grid, self.body_start, self.body_start)


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
        return self.pages[0]

    @property
    def last_page(self) -> int:
        return self.pages[-1]

    @property
    def frames(self) -> list[tuple[int, Box]]:
        """The pages and boxes that it stands in."""
        return [frame for segment in self.segments for frame in segment.grid.frames]

    @property
    def pages(self) -> list[int]:
        return sorted({page_no for page_no, _ in self.frames})

    @property
    def is_form(self) -> bool:
        return self.kind in vocabulary.tables().forms

    @property
    def nil_note(self) -> str | None:
        return nil_note(self.notes)


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


def settle_unknown(statements: list[Statement]) -> None:
    """Let a table of unknown kind whose title is that of a kind on another page be one of no core kind, in place."""
    for statement in statements:
        hinted = vocabulary.tables().kind_hinted(statement.shown.title)
        better = next((other for other in statements if hinted is not None and other.kind == hinted.kind), None)
        if statement.kind_entry is None and better is not None:
            statement.barred |= {better.kind}
            statement.become(_next_best(statement, better))


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
