"""The straight strokes of the paths of a page, as rulings.

Belongs here: paths that are drawn in one space, all at once. Does not belong here: which objects a page has
(`drawing`), and what rulings enclose (`disclosure.rulings`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from dagster_project.disclosure.pages import Ruling
from dagster_project.disclosure.pdf import answers, calls
from dagster_project.disclosure.pdf.answers import Floats, Mask
from dagster_project.disclosure.pdf.space import IDENTITY, Matrix, apply_all, multiply_all

_HAIRLINE = 2.0  # points; a filled box as thin as that is a line
_STRAIGHT = 1.0  # points that a ruling may lean
_WHITE = 0xFF

_Numbers = NDArray[np.int64]

_make = partial(tuple.__new__, Ruling)  # Ruling._make without its count: there are hundreds on a page


def rulings_of(paths: Sequence[int], frame: Matrix) -> list[Ruling]:
    """The straight strokes of paths, and the edges of the areas that they fill."""
    begins, ends, owners = _straight_segments(paths, frame)
    (x0, x1), (top, bottom) = (
        (np.minimum(begins[:, axis], ends[:, axis]), np.maximum(begins[:, axis], ends[:, axis])) for axis in (0, 1)
    )
    width, height = x1 - x0, bottom - top
    is_across, is_down = (height <= _STRAIGHT) & (width > _STRAIGHT), (width <= _STRAIGHT) & (height > _STRAIGHT)
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    x0, x1 = np.where(is_down, x, x0), np.where(is_down, x, x1)
    top, bottom = np.where(is_down, top, y), np.where(is_down, bottom, y)
    straight = np.flatnonzero(is_across | is_down)
    sides = np.column_stack((x0, top, x1, bottom))[straight]
    is_faint, is_ground = _areas(paths, sides, owners[straight])
    orientations = np.where(is_across[straight], "h", "v").tolist()
    return list(map(_make, zip(orientations, *sides.T.tolist(), is_faint.tolist(), is_ground.tolist(), strict=True)))


def ruling_between(first: tuple[float, float], second: tuple[float, float]) -> Iterator[Ruling]:
    """The ruling from one point to another, none where the stroke leans."""
    (ax, ay), (bx, by) = first, second
    x0, x1 = (ax, bx) if ax <= bx else (bx, ax)
    top, bottom = (ay, by) if ay <= by else (by, ay)
    if bottom - top <= _STRAIGHT < x1 - x0:
        middle = (top + bottom) / 2
        yield Ruling("h", x0, middle, x1, middle)
    elif x1 - x0 <= _STRAIGHT < bottom - top:
        middle = (x0 + x1) / 2
        yield Ruling("v", middle, top, middle, bottom)


def _straight_segments(paths: Sequence[int], frame: Matrix) -> tuple[Floats, Floats, _Numbers]:
    """Where the segments of paths that are no curves begin and end on the page as it is shown, and whose they are:
    positions in `paths`. A segment that closes its path is followed by the one back to where the path started."""
    segments, counts = answers.segments_of(paths)
    places = answers.points_of(segments)
    owners = np.repeat(np.arange(len(paths)), counts)
    points = _shown(paths, frame, places, owners)
    kinds = np.fromiter(map(calls.segment_type, segments), dtype=np.int64, count=len(segments))
    closes = np.fromiter(map(calls.segment_closes, segments), dtype=bool, count=len(segments))

    numbers = np.arange(len(segments))
    firsts = np.repeat(np.cumsum(counts) - counts, counts)
    starts = np.maximum.accumulate(np.where(kinds == pdfium_c.FPDF_SEGMENT_MOVETO, numbers, -1))
    closes &= starts >= firsts
    before = np.roll(np.where(closes, starts, numbers), 1)
    is_line = (kinds == pdfium_c.FPDF_SEGMENT_LINETO) & (numbers > firsts)

    drawn = np.column_stack((is_line, closes)).ravel()
    begins, ends = np.column_stack((before, numbers)).ravel(), np.column_stack((numbers, starts)).ravel()
    return points[begins[drawn]], points[ends[drawn]], np.repeat(owners, 2)[drawn]


def _shown(paths: Sequence[int], frame: Matrix, places: Floats, owners: _Numbers) -> Floats:
    """The places of segments on the page as it is shown."""
    matrices = answers.matrices_of(paths)
    has_none = np.isnan(matrices[:, 0]) | (matrices == IDENTITY).all(axis=1)
    frames = multiply_all(matrices, frame)
    frames[has_none] = frame
    return np.column_stack(apply_all(frames[owners].T, places[:, 0], places[:, 1]))


def _areas(paths: Sequence[int], sides: Floats, owners: _Numbers) -> tuple[Mask, Mask]:
    """Which rulings are the edge of a white area, and which that of another one.

    A white hairline is a border that the layout draws in white, and what stands along a line, as a thin box does, is
    the edge of no area.
    """
    is_white, is_coloured = np.zeros(len(paths), dtype=bool), np.zeros(len(paths), dtype=bool)
    drawn = np.unique(owners)
    modes = answers.modes_of([paths[owner] for owner in drawn.tolist()])
    is_filled, is_area = modes[:, 0] > 0, modes[:, 1] == 0
    areas = drawn[is_area]
    is_white[areas] = _are_white([paths[area] for area in areas.tolist()])
    is_wide, is_high = np.zeros(len(paths), dtype=bool), np.zeros(len(paths), dtype=bool)
    is_wide[owners[sides[:, 2] - sides[:, 0] > _HAIRLINE]] = True
    is_high[owners[sides[:, 3] - sides[:, 1] > _HAIRLINE]] = True
    is_coloured[drawn[is_filled & is_area]] = True
    is_coloured &= is_wide & is_high & ~is_white
    return is_white[owners], is_coloured[owners]


def _are_white(paths: Sequence[int]) -> Mask:
    """Which paths fill a white area that is no hairline."""
    is_white: Mask = (answers.fills_of(paths)[:, :3] == _WHITE).all(axis=1)
    bounds = answers.bounds_of([path for path, white in zip(paths, is_white.tolist(), strict=True) if white])
    is_white[is_white] = (bounds[:, 2:] - bounds[:, :2]).min(axis=1) > _HAIRLINE
    return is_white
