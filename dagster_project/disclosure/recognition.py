"""Which kind of table a grid is: titles, header words, names of rows, codes and sides vote (vocabulary/tables.yaml).

Belongs here: what a grid shows, as evidence, and the counting of votes. Does not belong here: words and weights (the
vocabulary), and what the columns of a known kind mean (`headers`).

No sign decides alone: titles differ from region to region and lie at times, and a table whose title nobody has seen
before still shows what it is. Where the votes do not reach, or lead by too little, the kind is unknown; such a table
is set aside and never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.rows import is_subject_code, read_label, split_code
from dagster_project.disclosure.tables import Grid
from dagster_project.disclosure.vocabulary import Sign, TableKind, fold

_MOST_ROWS = 80  # of a table; more of them say nothing new
_LONGEST_LABEL = 40  # characters
_MAJORITY = 0.6  # of the rows that have a code
_BOTH_SIDES = ({"收入", "本年收入"}, {"支出", "本年支出"})
_BOTH_TOTALS = (re.compile("^(本年)?收入(总计|合计)"), re.compile("^(本年)?支出(总计|合计)"))


@dataclass(frozen=True)
class TableEvidence:
    """What a grid shows of its kind. All text is folded."""

    title: str  # the line that looks most like a title; empty where none does
    columns: tuple[str, ...]  # header paths
    labels: tuple[str, ...]  # names of body rows, without ordinals and codes
    codes: tuple[str, ...]

    @cached_property
    def coding(self) -> str | None:
        """What most rows are coded by; where no code is printed, what most known names are names of."""
        for texts, is_code in ((self.codes, True), (self.labels, False)):
            found: Counter[str] = Counter()
            for text in texts:
                for entry in vocabulary.tables().codings:
                    if (entry.code if is_code else entry.name).search(text):
                        found[entry.coding] += 1
                        break
            if found:
                coding, count = found.most_common(1)[0]
                return coding if count >= _MAJORITY * found.total() else None
        return None

    @cached_property
    def has_sides(self) -> bool:
        """Whether income and expenditure stand beside each other."""
        heads = {path.split("/")[0] for path in self.columns}
        if all(heads & words for words in _BOTH_SIDES):
            return True
        return all(any(pattern.search(label) for label in self.labels) for pattern in _BOTH_TOTALS)


@dataclass(frozen=True)
class Recognition:
    """The kind that was recognised. `score` runs from 0 to 1; `evidence` says in words what voted for it.

    `entry` is None where no kind has enough votes, or two have about as many.
    """

    entry: TableKind | None
    score: float
    evidence: str

    @property
    def kind(self) -> str:
        return self.entry.kind if self.entry is not None else "other"


@dataclass(frozen=True)
class _Candidate:
    entry: TableKind
    score: float
    votes: tuple[str, ...]


def collect(title: str, columns: Sequence[str], grid: Grid, body_start: int) -> TableEvidence:
    """What one grid shows. `columns` are its folded header paths."""
    labels: list[str] = []
    codes: list[str] = []
    of_units = {index for index, path in enumerate(columns) if vocabulary.columns().is_unit_code(path)}
    for row in grid.rows[body_start : body_start + _MOST_ROWS]:
        for cell in row:
            text = fold(cell.text)
            if not text or len(text) > _LONGEST_LABEL or cell.column in of_units:
                continue
            if is_subject_code(text):
                codes.append(text)
                continue
            code, name = split_code(text)
            if code is not None:
                codes.append(code)
            if not name[0].isdigit():
                labels.append(read_label(name, "").name)
    return TableEvidence(title, tuple(columns), tuple(labels), tuple(codes))


def recognise(evidence: TableEvidence, barred: frozenset[str] = frozenset()) -> Recognition:
    """Count the votes. Kinds in `barred` are not for choice: another table of the document is a better one."""
    weights = vocabulary.tables().weights
    named = vocabulary.tables().kind_named(evidence.title)
    candidates = [
        _candidate(entry, evidence, is_named=entry is named)
        for entry in vocabulary.tables().kinds
        if entry.kind not in barred
    ]
    candidates.sort(key=lambda candidate: -candidate.score)
    best, second = candidates[0], candidates[1]
    if best.score < weights.enough:
        return Recognition(None, round(max(best.score, 0.0), 2), f"too little: {_told(best)}" if best.votes else "")
    if round(best.score - second.score, 4) < weights.lead:
        return Recognition(None, round(best.score, 2), f"undecided: {_told(best)} | {_told(second)}")
    return Recognition(best.entry, round(min(best.score, 1.0), 2), _told(best))


def recognise_at(evidence: TableEvidence, missing: Sequence[str]) -> Recognition | None:
    """The one of the missing kinds that a table in their place shows something of, and nothing against."""
    weights = vocabulary.tables().weights
    candidates = [_candidate(vocabulary.tables().entry(kind), evidence, is_named=False) for kind in missing]
    candidates = [found for found in candidates if round(found.score + weights.place, 4) >= weights.enough]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: candidate.score)
    if sum(best.score - other.score < weights.lead for other in candidates) > 1:
        return None
    told = f"{_told(best)}; place {weights.place:+.2f}"
    return Recognition(best.entry, round(min(best.score + weights.place, 1.0), 2), told)


def _candidate(entry: TableKind, evidence: TableEvidence, *, is_named: bool) -> _Candidate:
    weights = vocabulary.tables().weights
    score = 0.0
    votes: list[str] = []
    if is_named:
        score += weights.title
        votes.append(f"title {evidence.title} {weights.title:+.2f}")
    elif entry.is_hinted_by(evidence.title):
        score += weights.weak_title
        votes.append(f"title {evidence.title} {weights.weak_title:+.2f}")
    for sign in entry.signs:
        shown = _shown(sign, evidence)
        if shown:
            score += sign.weight
            votes.append(f"{sign.seen} {shown} {sign.weight:+.2f}")
    return _Candidate(entry, round(score, 4), tuple(votes))


def _shown(sign: Sign, evidence: TableEvidence) -> str:
    """What of a sign is there, in words; empty where it is not."""
    if sign.seen == "sides":
        return "income beside expenditure" if evidence.has_sides else ""
    if sign.seen == "codes":
        coding = evidence.coding
        return coding if coding and any(pattern.search(coding) for pattern in sign.words) else ""
    texts = {"columns": evidence.columns, "labels": evidence.labels, "title": (evidence.title,)}[sign.seen]
    matches = [next(filter(None, map(pattern.search, texts)), None) for pattern in sign.words]
    found = [match[0] for match in matches if match is not None]
    return ", ".join(found) if len(found) >= sign.at_least else ""


def _told(candidate: _Candidate) -> str:
    return f"{candidate.entry.kind} {candidate.score:.2f} ({'; '.join(candidate.votes)})"
