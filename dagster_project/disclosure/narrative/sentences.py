"""Sentences to claims: a walk along the figures, marks and words of each paragraph of a section.

Belongs here: which figure is an amount, a change, a share or a number of things, what belongs to what, and what is said
to be nil. Does not belong here: words (vocabulary/narrative.yaml), what a figure is about (`subjects`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.cells import FilingContext
from dagster_project.disclosure.narrative.claims import Claim
from dagster_project.disclosure.narrative.figures import Figure, find_figures
from dagster_project.disclosure.narrative.outline import outline_level
from dagster_project.disclosure.narrative.paragraphs import Paragraph
from dagster_project.disclosure.narrative.sections import Section
from dagster_project.disclosure.narrative.subjects import (
    Subject,
    bare,
    counted,
    is_generic,
    subject_of,
)

_SENTENCE = re.compile(
    r"(?:[^。！？]|[。！？](?=\)))+[。！？]?"
)  # a full stop before the end of a bracket ends nothing
_CLAUSE = re.compile(r"[^，；。：]+")
_BOUNDARIES = "，；。：！？"
_TOPIC_OF_PAST = "history_amount"
_ROWS = ("functional_item", "functional_class", "economic_item", "economic_class")


@dataclass
class _Whole:
    """An amount whose parts are being listed."""

    claim: Claim
    bracket: bool = False
    parts: int = 0
    parts_in_segment: int = 0


@dataclass(frozen=True)
class _Base:
    """What a change is measured from."""

    year: int
    kind: str | None


class SectionReader:
    """Reads the paragraphs of one section in their order."""

    def __init__(self, section: Section, context: FilingContext, earlier: Sequence[Claim] = ()) -> None:
        self.section = section
        self._earlier = earlier  # claims of the sections before
        self.fiscal_year = context.fiscal_year
        self._phase = context.phase
        self.claims: list[Claim] = []
        self.paragraphs = 0
        self.head: Claim | None = None  # the last amount that is part of nothing
        self._lists: list[tuple[int, Claim]] = []  # level of the paragraph that opened a list, and whose parts it has
        self._list_goes_on = False

    def is_other_phase(self, lead: str) -> bool:
        """In final accounts a budget is printed beside what was spent; it is no figure of these accounts."""
        return self._phase == "final_accounts" and bool(vocabulary.narrative().other_phase.search(lead))

    @property
    def counts_only(self) -> bool:
        """Money is explained in explanations; other sections say how many units and people there are."""
        return self.section.kind != "explanation"

    def read(self, paragraph: Paragraph) -> None:
        folded = paragraph.folded
        level = outline_level(folded)
        self.paragraphs += 1
        if level is not None:
            while self._lists and self._lists[-1][0] >= level:
                self._lists.pop()
        elif not self._list_goes_on:
            self._lists.clear()
        reader = _ParagraphReader(self, paragraph, self._lists[-1][1] if self._lists else None)
        reader.read()
        self._list_goes_on = folded.endswith(("：", "；"))
        if folded.endswith("："):
            whole = reader.last_in_last_sentence or self._whole_named(folded)
            if whole is not None:
                self._lists.append((level or 0, whole))

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

    def _whole_named(self, folded: str) -> Claim | None:
        """财政拨款支出主要内容如下： names the whole; else it is the last amount that is part of nothing."""
        last_sentence = _SENTENCE.findall(folded)[-1]
        subject = subject_of(last_sentence, self.section.topic)
        named = self.latest_of_topic(subject.topic) if subject else None
        if named is not None or self.head is None:
            return named
        beside = [
            c for c in self.claims if c.kind == "amount" and c.whole is None and c.subject.topic != _TOPIC_OF_PAST
        ]
        return self.head if sum(c.position[0] == self.head.position[0] for c in beside) == 1 else None


class _ParagraphReader:
    def __init__(self, section: SectionReader, paragraph: Paragraph, whole: Claim | None) -> None:
        self._all = section
        self._topic = section.section.topic
        self._paragraph = paragraph
        self._folded = paragraph.folded
        self._figures = find_figures(paragraph.folded)
        self._outer_whole = whole
        self._wholes: list[_Whole] = []
        self._brackets: list[tuple[Claim | None, int]] = []
        self._last: Claim | None = None  # amount or number of things
        self._last_change: Claim | None = None
        self._subject: Subject | None = None  # of the last amount
        self._sentence = (0, 0)
        self._stock_day: date | None = None
        self._reasons: list[tuple[int, int]] = []
        self.last_in_last_sentence: Claim | None = None

    def read(self) -> None:
        for match in _SENTENCE.finditer(self._folded):
            self._sentence = match.span()
            self._last_change = None
            self.last_in_last_sentence = None
            self._reasons = list(self._find_reasons())
            before = len(self._all.claims)
            self._walk()
            if not self._all.counts_only:
                self._enumerations()
                self._nil()
                self._give_reasons(before)
            self._wholes = [whole for whole in self._wholes if whole.bracket or not whole.parts]
            for whole in self._wholes:
                whole.parts_in_segment = 0

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
                self._end_segment()
            elif name == "(":
                self._open_bracket(position)
            elif name == ")":
                self._close_bracket()

    def _begin_parts(self, claim: Claim | None, position: int) -> None:
        end = self._folded.find("；", position, self._sentence[1])
        end = self._sentence[1] if end < 0 else end
        if claim is not None and any(position < figure.start < end for figure in self._figures):
            self._wholes.append(_Whole(claim))

    def _end_segment(self) -> None:
        """A list whose parts stand between commas ends at ；; a list whose parts are divided by ； goes on."""
        if self._wholes and not self._wholes[-1].bracket and self._wholes[-1].parts_in_segment >= 2:
            self._wholes.pop()
        for whole in self._wholes:
            whole.parts_in_segment = 0

    def _open_bracket(self, position: int) -> None:
        self._brackets.append((self._last, len(self._wholes)))
        follows = any(figure.unit_end == position for figure in self._figures)
        if follows and self._last is not None:
            self._wholes.append(_Whole(self._last, bracket=True))

    def _close_bracket(self) -> None:
        if self._brackets:
            last, depth = self._brackets.pop()
            if len(self._wholes) > depth:
                del self._wholes[depth:]
                self._last = last

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
        direction = _direction(lead)
        if direction is None:
            self._amount(figure, lead)
            return
        claim = self._change(figure, lead, direction)
        claim.change, claim.unit, claim.decimals = figure.value, figure.unit, figure.decimals

    def _percent(self, figure: Figure) -> None:
        lead = self._lead(figure)
        direction = _direction(lead)
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
        return between.endswith("(") and not set(between) & set(_BOUNDARIES)

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
        past = Subject(_TOPIC_OF_PAST, subject.path, subject.code) if is_past else subject
        claim = self._claim("amount", figure, past)
        claim.amount, claim.unit, claim.decimals = figure.value, figure.unit, figure.decimals
        claim.amount_year = self._base_of(base).year if base and is_past else year
        claim.as_of = as_of
        if subject.is_project:
            claim.names, claim.project_name = (), self._as_printed(subject.path[0], figure.start)
        if is_past:
            claim.base_kind = _base_kind(lead)
            self._subject = self._subject or subject
            return
        self._settle(claim)
        self._subject, self._last_change = subject, None
        if claim.whole is None:
            self._all.head = claim

    def _things(self, figure: Figure) -> None:
        lead, rest = self._lead(figure), self._rest(figure)
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
        whole = self._wholes[-1].claim if self._wholes else self._outer_whole
        return whole if whole is not None and whole.value_unit == unit else None

    def _settle(self, claim: Claim) -> None:
        """An amount or number takes its place: part of the whole that is open, and itself what is spoken of."""
        whole = self._whole_of(claim.value_unit)
        if self._wholes and whole is not None and self._begins_anew(claim, whole):
            self._wholes.pop()
            whole = self._whole_of(claim.value_unit)
        if whole is not None and whole.kind == claim.kind:
            claim.whole = whole
            if claim.subject.topic == "year_end_balance" and whole.subject.topic == "expenditure_total":
                whole.subject = replace(whole.subject, context="with_balance")
            if self._wholes:
                self._wholes[-1].parts += 1
                self._wholes[-1].parts_in_segment += 1
        self._last = self.last_in_last_sentence = claim

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
        has a change of its own it may be either, and is about neither.
        """
        if part.whole is None:
            return part
        parts = [
            claim
            for claim in self._all.claims
            if claim.kind == "amount" and claim.whole is part.whole and claim.position[0] == part.position[0]
        ]
        if len(parts) < 2 or any(claim.kind == "change" and claim.about in parts for claim in self._all.claims):
            return part
        before = next(figure for figure in self._figures if figure.start == parts[-2].position[1])
        between = self._folded[before.unit_end : part.position[1]]
        mark = re.search(f"[{_BOUNDARIES}、]", between)
        if mark is None or mark[0] == "、":
            return part.whole if mark else part
        return part if mark[0] != "，" else None

    def _unchanged(self, match: re.Match[str]) -> None:
        clause = max(self._folded.rfind(mark, 0, match.start()) for mark in _BOUNDARIES) + 1
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
        found = self._base_of(base)
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
        words = vocabulary.narrative()
        items = []
        for match in re.finditer(r"[^、，]+", self._folded[begin:end]):
            name = words.enumeration_tail.sub("", match[0]) or match[0]
            items.append((begin + match.start(), name))
        fitting = [words.enumerated.search(name) is not None for _, name in items]
        if not items or sum(fitting) < len(items) - (len(items) > 2) or any(len(name) > 30 for _, name in items):
            return
        for position, name in items:
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

    def _find_reasons(self) -> list[tuple[int, int]]:
        start, end = self._sentence
        words = vocabulary.narrative()
        found: list[tuple[int, int]] = []
        for match in words.reason.finditer(self._folded, start, end):
            if found and match.start() < found[-1][1]:
                continue
            stop = match.end()
            while stop < end and self._folded[stop] not in "。！？":
                if self._folded[stop] == "；" and not words.reason_goes_on.match(self._folded[stop + 1 : end]):
                    break
                stop += 1
            found.append((match.end(), stop))
        return found

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
        """The words before a figure: back to a mark, a word for parts, or the figure before."""
        floor = self._sentence[0]
        for other in self._figures:
            if other.unit_end == figure.start and other.kind == "things":
                return self._lead(other, over_lists=over_lists)  # 在建工程1项100万元
            if other.unit_end <= figure.start:
                floor = max(floor, other.unit_end)
        for match in vocabulary.narrative().parts.finditer(self._folded, self._sentence[0], figure.start):
            floor = max(floor, match.end())
        index = figure.start
        while index > floor:
            char = self._folded[index - 1]
            if char == ")":  # a bracket that opens and closes here is part of a name
                opening = self._folded.rfind("(", floor, index - 1)
                if opening < 0:
                    break
                index = opening
                continue
            if char == "(" or char in _BOUNDARIES:
                break
            if char == "、" and not over_lists and not self._joins(index - 1):
                break
            index -= 1
        return self._folded[index : figure.start]

    def _joins(self, index: int) -> bool:
        """收、支 and 收入、支出 are one thing."""
        return self._folded[index + 1 : index + 2] == "支" and "收" in self._folded[max(index - 2, 0) : index]

    def _rest(self, figure: Figure) -> str:
        match = re.compile(r"[^，。；：、]*").match(self._folded, figure.unit_end)
        return match[0] if match else ""

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
        match = _direction_words().search(lead)
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
        match = vocabulary.narrative().as_of.search(self._folded, *self._sentence)
        if match is None:
            return None if re.search(r"20\d\d年", self._folded[slice(*self._sentence)]) else self._stock_day
        year, month = int(match["year"]), int(match["month"] or 12)
        if not 1 <= month <= 12:
            return None
        last = monthrange(year, month)[1]
        self._stock_day = date(year, month, min(int(match["day"] or last) or last, last))
        return self._stock_day

    def _base_before(self, position: int) -> _Base | None:
        found = None
        for match in vocabulary.narrative().base.finditer(self._folded, self._sentence[0], position):
            found = match
        if found is None:
            return None
        upto = self._folded.find("，", found.end(), position)
        return self._base_of(found, self._folded[found.start() : position if upto < 0 else upto])

    def _base_of(self, match: re.Match[str], text: str | None = None) -> _Base:
        named = match.groupdict().get("year")
        year = int(named) if named else self._all.fiscal_year - 1
        return _Base(year, _base_kind(text or match[0]))

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


@cache
def _direction_words() -> re.Pattern[str]:
    words = vocabulary.narrative()
    groups = "|".join(f"(?P<d{i}>{entry.words})" for i, entry in enumerate(words.directions))
    return re.compile(f"(?:{groups}){words.after_direction}")


def _direction(lead: str) -> str | None:
    match = _direction_words().search(lead)
    if match is None or match.lastgroup is None:
        return None
    return next(entry.direction for i, entry in enumerate(vocabulary.narrative().directions) if match[f"d{i}"])


def _base_kind(text: str) -> str | None:
    return next((entry.kind for entry in vocabulary.narrative().base_kinds if entry.words.search(text)), None)
