"""What one page says of the identity of a document: titles, labels with a name, headings, lines that are a name.

Belongs here: folded lines of one page -> witnesses, each with what it says and how much it counts. Does not belong
here: what all witnesses of a document say together (`identity`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.vocabulary import fold

_COVER_LINES = 16  # a page with more lines is no cover: a line on it that is a name alone says nothing
_LABEL, _HEADING, _NAME_ALONE, _JOINED = 5, 2, 3, 4
_TITLE = 5


@dataclass(frozen=True, slots=True)
class Witness:
    """One place that says something of the identity. `weight` is how much it counts on the first page of a cover."""

    page_no: int
    source: str  # title, label, superior (the department above the unit), heading, name, year, table or form
    text: str
    weight: int
    name: str | None = None
    code: str | None = None  # printed before the name
    year: int | None = None
    kind: str | None = None  # 预算 or 决算
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands between other words, and the code printed before it."""

    name: str
    code: str | None


def fold_years(text: str) -> str:
    """Folded text with years in Chinese numerals as digits: 二〇二六年 is 2026年."""
    words = vocabulary.identity()

    def digits(match: re.Match[str]) -> str:
        return "".join(str(words.chinese_digits.get(sign, sign)) for sign in match["digits"]) + "年"

    return words.chinese_year.sub(digits, fold(text))


def clean_name(printed: str) -> Name:
    """A unit's name without the words around it, and the code before it."""
    words = vocabulary.identity()
    name, previous = re.sub(r"\s", "", printed), None
    while previous != name:
        previous, name = name, words.name_noise.sub("", name)
    code = words.name_code.match(name)
    if code is not None:
        return Name(name[code.end() :], code["code"])
    return Name(name, None)


def is_name(name: str) -> bool:
    """Whether a text can be the name of a unit."""
    return 3 <= len(name) <= 50 and not vocabulary.identity().not_a_name.search(name)


def is_organisation(name: str) -> bool:
    """Whether a name ends like that of an organisation."""
    return bool(vocabulary.identity().organisation.search(name))


def is_division(name: str) -> bool:
    """Whether a name is that of a province, city or county alone."""
    return bool(vocabulary.identity().division.match(name)) and not is_organisation(name)


def read_page(page_no: int, lines: Sequence[str]) -> list[Witness]:
    """All witnesses on one page; `lines` are folded by `fold_years`."""
    short = [line for line in lines if line]
    witnesses = list(_titles(page_no, short))
    witnesses += _labels(page_no, short)
    witnesses += _years_alone(page_no, short)
    witnesses += _headings(page_no, short)
    if len(short) <= _COVER_LINES and any(witness.source == "title" for witness in witnesses):
        witnesses += _names_alone(page_no, short)
    return witnesses


def _titles(page_no: int, lines: Sequence[str]) -> Iterator[Witness]:
    """A title may be broken over lines: 某某局 / 2026年 / 部门预算. It is read from its last line upwards."""
    words = vocabulary.identity()
    for end in range(len(lines)):
        found: Witness | None = None
        for length in range(1, words.title_lines + 1):
            start = end - length + 1
            if start < 0:
                break
            joined = "".join(lines[start : end + 1])
            if len(joined) > words.title_length:
                break
            if found is not None and not _goes_on(lines[start], found.name):
                break
            title = _title(page_no, joined, _TITLE if length == 1 else _JOINED)
            if title is not None and (found is None or title.name is not None):
                found = title
            if found is not None and found.name is not None and not _may_be_part(found.name):
                break
        if found is not None:
            yield found


def _goes_on(line: str, name: str | None) -> bool:
    """Whether the name in the line above goes on in a title that was read already."""
    words = vocabulary.identity()
    if words.not_a_title.search(line) or words.not_a_name.search(line):
        return False
    return name is None or bool(words.goes_on.search(line))


def _may_be_part(name: str) -> bool:
    """A name that does not begin with a division may have its beginning in the line above."""
    return not re.match(r"^.{2,8}?(?:省|市|区|县|旗|州|盟)", name)


def _title(page_no: int, joined: str, weight: int) -> Witness | None:
    words = vocabulary.identity()
    text = words.leaders.sub("", joined)
    if words.not_a_title.search(text):
        return None
    for pattern in words.titles:
        match = pattern.match(text)
        if match is None or not words.title_tail.match(match["tail"]):
            continue
        name = _name_of_title(match["before"], match["after"])
        return Witness(
            page_no, "title", text, weight, name.name if name else None, name.code if name else None,
            int(match["year"]), match["kind"], match["scope"] or "",
        )  # fmt: skip
    return None


def _name_of_title(before: str, after: str) -> Name | None:
    """The name stands before the year or after it; a division before and a unit after it go together by the unit."""
    words = vocabulary.identity()
    candidates = [clean_name(part) for part in (before, after) if part and not words.level_words.match(part)]
    names = [name for name in candidates if is_name(name.name)]
    units = [name for name in names if not is_division(name.name)]
    return next(iter([*units, *names]), None)


def _labels(page_no: int, lines: Sequence[str]) -> Iterator[Witness]:
    """Names behind a label. 主管部门 names the unit of the document, unless another label names a unit below it."""
    words = vocabulary.identity()
    found: list[Witness] = []
    for position, line in enumerate(lines):
        match = words.labelled_name.match(line)
        if match is None:
            continue
        text = line
        if not match["name"] and match.end() == len(line) and position + 1 < len(lines):
            text = line + lines[position + 1]
            match = words.labelled_name.match(text)
        name = clean_name(match["name"]) if match else None
        if name is not None and is_name(name.name) and len(text) <= words.title_length:
            source = "superior" if words.superior_label.match(text) else "label"
            found.append(Witness(page_no, source, text, _LABEL, name.name, name.code))
    if not any(witness.source == "label" for witness in found):
        found = [replace(witness, source="label") for witness in found]
    yield from found


def _years_alone(page_no: int, lines: Sequence[str]) -> Iterator[Witness]:
    """The year that a line over a table says beside the unit or alone: 部门：某某局 2026年度 单位：万元."""
    for line in lines:
        match = vocabulary.identity().year_alone.search(line)
        if match is not None:
            yield Witness(page_no, "year", line, 1, year=int(match["year"]))


def _headings(page_no: int, lines: Sequence[str]) -> Iterator[Witness]:
    words = vocabulary.identity()
    for line in lines:
        text = words.leaders.sub("", line)
        match = words.named_heading.match(text) if len(text) <= words.title_length else None
        if match is None or words.not_a_title.search(text):
            continue
        name = clean_name(match["name"] or match["name2"] or "")
        if is_name(name.name) and is_organisation(name.name):
            yield Witness(page_no, "heading", text, _HEADING, name.name, name.code)


def _names_alone(page_no: int, lines: Sequence[str]) -> Iterator[Witness]:
    """Lines of a cover that are the name of an organisation: above the title, or below it, perhaps in brackets."""
    words = vocabulary.identity()
    for line in lines:
        inside = words.in_brackets.match(line)
        name = clean_name(inside["inside"] if inside else line)
        if name.name and is_name(name.name) and is_organisation(name.name) and len(name.name) >= 4:
            yield Witness(page_no, "name", line, _NAME_ALONE, name.name, name.code)
