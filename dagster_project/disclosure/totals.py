"""Which row is the total of a table by subjects where no word for a grand total says so.

Belongs here: totals that are called by the name of the unit, by a word for another total, or not at all. Does not
belong here: words for totals (vocabulary/rows.yaml), and sums: the warehouse adds up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.subjects import codes_named

if TYPE_CHECKING:
    from dagster_project.disclosure.hierarchy import BodyRow

_OTHER_TOTALS = ("current_total", "subtotal")


def settle_total(rows: list[BodyRow], scheme: str) -> None:
    """Make the first or last row the grand total, in place, where it is one and no row is called so.

    No amount of a table is larger than its total.
    """
    roles = [row.label.role or row.role for row in rows]
    if len(rows) < 2 or "grand_total" in roles or "carryover" in roles:
        return
    for row in (rows[0], rows[-1]):
        if _may_be_total(row, rows, scheme) and _is_largest(row, rows):
            row.role = "grand_total"
            row.label_printed = row.label_printed or vocabulary.tables().unnamed_last_total
            return


def _may_be_total(row: BodyRow, rows: list[BodyRow], scheme: str) -> bool:
    if row.code is not None:
        return False
    if row.label.role in _OTHER_TOTALS:
        return sum(other.label.role in _OTHER_TOTALS for other in rows) == 1
    if not row.label_printed:
        return row is rows[-1] and any(other.label_printed for other in rows)
    if not _names_unit(row, scheme):
        return False
    # The first of several units is the total only where the next unit follows at once: it has no subjects of its own.
    others = [other for other in rows if other is not row and _names_unit(other, scheme)]
    return not others or (row is rows[0] and others[0] is rows[1])


def _names_unit(row: BodyRow, scheme: str) -> bool:
    name = row.label.name
    return (
        row.code is None and bool(vocabulary.rows().unit_name.search(name)) and not codes_named(name, scheme)
    )  # fmt: skip


def _is_largest(total: BodyRow, rows: list[BodyRow]) -> bool:
    amounts = total.amounts
    return bool(amounts) and all(
        amount <= amounts.get(column, 0) for row in rows for column, amount in row.amounts.items()
    )
