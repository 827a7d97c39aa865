"""A second opinion of a ruled table: its figures by their alignment alone, against the cells that the rulings make.

    figure_over_ruling           a ruling runs through a figure: its parts stand in two cells
    figures_in_one_column        a cell of the column holds two figures side by side: a ruling is missing there
    figures_in_one_cell          the lines of a cell are a figure each, and none fills its width: a ruling is missing
    aligned_with_another_column  the figure ends (or stands) where those of another column do

Belongs here: reasons to doubt which cell a figure stands in. Does not belong here: mending; a doubt is a reason,
and the cell says what its rulings say. Doubts of OCR about characters are `ocr.doubt`'s.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from dagster_project.disclosure.grids import Grid, GridCell
from dagster_project.disclosure.pages import Char

OVER_RULING = "figure_over_ruling"
SHARED_COLUMN = "figures_in_one_column"
SHARED_CELL = "figures_in_one_cell"
OTHER_COLUMN = "aligned_with_another_column"

_FIGURE = re.compile(r"[-+−－(（]?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)[)）]?")
_IN_FIGURE = frozenset("0123456789.,")
_TOUCHING = 0.25  # of the height of a character
_AGREE = 1.5  # points by which the ends of aligned figures differ
_APART = 4.0  # points by which one that is not aligned with them differs
_MIN_COLUMN = 4  # figures that make an alignment
_NEARLY_ALL = 0.9  # of the figures that are aligned at one place stand in one column
_FULL = 0.7  # of a cell's width: a figure as wide was broken, and goes on in the next line


@dataclass(frozen=True)
class _Figure:
    cell: GridCell
    x0: float
    x1: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def with_doubts(grid: Grid) -> Grid:
    """The grid with a reason at each cell whose place the second opinion does not share."""
    doubts: dict[GridCell, str] = {}
    figures: list[_Figure] = []
    shared: set[int] = set()
    for cell in grid.cells:
        if not any(map(str.isdigit, cell.signs)):
            continue
        words = [line.text.split() for line in cell.lines]
        if any(len(line) > 1 and all(map(_FIGURE.fullmatch, line)) and _has_points(line) for line in words):
            shared |= set(range(cell.column, cell.column + cell.column_span))
        if len(words) > 1:
            if all(len(line) == 1 and _FIGURE.fullmatch(line[0]) for line in words) and not _is_broken(cell):
                doubts[cell] = SHARED_CELL
        elif len(words) == 1 and len(words[0]) == 1 and _FIGURE.fullmatch(words[0][0]) and _has_points(words[0]):
            shown = [char for char in cell.chars if not char.text.isspace()]
            figures.append(_Figure(cell, min(char.x0 for char in shown), max(char.x1 for char in shown)))
    for cell in _parted(grid):
        doubts[cell] = OVER_RULING
    for figure in figures:
        if figure.cell.column_span == 1 and figure.cell.column in shared:
            doubts.setdefault(figure.cell, SHARED_COLUMN)
    for figure in _elsewhere(figures):
        doubts.setdefault(figure.cell, OTHER_COLUMN)
    if not doubts:
        return grid
    cells = (replace(cell, doubt=doubts[cell]) if cell in doubts else cell for cell in grid.cells)
    return replace(grid, cells=tuple(cells))


def _has_points(words: list[str]) -> bool:
    """Whether words are amounts by their look; whole numbers without groups may be codes, years or counts."""
    return all("." in word or "," in word or "，" in word for word in words)


def _is_broken(cell: GridCell) -> bool:
    """Whether a figure was too wide for its cell and goes on in the next line."""
    width = cell.box[2] - cell.box[0]
    first = cell.lines[0].box
    return first[2] - first[0] > _FULL * width


def _parted(grid: Grid) -> list[GridCell]:
    """The cells that hold parts of a figure that a ruling runs through."""
    parted: list[GridCell] = []
    for row in grid.rows:
        for left, right in pairwise(row):
            if left.column + left.column_span != right.column:
                continue
            if _IN_FIGURE.isdisjoint(left.signs) or _IN_FIGURE.isdisjoint(right.signs):
                continue
            end, begin = _last(left), _first(right)
            if (
                end is not None
                and begin is not None
                and end.text in _IN_FIGURE
                and begin.text in _IN_FIGURE
                and begin.x0 - end.x1 < _TOUCHING * (end.bottom - end.top)
                and abs(begin.top - end.top) < _TOUCHING * (end.bottom - end.top)
            ):
                decimals = _decimals(left), _decimals(right)
                if decimals[0] is None or decimals[0] != decimals[1]:  # else each fills its cell
                    parted += [left, right]
    return parted


def _decimals(cell: GridCell) -> int | None:
    """Of a whole amount with a point; None for anything else."""
    text = cell.text.strip()
    return len(text) - text.index(".") if "." in text and _FIGURE.fullmatch(text) else None


def _last(cell: GridCell) -> Char | None:
    return max((char for char in cell.chars if not char.text.isspace()), key=lambda char: char.x1, default=None)


def _first(cell: GridCell) -> Char | None:
    return min((char for char in cell.chars if not char.text.isspace()), key=lambda char: char.x0, default=None)


def _elsewhere(figures: list[_Figure]) -> list[_Figure]:
    """Figures that end (or stand) where those of another column do, and not where those of their own do."""
    ends: Callable[[_Figure], float] = lambda figure: figure.x1  # noqa: E731
    middles: Callable[[_Figure], float] = lambda figure: figure.middle  # noqa: E731
    by_end, by_middle = _clusters(figures, ends), _clusters(figures, middles)
    in_clusters = [
        sum(len(cluster) for cluster in found if len(cluster) >= _MIN_COLUMN) for found in (by_end, by_middle)
    ]
    place, clusters = (ends, by_end) if in_clusters[0] >= in_clusters[1] else (middles, by_middle)
    own: dict[int, list[float]] = defaultdict(list)
    for figure in figures:
        if figure.cell.column_span == 1:
            own[figure.cell.column].append(place(figure))
    doubted = []
    for cluster in clusters:
        columns = Counter(figure.cell.column for figure in cluster if figure.cell.column_span == 1)
        column, count = max(columns.items(), key=lambda item: item[1], default=(0, 0))
        if count < _MIN_COLUMN or count < _NEARLY_ALL * (len(cluster) - 1):
            continue
        for figure in cluster:
            cell = figure.cell
            if cell.column <= column < cell.column + cell.column_span:
                continue
            beside = [other for other in own[cell.column] if abs(other - place(figure)) <= _APART]
            if len(beside) <= 1:  # itself
                doubted.append(figure)
    return doubted


def _clusters(figures: list[_Figure], place: Callable[[_Figure], float]) -> list[list[_Figure]]:
    clusters: list[list[_Figure]] = []
    for figure in sorted(figures, key=place):
        if clusters and place(figure) - place(clusters[-1][0]) <= _AGREE:
            clusters[-1].append(figure)
        else:
            clusters.append([figure])
    return clusters
