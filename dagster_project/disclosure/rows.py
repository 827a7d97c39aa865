"""What a row means: its label without ordinal, its code, its role, its depth and the source of money it names.

Belongs here: one row at a time. Does not belong here: sums, and names that stand for codes (`naming`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.vocabulary import fold

# 201, 20103, 2010350 stand alone, in brackets or before a name: [201]一般公共服务支出, 2010350-事业运行, 201一般公共…,
# 201.03.50 事业运行; or behind it: 事业运行（2010350）, 事业运行2010350. Three digits behind a name may be anything.
_PARTED = r"\d{3}(?:[.．\-－·]?\d{2}){0,2}"
_CODE_AND_NAME = re.compile(
    rf"^[\[(（【［〔]?(?P<code>{_PARTED})[\])）】］〕]?[-—－_\s:：、.．]*(?P<name>[^\d\s.,%年万亿元].*)$", re.DOTALL
)
_NAME_AND_CODE = re.compile(
    r"^(?P<name>.*[^\d\s.,，:：\-－—~（(\[]) ?"
    r"(?:[\[(（【［〔](?P<within>\d{3}(?:\d{2}){0,2})[\])）】］〕]|(?P<code>\d{5}(?:\d{2})?))$",
    re.DOTALL,
)
_CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
_BETWEEN_PARTS = re.compile(r"[.．\-－—·/\s]+")


@dataclass(frozen=True)
class RowLabel:
    """One label, taken apart."""

    printed: str
    name: str  # folded, without branch, ordinal and word for its level
    level: int | None  # of its ordinal, or of the word that says it
    role: str | None  # by vocabulary; None for an ordinary line
    fund_source: str | None


def read_label(printed: str, kind: str) -> RowLabel:
    folded = vocabulary.rows().branch.sub("", fold(printed))
    level = None
    name = folded
    for ordinal in vocabulary.rows().ordinals:
        match = ordinal.pattern.match(folded)
        if match:
            level, name = ordinal.level, folded[match.end() :]
            break
    for mark in vocabulary.rows().level_marks:
        if mark.pattern.search(name):
            level, name = mark.level, mark.pattern.sub("", name)
            break
    role = next(
        (
            entry.role
            for entry in vocabulary.rows().roles
            if (entry.kinds is None or kind in entry.kinds) and entry.label.search(name)
        ),
        None,
    )
    source = next((e.fund_source for e in vocabulary.rows().fund_sources if e.label.search(name)), None)
    return RowLabel(printed, name, level, role, source)


def split_code(label: str) -> tuple[str | None, str]:
    """A label that begins or ends with a subject code, as (code, name); (None, label) for any other."""
    text = label.strip()
    match = _CODE_AND_NAME.match(text)
    if match is not None:
        return _digits(match["code"]), match["name"].strip()
    match = _NAME_AND_CODE.match(text)
    if match is not None:
        return _digits(match["within"] or match["code"]), match["name"].strip()
    return None, label


def _digits(text: str) -> str:
    """The digits of a text; full-width ones are folded."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


def is_subject_code(text: str) -> bool:
    """Three, five or seven digits: class, group or item."""
    return _CODE.match(text) is not None


def code_level(code: str) -> int:
    """1 for a class, 2 for a group, 3 for an item."""
    return (len(code) - 1) // 2


def complete_code(parts: list[str], previous: str | None) -> tuple[str | None, str]:
    """Join split code columns (类 | 款 | 项) to one code, or take the one column for it.

    Returns the whole code and where it comes from: `printed` where the parts are complete, `parent` where a line
    leaves out what the line above has said, `position` where a part has lost its leading zero (301 | 2), which the
    column that it stands in restores. A class of other than three digits is a slip that nothing restores: no code.
    """
    if len(parts) == 1:
        # 201.3.1 and 201-03-01 in one column: parts as three columns would have them.
        inner = [_digits(part) for part in _BETWEEN_PARTS.split(parts[0].strip())]
        if 1 < len(inner) <= 3 and len(inner[0]) == 3 and all(1 <= len(part) <= 2 for part in inner[1:]):
            parts = inner
    texts = [_digits(part) for part in parts]
    joined = "".join(texts)
    if len(parts) == 1 or joined == texts[0]:
        return (joined if is_subject_code(joined) else None), "printed"
    source = "printed"
    last = max(index for index, text in enumerate(texts) if text)
    whole = ""
    for index, text in enumerate(texts[: last + 1]):
        width = 2 if index else 3
        if not text:
            end = len(whole) + width
            if previous is None or len(previous) < end or not previous.startswith(whole):
                return None, "parent"
            text, source = previous[len(whole) : end], "parent"
        elif index and len(text) == 1:
            text, source = f"0{text}", source if source == "parent" else "position"
        if len(text) != width:
            return None, "printed"
        whole += text
    return (whole if is_subject_code(whole) else None), source
