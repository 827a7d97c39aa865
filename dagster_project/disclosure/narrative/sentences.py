"""Sentences to claims: a walk along the figures, marks and words of each paragraph of a section.

Belongs here: which figure is an amount, a change, a share or a number of things, what belongs to what, and what is said
to be nil. Does not belong here: words (vocabulary/narrative.yaml), what a figure is about (`subjects`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.narrative.changes import Base, base_kind, base_of, direction_of, direction_words
from dagster_project.disclosure.narrative.claims import WITH_BALANCE, Claim
from dagster_project.disclosure.narrative.enumerations import listed
from dagster_project.disclosure.narrative.figures import Figure, find_figures
from dagster_project.disclosure.narrative.leads import BOUNDARIES, lead_of, rest_of
from dagster_project.disclosure.narrative.outline import outline_level
from dagster_project.disclosure.narrative.paragraphs import Paragraph
from dagster_project.disclosure.narrative.reasons import find_reasons
from dagster_project.disclosure.narrative.section_claims import SENTENCE, TOPIC_OF_PAST, SectionClaims
from dagster_project.disclosure.narrative.stated_days import names_day, stated_day
from dagster_project.disclosure.narrative.subjects import (
    Subject,
    bare,
    counted,
    is_generic,
    subject_of,
)
from dagster_project.disclosure.narrative.wholes import OpenWholes

_CLAUSE = re.compile(r"[^，；。：]+")
_ROWS = ("functional_item", "functional_class", "economic_item", "economic_class")


class ParagraphReader:
    """Reads one paragraph; what it finds is added to the claims of its section."""

    def __init__(self, section: SectionClaims, paragraph: Paragraph, whole: Claim | None) -> None:
        self._all = section
        self._topic = section.section.topic
        self._paragraph = paragraph
        self._folded = paragraph.folded
        self._figures = find_figures(paragraph.folded)
        self._outer_whole = whole
        self._wholes = OpenWholes()
        self._last: Claim | None = None  # amount or number of things
        self._last_change: Claim | None = None
        self._subject: Subject | None = None  # of the last amount
        self._sentence = (0, 0)
        self._stock_day: date | None = None
        self._reasons: list[tuple[int, int]] = []
        self.last_in_last_sentence: Claim | None = None

    def read(self) -> None:
        for match in SENTENCE.finditer(self._folded):
            self._sentence = match.span()
            self._last_change = None
            self.last_in_last_sentence = None
            self._reasons = find_reasons(self._folded, *self._sentence)
            before = len(self._all.claims)
            self._walk()
            if not self._all.counts_only:
                self._enumerations()
                self._nil()
                self._give_reasons(before)
            self._wholes.end_sentence()

    # -- the walk ---------------------------------------------------------------------------------------------------

    def _walk(self) -> None:
        start, end = self._sentence
        words = vocabulary.narrative()
        events: list[tuple[int, int, str, Figure | re.Match[str] | None]] = []
        own = [figure for figure in self._figures if start <= figure.start < end]
        taken = [(figure.start, figure.unit_end) for figure in own]
        events += [(figure.start, 2, "figure", figure) for figure in own]
        for match in words.parts.finditer(self._folded, start, end):
            events.append((match.start(), 0, "parts", match))
        for match in words.parts_of.finditer(self._folded, start, end):
            events.append((match.start(), 0, "parts_of", match))
        for match in words.unchanged.finditer(self._folded, start, end):
            events.append((match.start(), 1, "unchanged", match))
        for index in range(start, end):
            char = self._folded[index]
            if char in "；()" and not any(a <= index < b for a, b in taken):
                events.append((index, 1, char, None))
        for position, _, name, what in sorted(events, key=lambda event: event[:2]):
            if name == "figure" and isinstance(what, Figure):
                self._figure(what)
            elif name == "parts":
                self._begin_parts(self._last or self._all.head, position)
            elif name == "parts_of" and isinstance(what, re.Match):
                subject = subject_of(what["whole"], self._topic)
                self._begin_parts(self._all.latest_of_topic(subject.topic) if subject else None, position)
            elif name == "unchanged" and isinstance(what, re.Match):
                self._unchanged(what)
            elif name == "；":
                self._wholes.end_segment()
            elif name == "(":
                follows = any(figure.unit_end == position for figure in self._figures)
                self._wholes.open_bracket(self._last, follows_figure=follows)
            elif name == ")":
                self._last = self._wholes.close_bracket(self._last)

    def _begin_parts(self, claim: Claim | None, position: int) -> None:
        end = self._folded.find("；", position, self._sentence[1])
        end = self._sentence[1] if end < 0 else end
        if claim is not None and any(position < figure.start < end for figure in self._figures):
            self._wholes.begin(claim)

    # -- figures ----------------------------------------------------------------------------------------------------

    def _figure(self, figure: Figure) -> None:
        if figure.kind == "things":
            self._things(figure)
        elif self._all.counts_only:
            return
        elif figure.kind == "percent":
            self._percent(figure)
        else:
            self._money(figure)

    def _money(self, figure: Figure) -> None:
        lead = self._lead(figure)
        direction = direction_of(lead)
        if direction is None:
            self._amount(figure, lead)
            return
        claim = self._change(figure, lead, direction)
        claim.change, claim.unit, claim.decimals = figure.value, figure.unit, figure.decimals

    def _percent(self, figure: Figure) -> None:
        lead = self._lead(figure)
        direction = direction_of(lead)
        change = self._last_change
        if direction is None and not lead and self._follows_change(figure) and change is not None:
            change.change_percent, change.percent_decimals = figure.value, figure.decimals  # 减少1.49万元(18.63%)
            return
        if direction is not None:
            if change is None or change.change_percent is not None or self._subject_in(lead) is not None:
                change = self._change(figure, lead, direction)
            change.change_percent, change.percent_decimals = figure.value, figure.decimals
            return
        if vocabulary.narrative().share.search(lead):
            claim = self._claim("share", figure, self._last.subject if self._last else Subject(None))
            self._about(claim, self._last)
            self._share_of(claim, lead)
            claim.share_percent, claim.percent_decimals = figure.value, figure.decimals
            return
        claim = self._claim("quantity", figure, Subject(None, (bare(lead),)))
        claim.value, claim.value_unit, claim.percent_decimals = figure.value, "%", figure.decimals

    def _follows_change(self, figure: Figure) -> bool:
        """Whether a percentage stands in a bracket right after a change."""
        change = self._last_change
        if change is None or change.change_percent is not None or change.position[0] != self._all.paragraphs:
            return False
        between = self._folded[change.position[1] : figure.start]
        return between.endswith("(") and not set(between) & set(BOUNDARIES)

    def _share_of(self, share: Claim, lead: str) -> None:
        """占本年支出合计的: the whole by its name. Where the text has no amount for that name the share has no part."""
        match = vocabulary.narrative().share_of.search(lead)
        subject = subject_of(match["whole"], self._topic) if match else None
        if match is None or (subject is None and is_generic(match["whole"])):
            return
        whole = self._all.latest_of_topic(subject.topic, anywhere=True) if subject else None
        if whole is None or whole is share.about:
            share.amount = None
        else:
            share.whole = whole

    def _amount(self, figure: Figure, lead: str) -> None:
        base = vocabulary.narrative().base.search(lead) or vocabulary.narrative().past.match(bare(lead))
        year = self._year(lead) or self._all.fiscal_year
        subject = self._amount_subject(figure, lead)
        as_of = self._as_of()
        is_past = base is not None or (year < self._all.fiscal_year and as_of is None) or self._all.is_other_phase(lead)
        past = Subject(TOPIC_OF_PAST, subject.path, subject.code) if is_past else subject
        claim = self._claim("amount", figure, past)
        claim.amount, claim.unit, claim.decimals = figure.value, figure.unit, figure.decimals
        claim.amount_year = base_of(base, self._all.fiscal_year).year if base and is_past else year
        claim.as_of = as_of
        if subject.is_project:
            claim.names, claim.project_name = (), self._as_printed(subject.path[0], figure.start)
        if is_past:
            claim.base_kind = base_kind(lead)
            self._subject = self._subject or subject
            return
        self._settle(claim)
        self._subject, self._last_change = subject, None
        if claim.whole is None:
            self._all.head = claim

    def _things(self, figure: Figure) -> None:
        lead, rest = self._lead(figure), rest_of(self._folded, figure)
        subject = counted(lead, rest, figure.unit or "", self._topic) or Subject(None)
        whole = self._whole_of(figure.unit)
        if whole is not None and subject.like_whole:
            subject = replace(subject, topic=whole.subject.topic)
        is_count = re.fullmatch(vocabulary.narrative().figures.count_units, figure.unit or "")
        if self._all.counts_only and subject.topic is None:
            return
        claim = self._claim("count" if is_count else "quantity", figure, subject)
        claim.value, claim.value_unit, claim.as_of = figure.value, figure.unit, self._as_of()
        claim.amount_year = claim.as_of.year if claim.as_of else None
        if subject.topic is not None and not self._in_reason(figure.start):
            self._settle(claim)

    def _whole_of(self, unit: str | None) -> Claim | None:
        """The open whole that a figure with this unit can be a part of."""
        whole = self._wholes.innermost() or self._outer_whole
        return whole if whole is not None and whole.value_unit == unit else None

    def _settle(self, claim: Claim) -> None:
        """An amount or number takes its place: part of the whole that is open, and itself what is spoken of."""
        whole = self._whole_of(claim.value_unit)
        if whole is not None and whole is self._wholes.innermost() and self._begins_anew(claim, whole):
            self._wholes.close_innermost()
            whole = self._whole_of(claim.value_unit)
        if whole is not None and whole.kind == claim.kind:
            claim.whole = whole
            self._wholes.count_part()
            if claim.kind == "amount" and claim.amount != whole.amount and claim.subject.is_like(whole.subject):
                claim.subject = replace(claim.subject, limited=True)  # 收入预算100万元，其中：本年收入90万元
        if claim.subject.topic == "year_end_balance" and claim.amount:
            self._total_with_balance(claim)
        self._last = self.last_in_last_sentence = claim

    def _total_with_balance(self, balance: Claim) -> None:
        """Expenditure of which a balance is a part is the total of both sides, not that of the year's expenditure."""
        total = balance.whole
        if total is None or total.subject.topic != "expenditure_total":
            total = self._all.latest_of_topic("expenditure_total", anywhere=True)
        if total is not None:
            total.subject = replace(total.subject, context=WITH_BALANCE)

    def _begins_anew(self, claim: Claim, whole: Claim) -> bool:
        """；财政拨款支出… after 财政拨款收入…，其中…: the other side, and no part of the first."""
        here = whole.position[0] == claim.position[0]
        if not here or "；" not in self._folded[whole.position[1] : claim.position[1]]:
            return False
        subject = claim.subject
        is_total = subject.topic is not None and not subject.path and not subject.limited
        return claim.kind == "amount" and is_total and subject.topic == whole.subject.topic

    def _change(self, figure: Figure, lead: str, direction: str) -> Claim:
        subject = self._subject_in(lead)
        about = self._last if subject is None else self._all.latest(subject)
        if about is not None and about.kind != "amount":
            about = None
        if subject is None and about is not None:
            about = self._spoken_of(about)
        claim = self._claim("change", figure, about.subject if about else subject or Subject(None))
        claim.direction = direction
        self._about(claim, about)
        base = self._base_before(figure.start)
        if base is not None:
            claim.base_year, claim.base_kind = base.year, base.kind
        claim.amount_year = claim.amount_year or self._all.fiscal_year
        self._last_change = claim
        return claim

    def _spoken_of(self, part: Claim) -> Claim | None:
        """What a change after a list of parts is about.

        Of parts between 、 it is the whole (其中：甲1万元、乙2万元，较上年增加…). Of parts between commas of which none
        has a change of its own it may be either, and is about neither. A new sentence is about what the one with the
        list was: …其中：甲1万元，乙2万元。较上年增加…
        """
        if part.whole is None:
            return part
        parts = [
            claim
            for claim in self._all.claims
            if claim.kind == "amount" and claim.whole is part.whole and claim.position[0] == part.position[0]
        ]
        if len(parts) > 1 and part.position[1] < self._sentence[0]:
            return self._head_of_sentence(part)
        if (
            len(parts) < 2
            or parts[-2].subject.is_like(part.subject)
            or any(claim.kind == "change" and claim.about in parts for claim in self._all.claims)
        ):
            return part
        before = next(figure for figure in self._figures if figure.start == parts[-2].position[1])
        between = self._folded[before.unit_end : part.position[1]]
        mark = None if "。" in between else re.search(f"[{BOUNDARIES}、]", between)
        if mark is None or mark[0] == "、":
            return part.whole if mark else part
        return part if mark[0] != "，" else None

    def _head_of_sentence(self, part: Claim) -> Claim | None:
        """The amount whose parts a sentence lists; None where its change was stated already."""
        head = part
        while head.whole is not None and head.whole.sentence == part.sentence:
            head = head.whole
        is_stated = any(claim.kind == "change" and claim.about is head for claim in self._all.claims)
        return None if is_stated else head

    def _unchanged(self, match: re.Match[str]) -> None:
        clause = max(self._folded.rfind(mark, 0, match.start()) for mark in BOUNDARIES) + 1
        base = vocabulary.narrative().base.search(self._folded, max(clause, self._sentence[0]), match.end())
        if base is None or self._in_reason(match.start()) or self._all.counts_only:
            return
        subject = subject_of(self._folded[clause : base.start()], self._topic)
        about = self._last if subject is None else self._all.latest(subject)
        if about is None or about.kind != "amount":
            return
        claim = self._claim("change", match, about.subject)
        claim.direction = "unchanged"
        self._about(claim, about)
        found = base_of(base, self._all.fiscal_year)
        claim.base_year, claim.base_kind = found.year, found.kind
        self._last_change = None

    # -- what is not a figure -----------------------------------------------------------------------------------------

    def _enumerations(self) -> None:
        start, end = self._sentence
        words = vocabulary.narrative()
        for entry in words.enumerations:
            if entry.sections is not None and self._topic not in entry.sections:
                continue
            for match in entry.trigger.finditer(self._folded[start:end]):
                begin = start + match.end()
                stop = re.compile(r"[。；]|$").search(self._folded, begin, end)
                close = stop.start() if stop else end
                if any(begin <= figure.start < close for figure in self._figures):
                    continue
                self._enumerate(entry.topic, begin, close)

    def _enumerate(self, topic: str, begin: int, end: int) -> None:
        for position, name in listed(self._folded, begin, end):
            subject = subject_of(name, self._topic) or Subject(None)
            if topic in ("fund", "functional_class") and subject.topic != topic:
                continue
            span = _Span(position, position + len(name))
            claim = self._claim("mention", span, Subject(topic, (name,), fund_source=subject.fund_source))
            claim.amount_year = self._all.fiscal_year
            if topic == "economic_item":
                claim.whole = self._amount_before(position)

    def _amount_before(self, position: int) -> Claim | None:
        """The amount of this paragraph that stands before a place, else the one whose parts the paragraph lists."""
        here = self._all.paragraphs
        for claim in reversed(self._all.claims):
            if claim.kind == "amount" and claim.position[0] == here and claim.position[1] < position:
                return claim
        return self._outer_whole

    def _nil(self) -> None:
        start, end = self._sentence
        for clause in _CLAUSE.finditer(self._folded, start, end):
            match = vocabulary.narrative().nil.search(clause[0])
            if match is None or self._in_reason(clause.start() + match.start()):
                continue
            if any(clause.start() <= figure.start < clause.end() for figure in self._figures):
                continue
            if vocabulary.narrative().nil_of_another_year.search(match[0]):
                continue
            subject = subject_of(match[0], self._topic) or subject_of(clause[0], self._topic)
            if subject is None:
                continue
            begin = clause.start() + match.start()
            claim = self._claim("none_statement", _Span(begin, clause.end()), Subject(subject.topic, side=subject.side))
            claim.amount_year = self._all.fiscal_year

    # -- reasons ----------------------------------------------------------------------------------------------------

    def _in_reason(self, position: int) -> bool:
        return any(begin <= position < end for begin, end in self._reasons)

    def _give_reasons(self, before: int) -> None:
        start, _ = self._sentence
        for begin, end in self._reasons:
            text = self._paragraph.printed(begin, end).strip("，。；： ")
            if not text:
                continue
            segment = max(self._folded.rfind("；", start, begin), start)
            fresh = [c for c in self._all.claims[before:] if c.kind == "change" and segment <= c.position[1] < begin]
            if not fresh and not any(start <= figure.start < begin for figure in self._figures):
                fresh = self._changes_spoken_of(self._folded[start:begin])
            for claim in fresh:
                claim.reason = claim.reason or text

    def _changes_spoken_of(self, lead: str) -> list[Claim]:
        """主要原因是… as a sentence of its own is about the changes before it; those of a topic, where it names one."""
        changes = [claim for claim in self._all.claims if claim.kind == "change" and claim.reason is None]
        own = [claim for claim in changes if claim.position[0] == self._all.paragraphs]
        if own:
            return own[-1:]
        subject = subject_of(lead, self._topic)
        if subject is None or subject.topic is None:
            return []
        return [claim for claim in changes if claim.subject.topic == subject.topic and claim.direction != "unchanged"]

    # -- words around a figure ----------------------------------------------------------------------------------------

    def _lead(self, figure: Figure, *, over_lists: bool = False) -> str:
        return lead_of(self._folded, self._figures, figure, self._sentence[0], over_lists=over_lists)

    def _amount_subject(self, figure: Figure, lead: str) -> Subject:
        words = vocabulary.narrative()
        wide = self._lead(figure, over_lists=True)
        if self._is_project_item(figure, wide):
            return Subject("project_item", (bare(wide).rstrip("为共约"),), is_project=True)
        text = words.base.sub("", lead)
        sentence = self._folded[slice(*self._sentence)]
        subject = (
            self._path_subject(wide)
            or subject_of(text, self._topic, sentence)
            or subject_of(wide, self._topic, sentence)
        )
        if is_generic(text) and (row := self._row_before(figure, lead)) is not None:
            return row
        if subject is None and is_generic(text):
            return self._subject_before(figure, lead) or Subject(None)
        if subject is None:
            return Subject(None, (bare(text),))
        if subject.topic in _ROWS and self._list_of_a_kind(figure):
            return replace(subject, limited=True)
        return replace(subject, path=(bare(text).rstrip("为共约"),)) if subject.is_project else subject

    def _row_before(self, figure: Figure, lead: str) -> Subject | None:
        """检察（款）：支出合计16444.36万元 is that of the group; else that of a heading 公共安全支出（类）."""
        end = figure.start - len(lead)
        clauses = [match[0] for match in _CLAUSE.finditer(self._folded, self._sentence[0], end)]
        named = [subject_of(clause, self._topic) for clause in clauses]
        if self._all.head is None:
            named.insert(0, subject_of(vocabulary.fold(self._all.section.heading), self._topic))
        rows = [subject for subject in named if subject is not None and subject.topic in _ROWS]
        return rows[-1] if rows and self._last is None else None

    def _list_of_a_kind(self, figure: Figure) -> bool:
        """Whether the figure stands in a list below words for one kind of expenditure: 人员经费：①行政运行…"""
        return vocabulary.narrative().list_of_a_kind.search(self._folded, self._sentence[0], figure.start) is not None

    def _path_subject(self, lead: str) -> Subject | None:
        subject = subject_of(lead, self._topic)
        return subject if subject is not None and subject.topic == "functional_item" else None

    def _is_project_item(self, figure: Figure, lead: str) -> bool:
        """In a section about projects, an item of a list begins with the name of a project and its money."""
        if self._topic != "project" or outline_level(self._folded) is None:
            return False
        if figure.start - len(lead) > 4 or any(f.kind == "money" and f.start < figure.start for f in self._figures):
            return False
        return not is_generic(lead) and subject_of(lead, None) is None

    def _subject_before(self, figure: Figure, lead: str) -> Subject | None:
        """Where 2026年预算安排 says nothing of its own: what was spoken of before it, or the heading."""
        if self._subject is not None:
            return self._subject
        end = figure.start - len(lead)
        found = [subject_of(clause[0], self._topic) for clause in _CLAUSE.finditer(self._folded, 0, end)]
        subjects = [subject for subject in found if subject is not None]
        for subject in subjects:
            if subject.topic == "functional_item":
                return subject
        if subjects:
            return subjects[0]
        return subject_of(vocabulary.fold(self._all.section.heading), self._topic)

    def _subject_in(self, lead: str) -> Subject | None:
        """What a change names as its own subject: 基本支出增加…; None where it speaks of the amount before it."""
        base = vocabulary.narrative().base.search(lead)
        match = direction_words().search(lead)
        end = match.start() if match else len(lead)
        before, after = (lead[: base.start()], lead[base.end() : end]) if base else (lead[:end], "")
        for text in (bare(before), bare(after)):
            if text and not (text == bare(after) and is_generic(text)):
                return subject_of(text, self._topic) or (None if is_generic(text) else Subject(None, (text,)))
        return None

    def _year(self, lead: str) -> int | None:
        years = re.findall(r"(20\d\d)年", vocabulary.narrative().base.sub("", lead))
        return int(years[-1]) if years else None

    def _as_of(self) -> date | None:
        """截至2025年8月31日 holds to the end of the paragraph, unless a sentence speaks of another year."""
        if not names_day(self._folded, *self._sentence):
            return None if re.search(r"20\d\d年", self._folded[slice(*self._sentence)]) else self._stock_day
        day = stated_day(self._folded, *self._sentence)
        self._stock_day = day or self._stock_day
        return day

    def _base_before(self, position: int) -> Base | None:
        found = None
        for match in vocabulary.narrative().base.finditer(self._folded, self._sentence[0], position):
            found = match
        if found is None:
            return None
        upto = self._folded.find("，", found.end(), position)
        return base_of(found, self._all.fiscal_year, self._folded[found.start() : position if upto < 0 else upto])

    # -- making claims ------------------------------------------------------------------------------------------------

    def _claim(self, kind: str, span: Figure | re.Match[str] | _Span, subject: Subject) -> Claim:
        start, end = (span.start(), span.end()) if isinstance(span, re.Match) else (span.start, span.end)
        page_no, box = self._paragraph.place(start, end)
        names = tuple(self._as_printed(part, max(start, end) if kind == "mention" else start) for part in subject.path)
        claim = Claim(
            self._all.section, kind, subject, self._paragraph.printed(*self._sentence), page_no, box,
            self._folded[start:end], (self._all.paragraphs, start), names,
        )  # fmt: skip
        self._all.claims.append(claim)
        return claim

    def _as_printed(self, part: str, before: int) -> str:
        position = self._folded.rfind(part, 0, before) if part else -1
        return self._paragraph.printed(position, position + len(part)) if position >= 0 else part

    def _about(self, claim: Claim, amount: Claim | None) -> None:
        claim.about = amount
        if amount is not None:
            claim.names, claim.project_name = amount.names, amount.project_name
            claim.amount, claim.amount_year = amount.amount, amount.amount_year
            claim.unit = claim.unit or amount.unit
            claim.decimals = amount.decimals


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
