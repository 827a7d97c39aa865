"""Claims while they are read, and the records that they become.

Belongs here: the shape of a claim and its key. Does not belong here: how sentences give claims (`sentences`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dagster_project.disclosure import keys, vocabulary
from dagster_project.disclosure.narrative.sections import Section
from dagster_project.disclosure.narrative.subjects import Subject, context_of
from dagster_project.disclosure.pages import Box
from dagster_project.disclosure.records import NarrativeClaimRecord

WITH_BALANCE = "with_balance"  # context of a total of expenditure and year-end balance
_SECTIONS_OF_A_KIND = ("basic", "project")  # of expenditure
_KINDS = ("basic", "basic_personnel", "basic_public", "project")


@dataclass(eq=False)
class Claim:
    """One claim. `about` is the claim of the amount that a change or share is about; `whole` of what it is a part."""

    section: Section
    kind: str
    subject: Subject
    sentence: str
    page_no: int
    box: Box
    raw_text: str
    position: tuple[int, int]  # paragraph of the section, and place in its folded text
    names: tuple[str, ...] = ()  # the subject's path as printed
    project_name: str | None = None
    about: Claim | None = None
    whole: Claim | None = None
    amount: Decimal | None = None
    change: Decimal | None = None
    unit: str | None = None
    decimals: int | None = None
    direction: str | None = None
    change_percent: Decimal | None = None
    share_percent: Decimal | None = None
    percent_decimals: int | None = None
    value: Decimal | None = None
    value_unit: str | None = None
    amount_year: int | None = None
    base_year: int | None = None
    base_kind: str | None = None
    as_of: date | None = None
    reason: str | None = None

    def claim_id(self, document_id: str) -> str:
        return keys.digest("claim", document_id, self.page_no, *(round(edge) for edge in self.box), self.raw_text)

    def _context(self) -> str | None:
        """What the figure speaks of: the fund that its words or its wholes name, else what the section explains."""
        claim: Claim | None = self.about or self
        topic = self.subject.topic
        while claim is not None:
            if claim.subject.topic == topic and claim.subject.context:
                # The table of basic expenditure is about the general public budget already.
                is_of_basic = (self.section.topic, claim.subject.context) == ("basic", "general_public")
                return self.section.topic if is_of_basic else claim.subject.context
            claim = claim.whole
            named = context_of(topic, whole=claim.subject.topic) if claim is not None else None
            if named:
                return named
        return self._above() or self.section.topic

    def _above(self) -> str | None:
        """（一）基本支出 below 三、支出预算 is that of all funds; the title of a part says nothing."""
        parent = self.section.parent
        if parent is None or parent.level == 1 or parent.topic not in ("total", "expenditure"):
            return None
        is_kind = self.section.topic in _SECTIONS_OF_A_KIND and self.subject.topic in _KINDS
        return parent.topic if is_kind and context_of(self.subject.topic, self.section.heading) is None else None

    def record(self, document_id: str, part_no: int, claim_no: int) -> NarrativeClaimRecord:
        cell = vocabulary.narrative().cell(self.subject.topic, self._context()) if not self.subject.limited else None
        measure = cell.measure if cell else None
        whole, amount = self.whole, self.amount
        if self.kind == "share" and whole is not None and whole.subject.context == WITH_BALANCE:
            whole, amount = None, None  # 占本年支出: the year's expenditure without the balance, which the text has not
        if measure == "fund":
            measure = self.subject.fund_source
        return NarrativeClaimRecord(
            claim_id=self.claim_id(document_id), document_id=document_id, part_no=part_no,
            section_id=self.section.section_id, claim_no=claim_no, page_no=self.page_no,
            x0=self.box[0], top=self.box[1], x1=self.box[2], bottom=self.box[3], sentence=self.sentence,
            claim_kind=self.kind, topic=self.subject.topic, section_topic=self.section.topic,
            amount_claim_id=self.about.claim_id(document_id) if self.about else None,
            whole_claim_id=whole.claim_id(document_id) if whole else None,
            subject_ref="/".join(self.names) or None, subject_code=self.subject.code,
            project_name_printed=self.project_name, table_kind=cell.table_kind if cell else None, measure=measure,
            side=self.subject.side or (cell.side if cell else None), fund_source=self.subject.fund_source,
            amount=amount, change=self.change, unit_declared=self.unit, decimals=self.decimals,
            direction=self.direction, change_percent=self.change_percent, share_percent=self.share_percent,
            percent_decimals=self.percent_decimals, value=self.value, value_unit=self.value_unit,
            amount_year=self.amount_year, base_year=self.base_year, base_kind=self.base_kind, as_of=self.as_of,
            reason_text=self.reason,
        )  # fmt: skip
