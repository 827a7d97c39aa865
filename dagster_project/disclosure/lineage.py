"""Which row stands under which, in a table by subjects or units: by codes, and by the rows that head others.

Belongs here: parents of rows, found from what the rows print and from their order. Does not belong here: roles and
depths (`hierarchy`), outlines of ordinals (there too), and sums other than as a sign of who stands under whom: the
warehouse adds up.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.rows import code_level, is_subject_code

if TYPE_CHECKING:
    from dagster_project.disclosure.hierarchy import BodyRow

_SHORTEST_UNIT_CODE = 4  # digits; shorter ones are parts of a subject code


def settle_heads(rows: list[BodyRow]) -> None:
    """Find the rows that head the coded rows below them, as a unit does before its subjects, in place.

    A head has no subject code and stands right above a row of the highest level. It prints the code of a unit in its
    place, stands in the column of units, is followed by codes that the table has had before, or is the sum of the rows
    of the highest level below it (人员经费 before its classes). Where one row is a head, so is every other row that
    stands like it. The rows below a unit are the unit's.
    """
    coded = [row for row in rows if row.code is not None]
    top = min((code_level(row.code or "") for row in coded), default=0)
    seen: set[str] = set()
    candidates: list[BodyRow] = []
    is_certain = False
    for row, below in pairwise(rows):
        if row.code is not None:
            seen.add(row.code)
        elif (
            row.label.role is None
            and row.role != "grand_total"
            and row.label_printed
            and below.code is not None
            and code_level(below.code) == top
            and row.panel == below.panel
        ):
            candidates.append(row)
            stands_with_units = row.unit_name is not None and row.unit_name == row.label_printed
            is_certain = is_certain or _unit_code(row) is not None or below.code in seen or stands_with_units
    if not is_certain and not any(_is_sum_of_next(row, rows, top, candidates) for row in candidates):
        return
    head: BodyRow | None = None
    heads = set(map(id, candidates))
    for row in rows:
        if id(row) in heads:
            head = row
            row.is_head = True
            row.unit_code = row.unit_code or _unit_code(row)
            if row.unit_code or vocabulary.rows().unit_name.search(row.label.name):
                row.unit_name = row.unit_name or row.label_printed
        elif "grand_total" in (row.label.role, row.role):
            head = None
        elif head is not None:
            row.head = head
            row.unit_name = row.unit_name or head.unit_name


def _is_sum_of_next(row: BodyRow, rows: list[BodyRow], top: int, candidates: list[BodyRow]) -> bool:
    """Whether the rows of the highest level between this candidate and the next, or a total, add up to it."""
    parts: list[BodyRow] = []
    for below in rows[rows.index(row) + 1 :]:
        if below in candidates or below.label.role is not None or below.role == "grand_total":
            break
        if below.code is not None and code_level(below.code) == top:
            parts.append(below)
    return row.is_sum_of(parts)


def _unit_code(row: BodyRow) -> str | None:
    printed = row.code_printed or ""
    is_code = printed.isdigit() and len(printed) >= _SHORTEST_UNIT_CODE and not is_subject_code(printed)
    return printed if is_code else None


def settle_parents(rows: list[BodyRow]) -> None:
    """Give every row of a table by codes or units its parent, in place."""
    totals = [row for row in rows if "grand_total" in (row.label.role, row.role)]
    total = _total_of(rows, totals)
    by_unit = {row.unit_code: row for row in rows if row.unit_code and row.code is None}
    blocks: dict[object, list[BodyRow]] = {}
    for row in rows:
        if row in totals:
            continue
        if row.code is not None:
            blocks.setdefault(id(row.head) if row.head else (row.unit_code, row.unit_name), []).append(row)
            row.parent = row.head or total
        elif row.unit_code is not None:
            shorter = [code for code in by_unit if code != row.unit_code and row.unit_code.startswith(code)]
            row.parent = by_unit[max(shorter, key=len)] if shorter else total
        elif row.is_unresolved and not row.is_head:
            row.parent = row.under
        else:
            row.parent = total
    for block in blocks.values():
        _settle_by_codes(block)


def _total_of(rows: list[BodyRow], totals: list[BodyRow]) -> BodyRow | None:
    """The total that the rows stand under: of several (合计; 总计 with what is carried over) the one of their sum."""
    if len(totals) < 2:
        return totals[0] if totals else None
    top = min((code_level(row.code) for row in rows if row.code is not None), default=0)
    parts = [row for row in rows if row.code is not None and code_level(row.code) == top]
    return next((total for total in totals if total.is_sum_of(parts)), None)


def _settle_by_codes(rows: list[BodyRow]) -> None:
    """Within the rows of one unit: the nearest row with the longest code that begins this one.

    A code may recur (a class once for each class of another classification beside it), so the nearest is meant: the
    one above, or the one below where the table prints sums after their parts.
    """
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row.code or "", []).append(place)
    orders = [
        places[above][0] < places[code][0] for code in places for above in (code[:3], code[:5]) if above in places
        if above != code
    ]  # fmt: skip
    sums_first = sum(orders) * 2 >= len(orders)
    for place, row in enumerate(rows):
        code = row.code or ""
        above = next((start for start in (code[:5], code[:3]) if start != code and start in places), None)
        if above is None:
            continue
        before = [other for other in places[above] if other < place]
        after = [other for other in places[above] if other > place]
        row.parent = rows[before[-1] if before and (sums_first or not after) else after[0]]
