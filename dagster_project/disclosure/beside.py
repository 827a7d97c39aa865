"""Tables wider than a page: columns that stand on a further page go beside those that their rows begin with.

What a row is says its code and name. A page that prints them again for the same rows goes on with these; one that
prints none goes on with rows of the same number and heights. What is neither is not guessed. Belongs here: two grids
side by side, and the proof that their rows are the same. Does not belong here: whether a title or a header speaks
against it (`assembly`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dagster_project.disclosure.grids import Grid, GridCell
from dagster_project.disclosure.vocabulary import fold

_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_MIN_ROWS = 3  # of the same heights
_SAME_HEIGHT = 1.5  # points


@dataclass(frozen=True)
class Block:
    """Some of the columns of a table on one page: header rows from `first_row`, body rows from `start`."""

    grid: Grid
    first_row: int
    start: int

    @property
    def body_rows(self) -> range:
        return range(self.start, self.grid.row_count)

    def texts(self, column: int) -> list[str]:
        """What the body prints in a column, row by row; nothing where a cell began further up or left."""
        cells = [self.grid.at(row, column) for row in self.body_rows]
        return [
            fold(cell.text) if cell is not None and (cell.row, cell.column) == (row, column) else ""
            for row, cell in zip(self.body_rows, cells, strict=True)
        ]

    @property
    def edges(self) -> list[float]:
        """Where its body rows begin, and the last one ends."""
        tops = [min((cell.box[1] for cell in self.grid.rows[row]), default=0.0) for row in self.body_rows]
        return [*tops, self.grid.box[3]]

    @property
    def names_rows(self) -> bool:
        return any(_WORD.search(text) for column in range(self.grid.column_count) for text in self.texts(column))


def repeated_keys(left: Block, right: Block, left_paths: Sequence[str], right_paths: Sequence[str]) -> int:
    """How many columns, from the first one, the right block prints again: the same words over the same rows.

    Amounts are none of them: two tables of one budget have the same totals.
    """
    if len(left.body_rows) != len(right.body_rows):
        return 0
    count = 0
    for column in range(min(left.grid.column_count, right.grid.column_count)):
        texts = left.texts(column)
        same_words = right.start == right.first_row or left_paths[column] == right_paths[column]
        if not same_words or texts != right.texts(column) or any("." in text for text in texts):
            break
        count = column + 1
    keys = [text for column in range(count) for text in left.texts(column)]
    return count if any(_WORD.search(text) for text in keys) else 0


def has_same_rows(left: Block, right: Block) -> bool:
    """Whether the rows of a block without names are those of another, by their number and their heights."""
    if len(left.body_rows) != len(right.body_rows) or len(left.body_rows) < _MIN_ROWS or right.names_rows:
        return False
    shift = left.edges[0] - right.edges[0]
    return all(abs(a - b - shift) <= _SAME_HEIGHT for a, b in zip(left.edges, right.edges, strict=True))


def joined_beside(left: Block, right: Block, keys: int) -> Block:
    """One block of both; the first columns of the right one, `keys` of them, are copies of the left one's."""
    lead = max(right.start - left.start, 0)  # rows of header that the left one lacks
    down = max(left.start - right.start, 0)
    cells = [replace(cell, row=cell.row + lead) for cell in left.grid.cells]
    width = left.grid.column_count
    copies: dict[tuple[int, int], list[GridCell]] = {}
    for cell in right.grid.cells:
        own = replace(cell, row=cell.row + down, page_no=right.grid.page_no)
        if cell.column >= keys:
            cells.append(replace(own, column=width + cell.column - keys))
        elif cell.row >= right.start:
            copies.setdefault((own.row, own.column), []).append(own)
    cells = [replace(cell, copies=(*cell.copies, *copies.get((cell.row, cell.column), ()))) for cell in cells]
    shift = left.grid.box[2] - right.grid.column_edges[keys]
    edges = (*left.grid.column_edges, *(edge + shift for edge in right.grid.column_edges[keys + 1 :]))
    grid = replace(
        left.grid, row_count=left.grid.row_count + lead, column_count=len(edges) - 1, column_edges=edges,
        cells=tuple(_with_cut_words(cells, width, right.start + down)),
        joined_from=(*left.grid.joined_from, *right.grid.frames),
    )  # fmt: skip
    return Block(grid, left.first_row, left.start + lead)


def _with_cut_words(cells: list[GridCell], place: int, start: int) -> list[GridCell]:
    """Header words over columns on both pages are printed on one of them: the blank cell beside them is theirs too."""
    by_end = {(cell.row, cell.column + cell.column_span): cell for cell in cells if cell.row < start}
    found = list(cells)
    for right in cells:
        left = by_end.get((right.row, place))
        if right.column != place or right.row >= start or left is None or left.row_span != right.row_span:
            continue
        is_over_others = left.row + left.row_span < start
        if is_over_others and not right.text.strip() and left.text.strip():
            found[found.index(right)] = replace(
                left, column=right.column, column_span=right.column_span, page_no=left.page_no
            )
    return found
