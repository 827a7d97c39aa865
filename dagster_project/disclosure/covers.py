"""What one page says of the identity of a document: titles, labels with a name, headings, lines that are a name.

Belongs here: folded lines of one page -> witnesses, each with what it says and how much it counts. Does not belong
here: what all witnesses of a document say together (`identity`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.vocabulary import fold

_COVER_LINES = 16  # a page with more lines is no cover: a line on it that is a name alone says nothing
_HEAD_LINES = 3  # a title without a year stands at the head of its page; further down such words are text
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
    code = words.code_behind.search(name)
    if code is not None:
        return Name(name[: code.start()], code["code"])
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
    if not any(witness.source == "title" and witness.name for witness in witnesses):
        witnesses += _undated_titles(page_no, short[:_HEAD_LINES])
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
            title = _title(page_no, joined, _TITLE if length == 1 else _JOINED, words.titles)
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


def _undated_titles(page_no: int, lines: Sequence[str]) -> Iterator[Witness]:
    """A title that leaves the year to other lines, where it names an organisation: in one line, or in two."""
    patterns = [vocabulary.identity().undated_title]
    for joined in (*lines, *map("".join, pairwise(lines))):
        title = _title(page_no, joined, _JOINED, patterns)
        if title is not None and title.name is not None and is_organisation(title.name):
            yield title
            return


def _title(page_no: int, joined: str, weight: int, patterns: Sequence[re.Pattern[str]]) -> Witness | None:
    words = vocabulary.identity()
    text = words.past_year.sub("", words.book_marks.sub(r"\g<title>", words.leaders.sub("", joined)))
    if words.not_a_title.search(text):
        return None
    for pattern in patterns:
        match = pattern.match(text)
        if match is None:
            continue
        tail, behind = _tail_and_name(match["tail"])
        if not words.title_tail.match(tail):
            continue
        name = _name_of_title(match["before"], match["after"]) or behind
        return Witness(
            page_no, "title", text, weight, name.name if name else None, name.code if name else None,
            int(match["year"]) if match["year"] else None, match["kind"], match["scope"] or "",
        )  # fmt: skip
    return None


def _tail_and_name(tail: str) -> tuple[str, Name | None]:
    """What follows the kind in a title, without the name of an organisation at its end."""
    match = vocabulary.identity().name_behind.match(tail)
    name = clean_name(match["name"] or match["name2"]) if match else None
    if match is None or name is None or not (is_name(name.name) and is_organisation(name.name)):
        return tail, None
    return match["tail"], name


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
        match = words.labelled_name.match(line) or words.name_before_unit.match(line)
        if match is None:
            continue
        text = line
        if not match["name"] and match.end() == len(line) and position + 1 < len(lines):
            text = line + lines[position + 1]
            match = words.labelled_name.match(text)
        if match is None:
            continue
        name = clean_name(match["name"])
        if is_name(name.name) and len(text) <= words.title_length:
            source = "superior" if words.superior_label.match(text) else "label"
            year = words.label_year.match(text[match.end() :])
            found.append(
                Witness(page_no, source, text, _LABEL, name.name, name.code, int(year["year"]) if year else None)
            )
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
        if match is None or words.not_a_title.search(words.item_number.sub("", text)):
            continue
        name = clean_name(match["name"] or match["name2"] or "")
        year = int(match["year"]) if match["year"] else None
        if is_name(name.name) and is_organisation(name.name):
            yield Witness(page_no, "heading", text, _HEADING, name.name, name.code, year)


def name_in_table_title(title: str) -> Name | None:
    """The unit that the title of a table names: 某某局2027年收支总表."""
    match = vocabulary.identity().named_table.match(title)
    name = clean_name(match["name"] or match["name2"]) if match else None
    return name if name is not None and is_name(name.name) and is_organisation(name.name) else None


def _names_alone(page_no: int, lines: Sequence[str]) -> Iterator[Witness]:
    """Lines of a cover that are the name of an organisation: above the title, or below it, perhaps in brackets."""
    words = vocabulary.identity()
    for line in lines:
        inside = words.in_brackets.match(line)
        name = clean_name(inside["inside"] if inside else line)
        if name.name and is_name(name.name) and is_organisation(name.name) and len(name.name) >= 4:
            yield Witness(page_no, "name", line, _NAME_ALONE, name.name, name.code)
