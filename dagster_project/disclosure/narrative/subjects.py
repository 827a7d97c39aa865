"""What a figure is about, from the words before it.

Belongs here: words -> topic, subject path, source of money, by vocabulary. Does not belong here: figures and sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.narrative.outline import without_ordinal
from dagster_project.disclosure.vocabulary import ClaimTopic


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about. `name` are folded words of the text, parts of a path joined by /."""

    topic: str | None
    path: tuple[str, ...] = ()
    code: str | None = None
    fund_source: str | None = None
    side: str | None = None
    is_project: bool = False
    like_whole: bool = False  # a part of a number of things is about what its whole is about
    limited: bool = False  # to a part of what a table holds
    context: str | None = None  # the fund that the words name

    def is_like(self, other: Subject) -> bool:
        if self.topic == "fund" and self.fund_source is not None:
            return (self.topic, self.fund_source, self.limited) == (other.topic, other.fund_source, other.limited)
        return (self.topic, self.path, self.fund_source) == (other.topic, other.path, other.fund_source)


def bare(lead: str) -> str:
    """Words before a figure without ordinal and the words that say nothing."""
    words = vocabulary.narrative()
    text = without_ordinal(lead.strip())
    return words.lead_noise.sub("", text).strip("：，、 ")


def is_generic(lead: str) -> bool:
    """Whether the words before a figure do not say what it is about: 2026年预算安排."""
    return bool(vocabulary.narrative().generic_lead.match(bare(lead)))


def subject_of(lead: str, section_topic: str | None, sentence: str = "") -> Subject | None:
    """The subject that words (of a sentence) name; None where the vocabulary does not know them."""
    text = bare(lead)
    if not text:
        return None
    subject = _by_path(text) or _by_code(text)
    if subject is not None:
        return subject
    paid = vocabulary.narrative().financed_by.match(text)
    thing = bare(text[paid.end() :]) if paid else ""
    if paid and thing and not is_generic(thing):  # what the money pays for, known or not
        subject = _by_words(thing, section_topic, sentence) or Subject(None, (thing,))
    else:
        subject = _by_words(text, section_topic, sentence)
    return replace(subject, context=context_of(subject.topic, text)) if subject is not None else None


def context_of(topic: str | None, text: str = "", whole: str | None = None) -> str | None:
    """The fund of which a figure about a topic speaks: by its words, else by the topic of its whole."""
    entries = [entry for entry in vocabulary.narrative().contexts if topic in entry.topics]
    named = next((entry.context for entry in entries if entry.words.search(text)), None)
    return named or next((entry.context for entry in entries if whole in entry.wholes), None)


def _by_path(text: str) -> Subject | None:
    if not any(mark in text for mark in ("(类)", "(款)", "(项)", "科目")):
        return None
    for pattern in vocabulary.narrative().subject_paths:
        match = pattern.match(text)
        if match is None:
            continue
        groups = match.groupdict()
        path = tuple(part for part in (groups.get("a"), groups.get("b"), groups.get("c")) if part)
        if path:
            is_class = not groups.get("b") and not groups.get("c")
            return Subject("functional_class" if is_class else "functional_item", path)
    return None


def _by_code(text: str) -> Subject | None:
    match = vocabulary.narrative().subject_code.match(text)
    if match is None:
        return None
    for entry in vocabulary.narrative().subject_code_topics:
        if entry.code.match(match["code"]):
            return Subject(entry.topic, (match["name"],), code=match["code"])
    return None


def _by_words(text: str, section_topic: str | None, sentence: str) -> Subject | None:
    core = vocabulary.narrative().tail_noise.sub("", text)
    for entry in vocabulary.narrative().topics:
        if entry.sections is not None and section_topic not in entry.sections:
            continue
        if entry.unless is not None and entry.unless.search(text):
            continue
        if entry.unless_sentence is not None and entry.unless_sentence.search(sentence):
            continue
        if entry.words.search(text) or entry.words.search(core):
            return _subject(entry, text)
    return None


def _subject(entry: ClaimTopic, text: str) -> Subject:
    path = (text.rstrip("为是共约："),) if entry.named else ()
    limited = entry.limited is not None and entry.limited.search(text) is not None
    return Subject(
        entry.topic, path, fund_source=entry.fund_source, side=entry.side, is_project=entry.project, limited=limited
    )


def counted(before: str, after: str, unit: str, section_topic: str | None) -> Subject | None:
    """What a number of things is about, from the words on both sides."""
    for entry in vocabulary.narrative().counted:
        if entry.sections is not None and section_topic not in entry.sections:
            continue
        if not entry.units.fullmatch(unit) or (entry.unless is not None and entry.unless.search(before)):
            continue
        if entry.before is not None and not entry.before.search(before):
            continue
        if entry.after is not None and not entry.after.search(after):
            continue
        name = entry.name.search(before) if entry.name else None
        return Subject(entry.topic, (bare(name["name"]),) if name else (), like_whole=entry.like_whole)
    return None
