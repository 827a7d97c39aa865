"""What of a piece of text its clip leaves to be seen: a cell cut by a page break may draw all its text on both pages.

Belongs here: the clips of one piece of text, as a box. Does not belong here: colour and mode (`visible`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import sub

import numpy as np

from dagster_project.disclosure.pdf import answers, calls
from dagster_project.disclosure.pdf.answers import Mask
from dagster_project.disclosure.pdf.objects import Side, point_of, side_of

_TOLERANCE = 0.5  # points


@dataclass(frozen=True, slots=True)
class Clip:
    """The box that a piece of text is seen in, and the box that it takes; both in the space that it is drawn in."""

    box: Side
    bounds: Side

    @property
    def hides_all(self) -> bool:
        return (
            self.bounds[2] <= self.box[0]
            or self.bounds[0] >= self.box[2]
            or self.bounds[3] <= self.box[1]
            or self.bounds[1] >= self.box[3]
        )

    def hides(self, x: float, y: float) -> bool:
        """Whether the line of a character, given by its middle in page space, is clipped away.

        A label that is too long for its cell is cut at the side, and what is said there is said all the same; so only
        lines are hidden, not the ends of lines. Text of a form object is drawn in a space of its own: a place that the
        piece does not reach says nothing there.
        """
        in_line = self.box[1] - _TOLERANCE <= y <= self.box[3] + _TOLERANCE
        return self.hides_all or (_within(x, y, self.bounds) and not in_line)


class Clips:
    """The clips of pieces of text of one page. Pieces that are clipped alike share one outline in pdfium, and it is
    measured once. `extent` is the box around all characters of the page, where the pieces are drawn in the same space:
    a clip around it hides nothing."""

    def __init__(self, extent: Side | None = None) -> None:
        self._extent = extent
        self._boxes: dict[int, Side | None] = {0: None}  # what each clip leaves to be seen; None: all of it

    def of(self, piece: int) -> Clip | None:
        """The clip of a piece of text; None where it hides nothing of it that the page shows."""
        (clip,) = self._clips_of([piece])
        box = self._boxes[clip]
        bounds = side_of(piece) if box is not None else None
        return None if box is None or bounds is None or _encloses(box, bounds) else Clip(box, bounds)

    def hide(self, pieces: Sequence[int]) -> Mask:
        """Which of the pieces of text are seen in part only."""
        hidden = np.zeros(len(pieces), dtype=bool)
        clips = self._clips_of(pieces)
        boxes = {clip: box for clip in dict.fromkeys(clips) if (box := self._boxes[clip]) is not None}
        if boxes:
            rows = {clip: row for row, clip in enumerate(boxes)}
            clipped = [index for index, clip in enumerate(clips) if clip in rows]
            inner = answers.bounds_of([pieces[index] for index in clipped])
            outer = np.array(list(boxes.values()))[[rows[clips[index]] for index in clipped]]
            # A piece without bounds (NaN) draws nothing, and is hidden by nothing.
            beyond = (outer[:, :2] > inner[:, :2] + _TOLERANCE) | (outer[:, 2:] < inner[:, 2:] - _TOLERANCE)
            hidden[clipped] = beyond.any(axis=1)
        return hidden

    def _clips_of(self, pieces: Sequence[int]) -> list[int]:
        """For each piece, which clip it has, as a number that is known to `_boxes`; 0 for none.

        A clip is a pile of outlines. The last one is laid on one pile only: where its first point is stored tells.
        """
        paths = list(map(calls.clip_path, pieces))
        counts = list(map(calls.count_clips, paths))
        clips = list(map(calls.clip_segment, paths, map(sub, counts, repeat(1)), repeat(0)))
        if None in clips:  # no outline, or an empty one, which tells nothing
            clips = [clip or (path if count > 0 else 0) for clip, path, count in zip(clips, paths, counts, strict=True)]
        for clip, path in dict(zip(clips, paths, strict=True)).items():
            if clip not in self._boxes:
                box = _box_of(path, calls.count_clips(path))
                self._boxes[clip] = None if self._extent is not None and _encloses(box, self._extent) else box
        return clips


def _box_of(path: int, count: int) -> Side:
    """The box that all outlines of a clip leave to be seen."""
    box = (float("-inf"), float("-inf"), float("inf"), float("inf"))
    for index in range(count):
        outline = _outline(path, index)
        if outline is not None:
            left, bottom, right, top = outline
            box = (max(box[0], left), max(box[1], bottom), min(box[2], right), min(box[3], top))
    return box


def _outline(path: int, index: int) -> Side | None:
    """The box around one path of a clip: never smaller than what it lets through."""
    xs: list[float] = []
    ys: list[float] = []
    for number in range(calls.count_clip_segments(path, index)):
        point = point_of(calls.clip_segment(path, index, number))
        if point is not None:
            xs.append(point[0])
            ys.append(point[1])
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def _encloses(outer: Side, inner: Side) -> bool:
    return (
        outer[0] <= inner[0] + _TOLERANCE
        and outer[1] <= inner[1] + _TOLERANCE
        and outer[2] >= inner[2] - _TOLERANCE
        and outer[3] >= inner[3] - _TOLERANCE
    )


def _within(x: float, y: float, box: Side) -> bool:
    return box[0] - _TOLERANCE <= x <= box[2] + _TOLERANCE and box[1] - _TOLERANCE <= y <= box[3] + _TOLERANCE
