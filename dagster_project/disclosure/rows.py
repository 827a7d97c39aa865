"""What a row means: its label without ordinal, its code, its role, its depth and the source of money it names.

Belongs here: one row at a time. Does not belong here: sums, and names that stand for codes (the warehouse resolves
them).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.vocabulary import fold

# 201, 20103, 2010350 stand alone, in brackets or before a name: [201]一般公共服务支出, 2010350-事业运行, 201一般公共…
_CODE_AND_NAME = re.compile(r"^\[?(?P<code>\d{3}(?:\d{2}){0,2})\]?[-—_\s]*(?P<name>[^\d\s.,%年].*)$")
_CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$")


@dataclass(frozen=True)
class RowLabel:
    """One label, taken apart."""

    printed: str
    name: str  # folded, without ordinal
    level: int | None  # of its ordinal
    role: str | None  # by vocabulary; None for an ordinary line
    fund_source: str | None


def read_label(printed: str, kind: str) -> RowLabel:
    folded = fold(printed)
    level = None
    name = folded
    for ordinal in vocabulary.rows().ordinals:
        match = ordinal.pattern.match(folded)
        if match:
            level, name = ordinal.level, folded[match.end() :]
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
    """A label that begins with a subject code, as (code, name); (None, label) for any other."""
    match = _CODE_AND_NAME.match(label.strip())
    if match is None:
        return None, label
    return match["code"], match["name"].strip()


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
    texts = [re.sub(r"\D", "", part) for part in parts]
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
