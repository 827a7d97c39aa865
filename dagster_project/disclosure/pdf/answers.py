"""What pdfium says of many objects of a page, as arrays with a row for each: NaN where it says nothing.

pdfium answers one object at a time, into memory that is named to it. Here that memory is a table, the next row for each
object, so that the interpreter does nothing between two answers.

Belongs here: questions that are asked of many objects at once. Does not belong here: those that are asked of one
(`objects`), and what follows from the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.disclosure.pdf import calls

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def bounds_of(items: Sequence[int]) -> Floats:
    """Left, bottom, right and top of each object, in the space that it is drawn in."""
    table = np.empty((len(items), 4), dtype=np.float32)
    return _asked(table, calls.object_bounds, items, *_fields_of(table))


def matrices_of(items: Sequence[int]) -> Floats:
    """From the space of each object to the one that it is drawn in."""
    table = np.empty((len(items), 6), dtype=np.float32)
    return _asked(table, calls.object_matrix, items, _rows_of(table))


def fills_of(items: Sequence[int]) -> Floats:
    """Red, green, blue and opacity, of 255 each, that each object is filled with. Of a pattern nothing is said."""
    table = np.empty((len(items), 4), dtype=np.uint32)
    return _asked(table, calls.fill_colour, items, *_fields_of(table))


def modes_of(paths: Sequence[int]) -> Floats:
    """How each path is filled (0: not at all), and whether it is stroked."""
    table = np.empty((len(paths), 2), dtype=np.int32)
    return _asked(table, calls.draw_mode, paths, *_fields_of(table))


def points_of(segments: Sequence[int]) -> Floats:
    """Where each segment of a path ends."""
    table = np.empty((len(segments), 2), dtype=np.float32)
    return _asked(table, calls.segment_point, segments, *_fields_of(table))


def loose_boxes_of(textpage: int, count: int) -> Floats:
    """Left, top, right and bottom of each character of a text page: as high as its font, as wide as it moves on."""
    table = np.empty((count, 4), dtype=np.float32)
    return _asked(table, calls.loose_box, repeat(textpage, count), range(count), _rows_of(table))


def segments_of(paths: Sequence[int]) -> tuple[list[int], NDArray[np.int64]]:
    """The segments of all paths, one path after the other, and how many each has."""
    counts = list(map(calls.count_segments, paths))
    owners, numbers = map(repeat, paths, counts), map(range, counts)
    segments = map(calls.get_segment, chain.from_iterable(owners), chain.from_iterable(numbers))
    return list(segments), np.array(counts, dtype=np.int64)


def _asked(table: NDArray[Any], ask: Callable[..., int], *arguments: Iterable[int]) -> Floats:
    is_given = np.fromiter(map(ask, *arguments), dtype=bool, count=len(table))
    found = table.astype(np.float64)
    found[~is_given] = np.nan
    return found


def _rows_of(table: NDArray[Any], field: int = 0) -> range:
    """The addresses of one field in each row of a table."""
    start, step = table.ctypes.data + field * table.itemsize, table.shape[1] * table.itemsize
    return range(start, start + step * len(table), step)


def _fields_of(table: NDArray[Any]) -> list[range]:
    """The addresses of each field in each row of a table."""
    return [_rows_of(table, field) for field in range(table.shape[1])]
