"""Codes of rows that print a name alone, from the name and what stands open above it.

Belongs here: which subject of several of one name a row means. `code_source` says that the code is inferred: `name`
where only one subject has the name, `parent` where the class and group above it decide. Where more than one is
possible, or the group above is not known, the row has no code. Does not belong here: names (`subjects`), how deep a
row is printed (`depths`), and what its depth makes of it (`hierarchy`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.subjects import codes_named, core_name, is_subject

if TYPE_CHECKING:
    from dagster_project.disclosure.hierarchy import BodyRow

_CLASS, _GROUP = 3, 5  # digits
_LONGEST = {"functional": 7, "economic": 5, "government_economic": 5}
_REST, _REST_CODE = "其他", "99"
_BETWEEN_NAMES = re.compile(r"[-－—–/\\>_:]+")  # 财政事务-行政运行: a name behind those of its parents


def settle_names(rows: list[BodyRow], scheme: str) -> None:
    """Give the rows that print a name alone their codes, in place.

    What looks like an outline may be none: the table is read with it and without, and the reading that leaves the
    fewest rows without a code is taken.
    """
    wanting = [row for row in rows if _wants_code(row)]
    if not wanting:
        return
    order = rows if _has_sums_above(rows, scheme) else rows[::-1]
    readings = [_Reading(scheme, uses_depth=uses_depth).read(order) for uses_depth in (True, False)]
    best = max(readings, key=lambda reading: len(reading.found))
    if not best.found and not any(row.code for row in rows):
        return  # no table by subjects after all
    for row in wanting:
        row.code, row.code_source = best.found.get(id(row), (None, None))
        row.is_unresolved = row.code is None and not vocabulary.rows().unit_name.search(row.label.name)
        row.under = best.under.get(id(row))


def _wants_code(row: BodyRow) -> bool:
    return (
        row.label.role is None
        and row.role == "detail"
        and bool(row.label_printed)
        and not (row.code or row.code_printed or row.unit_code or row.project_name)
    )


def _has_sums_above(rows: list[BodyRow], scheme: str) -> bool:
    """Whether the rows go down level by level and up at once, rather than the other way round."""
    levels = [min(map(len, codes)) for row in rows if (codes := _possible_codes(row, scheme))]
    return sum(a < b for a, b in pairwise(levels)) >= sum(a > b for a, b in pairwise(levels))


def _possible_codes(row: BodyRow, scheme: str) -> frozenset[str]:
    if row.code is not None:
        return frozenset({row.code})
    return codes_named(row.label.name, scheme) if _wants_code(row) else frozenset()


@dataclass(frozen=True)
class _Open:
    """A row that others may stand under."""

    row: BodyRow
    code: str | None
    depth: int | None


@dataclass(frozen=True)
class _Node:
    """A subject that stands open, under the name that the row prints."""

    code: str
    name: str


@dataclass
class _Reading:
    """One way to read the rows of a table, from the row that holds others to those that it holds."""

    scheme: str
    uses_depth: bool
    found: dict[int, tuple[str, str]] = field(default_factory=dict)  # by id of row: code and source
    under: dict[int, BodyRow] = field(default_factory=dict)  # rows without a code, and what they surely stand under
    _order: list[BodyRow] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)  # codes since the last class
    _lengths: frozenset[int] = frozenset()  # of the codes that the table prints, or would print
    _length_at: dict[int, int] = field(default_factory=dict)  # by depth

    def read(self, rows: list[BodyRow]) -> _Reading:
        self._order = rows
        self._learn_levels(rows)
        for row in rows:
            if row.code is None and not _wants_code(row):
                continue
            depth = row.depth if self.uses_depth else None
            while depth is not None and self._open and (self._open[-1].depth is None or self._open[-1].depth >= depth):
                self._open.pop()
            code = row.code
            if code is None:
                code, source = self._resolve(row, depth)
                if code is not None:
                    self.found[id(row)] = code, source
            if code is not None:
                self._pass_on(code)
            elif depth is not None and self._open:
                self.under[id(row)] = self._open[-1].row
            elif depth is None and self._is_item_of_open_group(row):
                self.under[id(row)] = self._open_group() or row
                continue
            self._open.append(_Open(row, code, depth))
        return self

    def _learn_levels(self, rows: list[BodyRow]) -> None:
        """Which levels the table prints, from the names that are names of one level alone, and at which depth each."""
        at: dict[int, Counter[int]] = {}
        lengths: set[int] = set()
        for row in rows:
            levels = {len(code) for code in _possible_codes(row, self.scheme)}
            if len(levels) != 1:
                continue
            lengths |= levels
            if row.depth is not None:
                at.setdefault(row.depth, Counter()).update(levels)
        self._lengths = frozenset(lengths)
        if self.uses_depth:
            self._length_at = {depth: counted.most_common(1)[0][0] for depth, counted in at.items()}

    def _pass_on(self, code: str) -> None:
        """Leave what the row of this code does not stand under."""
        while self._open and not _is_below(code, self._open[-1].code or code):
            self._open.pop()
        self._used = {code} if len(code) == _CLASS else self._used | {code}

    # -- one row -----------------------------------------------------------------------------------------------------

    def _resolve(self, row: BodyRow, depth: int | None) -> tuple[str | None, str]:
        name = row.label.name
        known = codes_named(name, self.scheme)
        if not known and len(names := _BETWEEN_NAMES.split(name)) > 1:
            return self._along(names), "parent"
        path = self._path()
        codes = {*known, *_derived(name, path, self.scheme)}
        length = self._length_at.get(depth) if depth is not None else None
        codes = _those(codes, lambda code: len(code) == length) if length else codes
        codes = {code for code in codes if self._fits(code, name, path)}
        if (
            self.scheme != "functional"
        ):  # places part economic groups (30211 差旅费, 3021101 差旅费); functional items repeat
            codes -= {node.code for node in path.values()}
        codes = _those(codes, lambda code: code not in self._used)
        codes = _those(codes, lambda code: len(code) in self._lengths)
        codes = _those(codes, lambda code: len(code) == _CLASS or code[:-2] in {node.code for node in path.values()})
        if len(codes) != 1:
            return None, ""
        return codes.pop(), "name" if len(known) == 1 else "parent"

    def _along(self, names: list[str]) -> str | None:
        """The code of the last of several names that stand before each other."""
        path: dict[int, _Node] = {}
        code = ""
        for name in names:
            codes = {*codes_named(name, self.scheme), *_derived(name, path, self.scheme)}
            below = [found for found in codes if _is_below(found, code)]
            nearest = [found for found in below if len(found) == min(map(len, below))]
            if len(nearest) != 1:
                return None
            code = nearest[0]
            path[len(code)] = _Node(code, name)
        return code

    def _path(self) -> dict[int, _Node]:
        """What stands open, by the length of its code; only the class, below a row without a code and without depth.

        Such a row may be a group as well as an item.
        """
        path: dict[int, _Node] = {}
        for entry in self._open:
            if entry.code is not None:
                path[len(entry.code)] = _Node(entry.code, entry.row.label.name)
            elif entry.depth is None:
                path = {length: node for length, node in path.items() if length == _CLASS}
        return path

    def _fits(self, code: str, name: str, path: dict[int, _Node]) -> bool:
        """Whether what stands above a code in the classification stands open above the row."""
        if name in vocabulary.rows().common_items and (_GROUP not in path or path[_GROUP].code != code[:_GROUP]):
            return False
        above = sorted((length for length in self._lengths if length < len(code)), reverse=True)
        is_known = not self._open or self._open[-1].code is not None
        for length in above if is_known else above[:1]:
            if length in path:
                return path[length].code == code[:length]
        return is_known or not above

    def _is_item_of_open_group(self, row: BodyRow) -> bool:
        """Whether the rows from the open group to the next class or group add up to it, this one among them."""
        group = self._open_group()
        if group is None or self._open[-1].code is None:
            return False
        items = list(takewhile(self._may_be_item, self._order[self._order.index(group) + 1 :]))
        return row in items and group.is_sum_of(items)

    def _open_group(self) -> BodyRow | None:
        return next((entry.row for entry in self._open if len(entry.code or "") == _GROUP), None)

    def _may_be_item(self, row: BodyRow) -> bool:
        codes = {row.code} if row.code else codes_named(row.label.name, self.scheme)
        return row.label.role is None and all(len(code) > _GROUP for code in codes)


def _derived(name: str, path: dict[int, _Node], scheme: str) -> Iterator[str]:
    """Codes that the classification gives by rule, below what stands open, where it is not known to use them otherwise.

    行政运行 is the first item of every group that has it; what is 其他 of a class or group has 99.
    """
    group, item = path.get(_GROUP), vocabulary.rows().common_items.get(name)
    if group is not None and item is not None:
        yield from _unless_known(group.code + item, name, scheme)
    if name.startswith(_REST):
        for node in path.values():
            if len(node.code) < _LONGEST[scheme] and _is_rest_of(name, node.name):
                yield from _unless_known(node.code + _REST_CODE, name, scheme)


def _unless_known(code: str, name: str, scheme: str) -> Iterator[str]:
    if not is_subject(code, scheme) and not any(_is_below(known, code[:-2]) for known in codes_named(name, scheme)):
        yield code


def _is_rest_of(name: str, above: str) -> bool:
    return core_name(name).removeprefix(_REST) == core_name(above).removeprefix(_REST)


def _is_below(code: str, above: str) -> bool:
    return code.startswith(above) and len(code) > len(above)


def _those(codes: set[str], are: Callable[[str], bool]) -> set[str]:
    """The codes of which something holds; all of them where it holds of none."""
    return set(filter(are, codes)) or codes
