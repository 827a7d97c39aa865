"""Reads the paragraphs of one section in their order, and keeps the lists that go on over paragraphs.

Belongs here: which amount's parts the paragraphs below 其中： are. Does not belong here: sentences (`sentences`).
"""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.disclosure.cells import FilingContext
from dagster_project.disclosure.narrative.claims import Claim
from dagster_project.disclosure.narrative.outline import outline_level
from dagster_project.disclosure.narrative.paragraphs import Paragraph
from dagster_project.disclosure.narrative.section_claims import SectionClaims
from dagster_project.disclosure.narrative.sections import Section
from dagster_project.disclosure.narrative.sentences import ParagraphReader


class SectionReader(SectionClaims):
    """Reads the paragraphs of one section."""

    def __init__(self, section: Section, context: FilingContext, earlier: Sequence[Claim] = ()) -> None:
        super().__init__(section, context, earlier)
        self._lists: list[tuple[int, Claim]] = []  # level of the paragraph that opened a list, and whose parts it has
        self._list_goes_on = False

    def read(self, paragraph: Paragraph) -> None:
        folded = paragraph.folded
        level = outline_level(folded)
        self.paragraphs += 1
        if level is not None:
            while self._lists and self._lists[-1][0] >= level:
                self._lists.pop()
        elif not self._list_goes_on:
            self._lists.clear()
        reader = ParagraphReader(self, paragraph, self._lists[-1][1] if self._lists else None)
        reader.read()
        self._list_goes_on = folded.endswith(("：", "；"))
        if folded.endswith("："):
            whole = reader.last_in_last_sentence or self.whole_named(folded)
            if whole is not None:
                self._lists.append((level or 0, whole))
