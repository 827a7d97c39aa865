"""Tables that no ruling divides: columns from the alignment of text, rows from its lines.

Belongs here: columns and rows where rulings give none, found only where the evidence is good: several rows with figures
that end (or stand) at one place, words above them, and gutters that no word crosses. Does not belong here: tables that
are ruled (`tables`), and what a cell means. Prose, lists and contents have no such columns and become no grid.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dagster_project.disclosure.grids import Grid, GridCell
from dagster_project.disclosure.pages import Box, Char, Line, Page, Ruling, lines_of
from dagster_project.disclosure.words import Word, words_of

_MIN_ROWS = 3  # rows with figures
_AGREE = 2.5  # points by which the ends of aligned figures differ
_MOST = 0.8  # of the figures of a column are aligned
_FAR = 4.0  # heights of a line: what stands further apart is not one table
_LONG = 24  # characters: a longer word is a sentence
_SENTENCE_ENDS = ("。", "；", ";")
_CLOSE = 0.75  # of the usual distance of rows: a line as close goes on with the row beside it
_REACH = 60.0  # points from a word to the figures that it names
_LONE = 4  # figures in a table of one row
_MARGIN = 2.0  # points around the text of a table


@dataclass(frozen=True)
class _TextLine:
    words: tuple[Word, ...]
    top: float
    bottom: float
    is_merged: bool = False  # of several lines that stand between two rulings

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return max(word.chars[0].bottom - word.chars[0].top for word in self.words)

    @property
    def figures(self) -> list[Word]:
        return [word for word in self.words if word.is_figure]

    @property
    def is_row(self) -> bool:
        """A row of a table: figures beside something else."""
        return bool(self.figures) and len(self.words) > 1

    @property
    def is_sentence(self) -> bool:
        return any(len(word.text) > _LONG or word.text.endswith(_SENTENCE_ENDS) for word in self.words)

    @property
    def is_caption(self) -> bool:
        """Says something about the table: 单位：万元."""
        return any("：" in word.text or ":" in word.text for word in self.words)


def aligned_grids(page: Page, chars: Sequence[Char]) -> list[Grid]:
    """The tables that stand in these characters of a page."""
    if sum(map("".join([char[0] for char in chars]).count, ".,，")) < _MIN_ROWS:
        return []  # most pages beside their ruled tables, and most pages of text are looked at no further
    found = []
    for block in _blocks(_merged([_text_line(line) for line in lines_of(chars)], page.rulings)):
        grid = _grid_of(page, block)
        if grid is not None:
            found.append(grid)
    return found


def _text_line(line: Line) -> _TextLine:
    shown = [char for char in line.chars if not char.text.isspace()]
    return _TextLine(tuple(words_of(line)), min(c.top for c in shown), max(c.bottom for c in shown))


def _merged(lines: list[_TextLine], rulings: Sequence[Ruling]) -> list[_TextLine]:
    """Lines between two rulings as one, where no two figures stand below each other: a label may be wrapped there."""
    places = sorted({ruling.top for ruling in rulings if ruling.orientation == "h"})
    if not places:
        return lines
    bands: dict[int, list[_TextLine]] = {}
    for line in lines:
        bands.setdefault(bisect_left(places, line.middle), []).append(line)
    merged: list[_TextLine] = []
    for number, band in bands.items():
        figures = sorted((word for line in band for word in line.figures), key=lambda word: word.x0)
        apart = all(word.x1 < other.x0 for word, other in pairwise(figures))
        if len(band) == 1 or not figures or not apart or number in (0, len(places)):
            merged += band
            continue
        words = tuple(word for line in band for word in line.words)
        merged.append(_TextLine(words, min(x.top for x in band), max(x.bottom for x in band), is_merged=True))
    return merged


def _blocks(lines: Iterable[_TextLine]) -> Iterable[list[_TextLine]]:
    """Lines that stand close together without a sentence between them."""
    block: list[_TextLine] = []
    for line in lines:
        far = bool(block) and line.top - block[-1].bottom > _FAR * line.height
        if far or line.is_sentence:
            yield block
            block = []
        if not line.is_sentence:
            block.append(line)
    yield block


def _grid_of(page: Page, block: list[_TextLine]) -> Grid | None:
    rows = [index for index, line in enumerate(block) if line.is_row]
    lone = len(rows) == 1 and _is_lone_row(block[rows[0]])
    if len(rows) < _MIN_ROWS and not lone:
        return None
    first = _header_start(block, rows[0])
    if first is None:
        return None
    body = _body_start(block, first, rows[0])
    columns = _columns(block[body : rows[-1] + 1])
    if columns is None:
        return None
    header = block[first:body]
    columns = _with_header_columns(columns, header)
    if not (_names_all(columns, header) if lone else _has_evidence(columns, header, block[body : rows[-1] + 1])):
        return None
    table = block[first : rows[-1] + 1]
    box = (
        min(word.x0 for line in table for word in line.words) - _MARGIN, min(line.top for line in table) - _MARGIN,
        max(word.x1 for line in table for word in line.words) + _MARGIN, max(line.bottom for line in table) + _MARGIN,
    )  # fmt: skip
    bands = _rows(block[body : rows[-1] + 1], page.rulings, box)
    return _built(page, box, columns, header, bands)


def _is_lone_row(line: _TextLine) -> bool:
    """Several figures and nothing else: the one row of a table whose lines are its columns."""
    return len(line.figures) == len(line.words) >= _LONE


def _names_all(columns: list[tuple[float, float]], header: list[_TextLine]) -> bool:
    return len({place for line in header for word in line.words for place in _covered(columns, word)}) == len(columns)


def _header_start(block: list[_TextLine], first_row: int) -> int | None:
    """The first line of header words: of those above the first row, up to a line about the table or a wide gap."""
    start = None
    for index in range(first_row - 1, -1, -1):
        line, below = block[index], block[index + 1]
        if line.is_caption or below.top - line.bottom > _FAR / 2 * line.height:
            break
        # Below the line that says the unit of money no title is left to come.
        below_caption = index > 0 and block[index - 1].is_caption
        if len(line.words) > 1 or (
            start == index + 1 and (below_caption or _is_over_some(line, block[start : first_row + 1]))
        ):
            start = index
    return start


def _is_over_some(line: _TextLine, below: list[_TextLine]) -> bool:
    """Whether a line of one word stands over some columns: a title stands over the middle of all, or is larger."""
    (word,) = line.words
    left = min(other.x0 for lower in below for other in lower.words)
    right = max(other.x1 for lower in below for other in lower.words)
    beside = abs((word.x0 + word.x1) / 2 - (left + right) / 2) > (right - left) * (1 - _MOST) / 2
    return beside and line.height <= below[0].height / _MOST


def _body_start(block: list[_TextLine], first: int, first_row: int) -> int:
    """Lines with one word at the left between header and first row are rows without figures."""
    start = first_row
    while start > first + 1 and len(block[start - 1].words) == 1:
        left = min(word.x0 for word in block[first_row].words)
        if block[start - 1].words[0].x0 > left + _FAR * _AGREE:
            break
        start -= 1
    return start


def _columns(lines: list[_TextLine]) -> list[tuple[float, float]] | None:
    """The stretches between gutters that no word crosses. None where one stretch holds two words of a line."""
    spans: list[tuple[float, float]] = []
    for word in sorted((word for line in lines for word in line.words), key=lambda word: word.x0):
        if spans and word.x0 <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.x1))
        else:
            spans.append((word.x0, word.x1))
    for line in lines:
        places = [_holding(spans, word) for word in (line.figures if line.is_merged else line.words)]
        if len(set(places)) < len(places):
            return None
    return spans if len(spans) > 1 else None


def _holding(spans: list[tuple[float, float]], word: Word) -> int:
    return max(range(len(spans)), key=lambda index: min(spans[index][1], word.x1) - max(spans[index][0], word.x0))


def _with_header_columns(spans: list[tuple[float, float]], header: list[_TextLine]) -> list[tuple[float, float]]:
    """With the columns that have words above and nothing below, and as wide as the words above them.

    A word in the middle of a wide column stands over none of its figures, which end at the right: it names the column
    beside it that has no word yet.
    """
    found = list(spans)
    for line in reversed(header):
        for word in line.words:
            if _covered(found, word):
                continue
            named = {place for other in line.words for place in _covered(found, other)}
            gaps = {
                place: max(x0 - word.x1, word.x0 - x1) for place, (x0, x1) in enumerate(found) if place not in named
            }
            nearest = min(gaps, key=lambda place: gaps[place], default=None)
            if nearest is not None and gaps[nearest] <= _REACH and _is_beside(found, nearest, word):
                x0, x1 = found[nearest]
                found[nearest] = (min(x0, word.x0), max(x1, word.x1))
            else:
                found = sorted([*found, (word.x0, word.x1)])
    return found


def _is_beside(spans: list[tuple[float, float]], place: int, word: Word) -> bool:
    """Whether nothing stands between a column and a word."""
    left, right = min(spans[place][0], word.x0), max(spans[place][1], word.x1)
    return all(x1 < left or x0 > right for other, (x0, x1) in enumerate(spans) if other != place)


def _has_evidence(columns: list[tuple[float, float]], header: list[_TextLine], body: list[_TextLine]) -> bool:
    """Whether figures are aligned in a column that has words above it, and most figures are in such columns."""
    in_columns = 0
    figures = [(word, _holding(columns, word)) for line in body for word in line.figures]
    named = {place for line in header for word in line.words for place in _covered(columns, word)}
    for place in {place for _, place in figures}:
        own = [word for word, at in figures if at == place]
        if len(own) < _MIN_ROWS or place not in named:
            continue
        for edges in ([word.x1 for word in own], [word.x0 for word in own], [(word.x0 + word.x1) / 2 for word in own]):
            middle = median(edges)
            if sum(abs(edge - middle) <= _AGREE for edge in edges) >= _MOST * len(edges):
                in_columns += len(own)
                break
    return in_columns >= max(_MIN_ROWS, _MOST * len(figures) / 2) and len(named) * 2 >= len(columns)


def _covered(columns: list[tuple[float, float]], word: Word) -> list[int]:
    return [index for index, (x0, x1) in enumerate(columns) if word.x0 < x1 and word.x1 > x0]


def _rows(lines: list[_TextLine], rulings: Sequence[Ruling], box: Box) -> list[list[_TextLine]]:
    """The lines of each row: by the rulings between them, where each row has its own; else by their distance."""
    width = box[2] - box[0]
    ruled = sorted(
        ruling.top
        for ruling in rulings
        if ruling.orientation == "h"
        and min(ruling.x1, box[2]) - max(ruling.x0, box[0]) > _MOST * width
        and lines[0].middle < ruling.top < lines[-1].middle
    )
    bands: list[list[_TextLine]] = []
    for line in lines:
        parted = bool(bands) and any(bands[-1][-1].middle < place < line.middle for place in ruled)
        if bands and not parted and ruled and sum(member.is_row for member in bands[-1]) + line.is_row <= 1:
            bands[-1].append(line)
        else:
            bands.append([line])
    rows = sum(line.is_row for line in lines)
    if len(ruled) + 1 >= _MOST * rows:
        return bands
    return _rows_by_distance(lines)


def _rows_by_distance(lines: list[_TextLine]) -> list[list[_TextLine]]:
    if len(lines) < 2:
        return [[line] for line in lines]
    usual = median(below.middle - line.middle for line, below in pairwise(lines))
    bands = [[lines[0]]]
    for line, below in pairwise(lines):
        close = below.middle - line.middle < _CLOSE * usual
        if close and sum(member.is_row for member in bands[-1]) + below.is_row <= 1:
            bands[-1].append(below)
        else:
            bands.append([below])
    return bands


def _built(
    page: Page, box: Box, columns: list[tuple[float, float]], header: list[_TextLine], bands: list[list[_TextLine]]
) -> Grid:
    xs = [box[0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), box[2]]
    levels = _header_levels(columns, header)
    rows: list[list[_TextLine]] = [*levels.lines, *bands]
    ys = _edges([(min(line.top for line in row), max(line.bottom for line in row)) for row in rows], box)
    cells: list[GridCell] = []
    for (row, column, row_span, column_span), words in levels.cells.items():
        cells.append(_cell(row, column, row_span, column_span, words, xs, ys))
    for number, band in enumerate(bands, start=len(levels.lines)):
        by_column: dict[int, list[Word]] = {}
        for line in band:
            for word in line.words:
                by_column.setdefault(_holding(columns, word), []).append(word)
        cells += [_cell(number, index, 1, 1, by_column.get(index, []), xs, ys) for index in range(len(columns))]
    return Grid(
        page.number, box, len(rows), len(columns), tuple(xs), tuple(cells), page.text_source, found_by="alignment"
    )


@dataclass(frozen=True)
class _Header:
    """Rows of header words, and what stands in each cell by row, column and spans."""

    lines: list[list[_TextLine]]
    cells: dict[tuple[int, int, int, int], list[Word]]


def _header_levels(columns: list[tuple[float, float]], header: list[_TextLine]) -> _Header:
    """One row for each line with words over several columns, and one for all other lines together."""
    groups: list[tuple[_TextLine, dict[tuple[int, int], Word]]] = []
    leaves: dict[int, list[Word]] = {}
    plain: list[_TextLine] = []
    for position, line in enumerate(header):
        below = {
            place
            for other in header[position + 1 :]
            if other.middle - line.middle >= _CLOSE * (header[-1].middle - line.middle)
            for word in other.words
            for place in _covered(columns, word)
        }  # a word halfway down stands beside, in a cell that runs over both rows
        foot = header[-1].middle
        has_tall = any(line.middle < other.middle < foot - (foot - line.middle) * (1 - _CLOSE) for other in header)
        spans = _spans(columns, _with_words(columns, header[position + 1 :]), line, below, has_tall=has_tall)
        over = {span: word for word, span in spans.items() if span[1] > span[0]}
        if over:
            groups.append((line, over))
        if not over or len(over) < len(line.words):
            plain.append(line)
        for word, (first, last) in spans.items():
            if first == last:
                leaves.setdefault(first, []).append(word)
    count = len(groups) + 1
    cells: dict[tuple[int, int, int, int], list[Word]] = {}
    depth = dict.fromkeys(range(len(columns)), 0)
    for level, (_, over) in enumerate(groups):
        for (first, last), word in over.items():
            cells[level, first, 1, last - first + 1] = [word]
            for place in range(first, last + 1):
                for above in range(depth[place], level):
                    cells[above, place, 1, 1] = []
                depth[place] = level + 1
    for place in range(len(columns)):
        cells[depth[place], place, count - depth[place], 1] = leaves.get(place, [])
    lowest = [line for line in header if line not in [group for group, _ in groups]] or [header[-1]]
    return _Header([*([line] for line, _ in groups), lowest], cells)


def _with_words(columns: list[tuple[float, float]], header: list[_TextLine]) -> list[tuple[float, float]]:
    """The columns with the words that stand over one of them only."""
    extents = list(columns)
    for line in header:
        for word in line.words:
            places = _covered(columns, word)
            if len(places) == 1:
                left, right = extents[places[0]]
                extents[places[0]] = (min(left, word.x0), max(right, word.x1))
    return extents


def _spans(
    columns: list[tuple[float, float]],
    extents: list[tuple[float, float]],
    line: _TextLine,
    below: set[int],
    *,
    has_tall: bool,
) -> dict[Word, tuple[int, int]]:  # fmt: skip
    """The columns that each word of a line stands over: a word over others stands over the middle of theirs.

    Where cells that run over both rows print their words halfway (`has_tall`), columns with words in the lowest line
    alone have others above them: those of the one word that there is.
    """
    own = {word: _covered(columns, word) or [_holding(columns, word)] for word in line.words}
    taken = {place for places in own.values() for place in places}
    spans: dict[Word, tuple[int, int]] = {}
    for word, places in own.items():
        first, last = min(places), max(places)
        if set(places) & below:
            free = below - taken
            firsts, lasts = _reach(first, -1, free), _reach(last, 1, free)
            middle = (word.x0 + word.x1) / 2
            if has_tall and len(own) == 1:
                firsts, lasts = firsts[-1:], lasts[-1:]
            first, last = min(
                ((left, right) for left in firsts for right in lasts),
                key=lambda span: (abs((extents[span[0]][0] + extents[span[1]][1]) / 2 - middle), span[1] - span[0]),
            )
            taken |= set(range(first, last + 1))
        spans[word] = (first, last)
    return spans


def _reach(place: int, step: int, free: set[int]) -> list[int]:
    reach = [place]
    while reach[-1] + step in free:
        reach.append(reach[-1] + step)
    return reach


def _cell(
    row: int, column: int, row_span: int, column_span: int, words: list[Word], xs: list[float], ys: list[float]
) -> GridCell:
    chars: list[Char] = [char for word in words for char in word.chars]
    box = (xs[column], ys[row], xs[column + column_span], ys[row + row_span])
    return GridCell(row, column, row_span, column_span, box, tuple(chars))


def _edges(extents: list[tuple[float, float]], box: Box) -> list[float]:
    return [box[1], *((above[1] + below[0]) / 2 for above, below in pairwise(extents)), box[3]]
