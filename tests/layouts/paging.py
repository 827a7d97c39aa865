"""How a table is cut where it does not fit its page: by rows, by columns, through a row.

Belongs here: what stands on which page. Does not belong here: drawing (`printer`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.layouts.layout import Layout

Header = list[list[tuple[str, int]]]  # rows of (words, columns that they stand over)


@dataclass(frozen=True)
class Table:
    """One table, whole: its header, its rows and how wide the columns before those of money are."""

    kind: str
    head: Header
    rows: list[list[str]]
    widths: list[float]
    measures: int  # columns of money, which share the room that is left
    keys: int = 0  # columns before them that say what a row is; 0: not told apart


@dataclass(frozen=True)
class Part:
    """What stands on one page. Without `shows_head` the rows go on below nothing."""

    table: Table
    shows_head: bool
    is_first: bool


def parts(table: Table, layout: Layout) -> Iterator[Part]:
    by_rows = list(_by_rows(table, layout))
    if not layout.columns_a_page or table.keys == 0 or table.measures <= layout.columns_a_page:
        for number, piece in enumerate(by_rows):
            yield Part(piece, number == 0 or layout.repeats_header, number == 0)
        return
    pieces = [list(_by_columns(piece, layout)) for piece in by_rows]
    order = [(row, column) for row in range(len(pieces)) for column in range(len(pieces[0]))]
    if layout.rows_first:
        order.sort(key=lambda place: (place[1], place[0]))
    for number, (row, column) in enumerate(order):
        yield Part(pieces[row][column], row == 0 or layout.repeats_header, number == 0)


def _by_rows(table: Table, layout: Layout) -> Iterator[Table]:
    rest = list(table.rows)
    while rest:
        rows, rest = rest[: layout.rows_a_page], rest[layout.rows_a_page :]
        if layout.cut_row and rest and table.keys:
            upper, lower = _cut(rows[-1], table, layout)
            if any(lower):
                rows[-1] = upper
                rest.insert(0, lower)
        yield Table(table.kind, table.head, rows, table.widths, table.measures, table.keys)


def _cut(row: list[str], table: Table, layout: Layout) -> tuple[list[str], list[str]]:
    """The upper and the lower half of a row whose name takes two lines."""
    name = table.keys - 1
    fits = int((table.widths[name] - 6) // 8)
    upper, lower = list(row), [""] * len(row)
    upper[name], lower[name] = row[name][:fits], row[name][fits:]
    if layout.cut_row == "figures" and lower[name]:
        lower[table.keys :] = row[table.keys :]
        upper[table.keys :] = [""] * (len(row) - table.keys)
    return upper, lower


def _by_columns(table: Table, layout: Layout) -> Iterator[Table]:
    keys, size = table.keys, layout.columns_a_page
    for start in range(0, table.measures, size):
        wanted = [*range(keys), *range(keys + start, keys + min(start + size, table.measures))]
        if start and not layout.repeats_keys:
            wanted = wanted[keys:]
        own_keys = keys if not start or layout.repeats_keys else 0
        rows = [[row[column] for column in wanted] for row in table.rows]
        yield Table(table.kind, _head_of(table.head, wanted), rows, table.widths[:own_keys], len(wanted) - own_keys,
                    own_keys)  # fmt: skip


def _head_of(head: Header, wanted: list[int]) -> Header:
    """The header over some columns; words over several of them are said again over those that are left."""
    found: Header = []
    for cells in head:
        over = [number for number, (_, span) in enumerate(cells) for _ in range(span)]
        kept = [over[column] for column in wanted]
        found.append([(cells[number][0], kept.count(number)) for number in dict.fromkeys(kept)])
    return found
