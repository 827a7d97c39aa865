"""How the lines and grounds of a table are drawn: stroked, dotted, doubled, as thin boxes, in white on colour, not at
all.

Belongs here: lines and grounds. Does not belong here: text, and where cells stand (`printer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.disclosure.drawn import Sheet
from tests.layouts.layout import Layout

_DOT = 1.5  # points of a dotted line and between its dots
_GAP = 0.6  # points from each side of a cell to the line that is drawn for it
_HAIR = 0.5  # points: the width of a line that is drawn as a box
_GROUND = 0.9
_HEAD_GROUND = 0.75


@dataclass(frozen=True)
class Pen:
    """Draws on one sheet as the layout does."""

    layout: Layout
    sheet: Sheet

    def head_cell(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.layout.rules in ("all", "header", "paired"):
            self._box(x0, y0, x1, y1)
        elif self.layout.rules == "zebra":
            self.sheet.box(x0, y0, x1, y1, grey=_HEAD_GROUND)

    def cell(self, x0: float, y0: float, x1: float, y1: float, *, row: int) -> None:
        if self.layout.rules in ("all", "paired"):
            self._box(x0, y0, x1, y1)
        elif self.layout.rules == "zebra" and row % 2:
            self.sheet.box(x0, y0, x1, y1, grey=_GROUND)

    def around(self, xs: Sequence[float], ys: Sequence[float], below_head: float) -> None:
        """What is drawn once for a whole grid whose rows begin and end at ys."""
        rules = self.layout.rules
        if rules == "horizontal":
            for y in (ys[0], below_head, ys[-1]):
                self._line(xs[0], y, xs[-1], y)
        elif rules in ("frame", "header"):
            for y in ys:
                self._line(xs[0], y, xs[-1], y)
            for x in (xs[0], xs[-1]):
                self._line(x, ys[0], x, ys[-1])

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.layout.stroke == "white":
            self.sheet.box(x0, y0, x1, y1, grey=_GROUND)
        if self.layout.stroke == "gapped":
            x0, y0, x1, y1 = x0 + _GAP, y0 + _GAP, x1 - _GAP, y1 - _GAP
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self._line(*side)

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        sheet, stroke = self.sheet, self.layout.stroke
        is_flat = y0 == y1
        if stroke == "filled":
            sheet.box(x0, y0, max(x1, x0 + _HAIR), max(y1, y0 + _HAIR), grey=0)
        elif stroke == "dotted":
            for place in range(int(((x1 - x0) if is_flat else (y1 - y0)) / (2 * _DOT)) + 1):
                at = 2 * _DOT * place
                if is_flat:
                    sheet.line(x0 + at, y0, min(x0 + at + _DOT, x1), y0)
                else:
                    sheet.line(x0, y0 + at, x0, min(y0 + at + _DOT, y1))
        elif stroke == "double":
            for shift in (-0.75, 0.75):
                right, down = (0.0, shift) if is_flat else (shift, 0.0)
                sheet.line(x0 + right, y0 + down, x1 + right, y1 + down)
        elif stroke == "white":
            sheet.marks.append("q 1 G")
            sheet.line(x0, y0, x1, y1)
            sheet.marks.append("Q")
        else:
            sheet.line(x0, y0, x1, y1)
