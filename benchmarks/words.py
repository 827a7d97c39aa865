"""The words of the vocabulary, one by one, and which regions print each of them.

Belongs here: taking patterns apart into the words that they stand for, hearing what is looked up while documents are
read, and making a vocabulary of the words that some regions print. Does not belong here: what is measured with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from typing import Any
from unittest.mock import patch

from dagster_project.disclosure import captions, statements, vocabulary
from dagster_project.disclosure.recognition import TableEvidence
from dagster_project.disclosure.vocabulary import Columns, Rows, Tables

_MOST_WORDS = 300  # of one pattern; one that stands for more is kept whole
_GROUP = re.compile(r"\((?!\?)|\(\?:")

Heard = dict[str, set[str]]  # what was looked up, by where it stood: titles, columns, labels, codes


def words_of(pattern: str) -> list[str]:
    """The patterns without choices that one pattern stands for: 收支(预算)?总 is 收支总 and 收支预算总.

    Choices are `|` and an optional group; repetitions, classes and lookarounds stay as they are.
    """
    words = _alternatives(pattern)
    return words if len(words) <= _MOST_WORDS else _split(pattern)


def _alternatives(pattern: str) -> list[str]:
    found: list[str] = []
    for branch in _split(pattern):
        parts = [_choices(atom) for atom in _atoms(branch)]
        count = 1
        for part in parts:
            count *= len(part)
        if count > _MOST_WORDS:
            return [pattern]
        found += ["".join(choice) for choice in product(*parts)]
    return list(dict.fromkeys(found))


def _split(pattern: str) -> list[str]:
    """The branches of the outermost `|`."""
    branches, depth, start, index, in_class = [], 0, 0, 0, False
    while index < len(pattern):
        char = pattern[index]
        if char == "\\":
            index += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            branches.append(pattern[start:index])
            start = index + 1
        index += 1
    return [*branches, pattern[start:]]


def _atoms(branch: str) -> Iterator[str]:
    """Pieces of a branch, each with the quantifier after it."""
    index = 0
    while index < len(branch):
        start = index
        char = branch[index]
        if char == "\\":
            index += 2
        elif char == "[":
            index = branch.index("]", index + 2) + 1
        elif char == "(":
            depth = 0
            while True:
                if branch[index] == "\\":
                    index += 1
                elif branch[index] in "()":
                    depth += 1 if branch[index] == "(" else -1
                index += 1
                if depth == 0:
                    break
        else:
            index += 1
        quantifier = re.compile(r"[*+?]\??|\{[\d,]+\}").match(branch, index)
        if quantifier:
            index = quantifier.end()
        yield branch[start:index]


def _choices(atom: str) -> list[str]:
    if atom in ("(^|/)", "(?:^|/)"):
        return [atom]  # where a word begins, not a word
    optional = atom.endswith("?") and not atom.endswith(("*?", "+?", "\\?", "(?"))
    body = atom[:-1] if optional else atom
    group = _GROUP.match(body)
    if group and body.endswith(")"):
        inner = _alternatives(body[group.end() : -1])
        return ["", *inner] if optional else inner
    return ["", body] if optional else [atom]


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear what the reader looks up while it reads."""
    heard: Heard = defaultdict(set)
    title_rank, recognise, meaning = captions._title_rank, statements.recognise, Columns.meaning

    def hear_title(line: str) -> int:
        heard["titles"].add(line)
        return title_rank(line)

    def hear_evidence(evidence: TableEvidence, *barred: frozenset[str]) -> Any:
        heard["titles"].add(evidence.title)
        heard["columns"].update(evidence.columns)
        heard["labels"].update(evidence.labels)
        heard["codes"].update(evidence.codes)
        return recognise(evidence, *barred)

    def hear_column(self: Columns, path: str, kind: str) -> Any:
        heard["columns"].add(path)
        return meaning(self, path, kind)

    with ExitStack() as stack:
        stack.enter_context(patch.object(captions, "_title_rank", hear_title))
        stack.enter_context(patch.object(statements, "recognise", hear_evidence))
        stack.enter_context(patch.object(Columns, "meaning", hear_column))
        yield heard


class Learnt:
    """The vocabulary of the words that a set of regions prints. `dropped` are words that no other region prints."""

    def __init__(self, heard: dict[str, Heard], without: str) -> None:
        self._others: Heard = defaultdict(set)
        for region, texts in heard.items():
            if region != without:
                for place, lines in texts.items():
                    self._others[place] |= lines
        self._own = heard[without]
        self.dropped: list[str] = []
        self.tables = self._tables()
        self.columns = self._columns()
        self.rows = self._rows()

    def _known(self, pattern: re.Pattern[str], places: Iterable[str]) -> re.Pattern[str] | None:
        """The pattern of the words that other regions print, or nobody does; None where none is left."""
        kept = []
        for word in words_of(pattern.pattern):
            compiled = re.compile(word)
            is_own = any(compiled.search(text) for place in places for text in self._own.get(place, ()))
            is_others = any(compiled.search(text) for place in places for text in self._others[place])
            if is_own and not is_others:
                self.dropped.append(word)
            else:
                kept.append(word)
        return re.compile("|".join(f"(?:{word})" for word in kept)) if kept else None

    def _known_ones(self, patterns: Iterable[re.Pattern[str]], *places: str) -> list[re.Pattern[str]]:
        return [known for pattern in patterns if (known := self._known(pattern, places)) is not None]

    def _tables(self) -> Tables:
        tables = vocabulary.tables()
        kinds = []
        for entry in tables.kinds:
            signs = []
            for sign in entry.signs:
                place = {"columns": "columns", "labels": "labels", "title": "titles"}.get(sign.seen)
                if place is not None:
                    sign = sign.model_copy(update={"words": self._known_ones(sign.words, place)})
                signs.append(sign)
            kinds.append(
                entry.model_copy(
                    update={
                        "titles": self._known_ones(entry.titles, "titles"),
                        "weak_titles": self._known_ones(entry.weak_titles, "titles"),
                        "signs": signs,
                    }
                )
            )
        nothing = re.compile(r"(?!)")
        codings = [
            entry.model_copy(update={"name": self._known(entry.name, ["labels"]) or nothing})
            for entry in tables.codings
        ]
        return tables.model_copy(update={"kinds": kinds, "codings": codings})

    def _columns(self) -> Columns:
        columns = vocabulary.columns()
        entries = [
            entry.model_copy(update={"path": known})
            for entry in columns.columns
            if (known := self._known(entry.path, ["columns"])) is not None
        ]
        return columns.model_copy(
            update={
                "columns": entries,
                "phases": self._named(columns.phases),
                "sides": self._named(columns.sides),
                "classifications": self._named(columns.classifications),
            }
        )

    def _named(self, patterns: dict[str, re.Pattern[str]]) -> dict[str, re.Pattern[str]]:
        return {
            name: known
            for name, pattern in patterns.items()
            if (known := self._known(pattern, ["columns"])) is not None
        }

    def _rows(self) -> Rows:
        rows = vocabulary.rows()
        roles = [
            entry.model_copy(update={"label": known})
            for entry in rows.roles
            if (known := self._known(entry.label, ["labels"])) is not None
        ]
        sources = [
            entry.model_copy(update={"label": known})
            for entry in rows.fund_sources
            if (known := self._known(entry.label, ["labels"])) is not None
        ]
        return rows.model_copy(update={"roles": roles, "fund_sources": sources})

    @contextmanager
    def spoken(self) -> Iterator[None]:
        """Let the reader know these words alone."""
        with ExitStack() as stack:
            for name, model in (("tables", self.tables), ("columns", self.columns), ("rows", self.rows)):
                stack.enter_context(patch.object(vocabulary, name, _always(model)))
            yield


def _always(value: Any) -> Callable[[], Any]:
    return lambda: value
