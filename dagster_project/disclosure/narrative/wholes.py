"""Amounts whose parts are being listed: 其中, 包括, and what stands in brackets after an amount.

Belongs here: which whole is open at a place of a paragraph. Does not belong here: which amount is a part (`sentences`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.disclosure.narrative.claims import Claim


@dataclass
class Whole:
    """An amount whose parts are being listed."""

    claim: Claim
    bracket: bool = False
    parts: int = 0
    parts_in_segment: int = 0


@dataclass
class OpenWholes:
    """The wholes that are open, the innermost last."""

    wholes: list[Whole] = field(default_factory=list)
    _brackets: list[tuple[Claim | None, int]] = field(default_factory=list)

    def innermost(self) -> Claim | None:
        return self.wholes[-1].claim if self.wholes else None

    def begin(self, claim: Claim) -> None:
        self.wholes.append(Whole(claim))

    def close_innermost(self) -> None:
        self.wholes.pop()

    def count_part(self) -> None:
        if self.wholes:
            self.wholes[-1].parts += 1
            self.wholes[-1].parts_in_segment += 1

    def end_segment(self) -> None:
        """A list whose parts stand between commas ends at ；; a list whose parts are divided by ； goes on."""
        if self.wholes and not self.wholes[-1].bracket and self.wholes[-1].parts_in_segment >= 2:
            self.wholes.pop()
        for whole in self.wholes:
            whole.parts_in_segment = 0

    def end_sentence(self) -> None:
        """A list ends with its sentence; one that has no part yet goes on."""
        self.wholes = [whole for whole in self.wholes if whole.bracket or not whole.parts]
        for whole in self.wholes:
            whole.parts_in_segment = 0

    def open_bracket(self, last: Claim | None, *, follows_figure: bool) -> None:
        """What stands in a bracket right after an amount are its parts."""
        self._brackets.append((last, len(self.wholes)))
        if follows_figure and last is not None:
            self.wholes.append(Whole(last, bracket=True))

    def close_bracket(self, last: Claim | None) -> Claim | None:
        """What is spoken of after the bracket."""
        if not self._brackets:
            return last
        before, depth = self._brackets.pop()
        if len(self.wholes) <= depth:
            return last
        del self.wholes[depth:]
        return before
