"""The claims of one section while it is read: what was said before, and of what.

Belongs here: looking back. Does not belong here: how a paragraph gives claims (`sentences`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.cells import FilingContext
from dagster_project.disclosure.narrative.claims import Claim
from dagster_project.disclosure.narrative.sections import Section
from dagster_project.disclosure.narrative.subjects import Subject, subject_of

# A full stop before the end of a bracket ends nothing.
SENTENCE = re.compile(r"(?:[^。！？]|[。！？](?=\)))+[。！？]?")
TOPIC_OF_PAST = "history_amount"


class SectionClaims:
    """The claims of one section while it is read, in their order."""

    def __init__(self, section: Section, context: FilingContext, earlier: Sequence[Claim] = ()) -> None:
        self.section = section
        self._earlier = earlier  # claims of the sections before
        self.fiscal_year = context.fiscal_year
        self._phase = context.phase
        self.claims: list[Claim] = []
        self.paragraphs = 0
        self.head: Claim | None = None  # the last amount that is part of nothing

    def is_other_phase(self, lead: str) -> bool:
        """In final accounts a budget is printed beside what was spent; it is no figure of these accounts."""
        return self._phase == "final_accounts" and bool(vocabulary.narrative().other_phase.search(lead))

    @property
    def counts_only(self) -> bool:
        """Money is explained in explanations; other sections say how many units and people there are."""
        return self.section.kind != "explanation"

    def latest(self, subject: Subject, kinds: tuple[str, ...] = ("amount",)) -> Claim | None:
        """The latest claim about the same thing."""
        for claim in reversed(self.claims):
            if claim.kind in kinds and claim.subject.topic is not None and claim.subject.is_like(subject):
                return claim
        return None

    def latest_of_topic(self, topic: str | None, *, anywhere: bool = False) -> Claim | None:
        """The latest amount of a topic in this section; `anywhere`: else in the sections before it."""
        if topic is None:
            return None
        claims = [*self._earlier, *self.claims] if anywhere else self.claims
        return next((c for c in reversed(claims) if c.kind == "amount" and c.subject.topic == topic), None)

    def whole_named(self, folded: str) -> Claim | None:
        """财政拨款支出主要内容如下： names the whole; else it is the last amount that is part of nothing."""
        last_sentence = SENTENCE.findall(folded)[-1]
        subject = subject_of(last_sentence, self.section.topic)
        named = self.latest_of_topic(subject.topic) if subject else None
        if named is not None or self.head is None:
            return named
        beside = [c for c in self.claims if c.kind == "amount" and c.whole is None and c.subject.topic != TOPIC_OF_PAST]
        return self.head if sum(c.position[0] == self.head.position[0] for c in beside) == 1 else None
