"""A picture of a page: set upright, its straight lines found as rulings and taken out, its ink.

Belongs here: pixels. Does not belong here: text, points of a page. Lengths are in pixels of 200 dpi.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]  # grey, row by row
Mask = npt.NDArray[np.bool_]
Frame = tuple[int, int, int, int]  # x0, top, x1, bottom, the end not included

_MOST_SKEW = 3.0  # degrees
_RUN = 40  # an unbroken dark run as long as that is no stroke of a character of usual size
_GAP = 25  # between two pieces of one line
_THICKEST = 12  # of a line; what is thicker is shading
_TOUCH = 8  # between a line and the one that it ends at
_ALONE = 200  # a line that meets no other is a line only from this length on
_TABLE = (200, 60)  # width and height of the lines of the smallest table: those of a character in a title are smaller
_CONTRAST = 18  # by how much ink is darker than the paper around it
_NEIGHBOURHOOD = 41


@dataclass(frozen=True, slots=True)
class Stroke:
    """One straight line of a picture."""

    is_horizontal: bool
    frame: Frame

    @property
    def middle(self) -> float:
        x0, top, x1, bottom = self.frame
        return (top + bottom) / 2 if self.is_horizontal else (x0 + x1) / 2


def skew(picture: Picture) -> float:
    """By how many degrees the picture is turned: where the rows of pixels differ most, lines lie level."""
    scale = 800 / max(picture.shape)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = (255 - small).astype(np.float32)

    def evenness(angle: float) -> float:
        return float(np.var(_turned(dark, angle, 0).sum(axis=1)))

    coarse = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.01, 0.25), key=evenness)
    fine = max(np.arange(coarse - 0.25, coarse + 0.26, 0.05), key=evenness)
    return round(float(fine), 2)


def _turned(picture: npt.NDArray[np.generic], angle: float, paper: int) -> npt.NDArray[np.generic]:
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned: npt.NDArray[np.generic] = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
    )
    return turned


def upright(picture: Picture) -> Picture:
    """The picture with its lines level: turned about its middle."""
    angle = skew(picture)
    return picture if abs(angle) < 0.05 else _turned(picture, angle, 255).astype(np.uint8)


def ink_of(picture: Picture) -> Mask:
    """Where something is printed: darker than the paper around it, so that grey paper and shading are none."""
    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    local = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _NEIGHBOURHOOD, _CONTRAST
    )
    return np.asarray(local > 0)


def strokes_of(ink: Mask) -> list[Stroke]:
    """The lines of tables, and long lines that stand alone; the strokes of large characters are neither."""
    level = _long_runs(ink, is_horizontal=True)
    upright_ = _long_runs(ink, is_horizontal=False)
    return _drawn_together(level + upright_)


def _runs(ink: Mask, *, is_horizontal: bool) -> npt.NDArray[np.uint8]:
    """The dark runs of one direction that are too long for characters."""

    def along(length: int, across: int = 1) -> npt.NDArray[np.uint8]:
        size = (length, across) if is_horizontal else (across, length)
        return np.asarray(cv2.getStructuringElement(cv2.MORPH_RECT, size), dtype=np.uint8)

    # A line that leans by a pixel every now and then is thickened across, so that its steps are one run.
    thick = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, along(1, 3))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, along(_RUN))
    return np.asarray(cv2.morphologyEx(runs, cv2.MORPH_CLOSE, along(_GAP, 3)), dtype=np.uint8)


def _long_runs(ink: Mask, *, is_horizontal: bool) -> list[Stroke]:
    runs = _runs(ink, is_horizontal=is_horizontal)
    count, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    strokes = []
    for x, y, width, height, area in stats[1:count].tolist():
        length, reach = (width, height) if is_horizontal else (height, width)
        if length >= _RUN and area / length <= _THICKEST and reach <= max(_THICKEST, length * 0.03):
            strokes.append(Stroke(is_horizontal, (x, y, x + width, y + height)))
    return strokes


def _drawn_together(strokes: list[Stroke]) -> list[Stroke]:
    """Strokes that meet others in a figure as large as a table, and long level ones."""
    parent = list(range(len(strokes)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, first in enumerate(strokes):
        for j in range(i):
            if first.is_horizontal != strokes[j].is_horizontal and _meet(first.frame, strokes[j].frame):
                parent[root(i)] = root(j)
    groups: dict[int, list[Stroke]] = {}
    for index, stroke in enumerate(strokes):
        groups.setdefault(root(index), []).append(stroke)
    kept: list[Stroke] = []
    for group in groups.values():
        x0, top, x1, bottom = around([stroke.frame for stroke in group])
        is_table = len(group) > 1 and x1 - x0 >= _TABLE[0] and bottom - top >= _TABLE[1]
        is_line = len(group) == 1 and group[0].is_horizontal and x1 - x0 >= _ALONE
        if is_table or is_line:
            kept += group
    return sorted(kept, key=lambda stroke: (stroke.frame[1], stroke.frame[0], stroke.is_horizontal))


def _meet(first: Frame, second: Frame) -> bool:
    return (
        first[0] - _TOUCH <= second[2] and second[0] - _TOUCH <= first[2]
        and first[1] - _TOUCH <= second[3] and second[1] - _TOUCH <= first[3]
    )  # fmt: skip


def around(frames: list[Frame]) -> Frame:
    return (
        min(frame[0] for frame in frames), min(frame[1] for frame in frames),
        max(frame[2] for frame in frames), max(frame[3] for frame in frames),
    )  # fmt: skip


def without_strokes(picture: Picture, ink: Mask, strokes: list[Stroke]) -> tuple[Picture, Mask]:
    """The picture and its ink with the lines painted over with paper, so that none is read as a character."""
    lines = np.zeros(picture.shape, dtype=np.uint8)
    runs = {True: _runs(ink, is_horizontal=True), False: _runs(ink, is_horizontal=False)}
    for stroke in strokes:
        x0, top, x1, bottom = stroke.frame
        lines[top:bottom, x0:x1] |= runs[stroke.is_horizontal][top:bottom, x0:x1]
    drawn = cv2.dilate(lines, np.ones((5, 5), np.uint8)) > 0  # with the grey rim of a line
    clean = picture.copy()
    clean[drawn] = int(np.percentile(picture, 90))
    return clean, ink & ~drawn


def without_specks(ink: Mask, smallest: int) -> Mask:
    """The ink without what is smaller than a stroke of a character: the grain of a poor scan."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    large = np.flatnonzero(stats[:count, cv2.CC_STAT_AREA] >= smallest)
    return np.asarray(np.isin(labels, large[large > 0]))


def pieces_of_ink(ink: Mask, smallest: int) -> list[Frame]:
    """What is printed, in pieces as far apart as words are; specks are none."""
    near = cv2.dilate(ink.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_RECT, (19, 5)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    pieces = []
    for index, (x, y, width, height, _area) in enumerate(stats[:count].tolist()):
        if index == 0:
            continue
        own = ink[y : y + height, x : x + width] & (labels[y : y + height, x : x + width] == index)
        if own.sum() < smallest:
            continue
        rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
        pieces.append((x + int(columns[0]), y + int(rows[0]), x + int(columns[-1]) + 1, y + int(rows[-1]) + 1))
    return pieces
