"""Body rows of a statement and how they hang together: roles, depths and parents.

Belongs here: what rows make of each other once all are known (outlines of ordinals, roles, the order of settling).
Does not belong here: reading a row from cells (`cells`), one label by itself (`rows`), codes by names
(`naming`), projects by sums (`nesting`), totals by other names (`totals`) and parents by codes and units (`lineage`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from dagster_project.disclosure.amounts import parse_amount
from dagster_project.disclosure.columns import Column
from dagster_project.disclosure.depths import Indent, settle_depths
from dagster_project.disclosure.lineage import settle_heads, settle_parents
from dagster_project.disclosure.naming import settle_names
from dagster_project.disclosure.nesting import settle_projects
from dagster_project.disclosure.rows import RowLabel, code_level
from dagster_project.disclosure.tables import GridCell
from dagster_project.disclosure.totals import settle_total


@dataclass(eq=False)
class BodyRow:
    """One body row of one panel. Rows are equal only to themselves."""

    page_no: int
    row_no: int
    panel: int
    label: RowLabel
    label_printed: str
    code_printed: str | None = None
    code: str | None = None
    code_source: str | None = None
    unit_name: str | None = None
    unit_code: str | None = None
    project_name: str | None = None
    project_code: str | None = None
    figures: list[tuple[Column, GridCell]] = field(default_factory=list)
    role: str = "detail"
    level: int | None = None
    parent: BodyRow | None = None
    in_carryover: bool = False
    head: BodyRow | None = None  # the row above that this one stands under without a code that says so
    is_head: bool = False
    indent: Indent | None = None
    depth: int | None = None  # in the outline that ordinals or indentation show
    is_unresolved: bool = False  # its name is that of a subject, but nothing says of which
    under: BodyRow | None = None  # what a row without a code surely stands under

    @cached_property
    def amounts(self) -> dict[int, Decimal]:
        """What it prints, by column."""
        amounts = {column.index: parse_amount(cell.text) for column, cell in self.figures}
        return {
            index: amount.value for index, amount in amounts.items() if amount is not None and amount.value is not None
        }

    def is_sum_of(self, parts: list[BodyRow]) -> bool:
        """Whether the parts make it up in every column, to the last digit. What is told by this alone is no rule."""
        return bool(self.amounts) and all(
            amount == sum(part.amounts.get(column, Decimal(0)) for part in parts)
            for column, amount in self.amounts.items()
        )


def settle(rows: list[BodyRow], *, is_panels: bool, is_projects: bool, scheme: str | None = None) -> None:
    """Give every row its role, level and parent, in place. `scheme` is what the rows of a table by subjects mean."""
    _settle_groups(rows)
    if scheme is not None and not is_panels:
        settle_total(rows, scheme)
        settle_depths(rows)
        settle_names(rows, scheme)
    if not is_panels and not is_projects:
        settle_heads(rows)
    if not is_panels:
        settle_parents(rows)
    if is_projects:
        settle_projects(rows)
    _settle_roles(rows, is_projects=is_projects)
    _settle_closing_totals(rows)
    _settle_levels(rows, is_panels=is_panels)
    if is_panels:
        for panel in sorted({row.panel for row in rows}):
            _settle_outline([row for row in rows if row.panel == panel])


def _settle_groups(rows: list[BodyRow]) -> None:
    """A group that prints two digits alone (05) between its class (208) and its items (2080505) has their code."""
    for row, below in pairwise(rows):
        printed = row.code_printed or ""
        if row.code is not None or len(printed) != 2 or row.panel != below.panel:
            continue
        if below.code is not None and len(below.code) == 7 and below.code[3:5] == printed:
            row.code, row.code_source = below.code[:5], "position"


def _settle_roles(rows: list[BodyRow], *, is_projects: bool) -> None:
    above = {id(row.parent) for row in rows if row.parent is not None}
    unit_codes = {row.unit_code for row in rows if row.unit_code}
    has_unit_column = any(row.unit_name for row in rows)
    for row in rows:
        if row.role == "grand_total" and not is_projects:
            pass
        elif row.label.role is not None:
            row.role = row.label.role
        elif row.code is not None:
            row.role = "subtotal" if id(row) in above else "detail"
        elif row.is_head or (row.is_unresolved and id(row) in above):
            row.role = "subtotal"
        elif row.unit_code and not is_projects:
            row.role = "subtotal" if _begins_another(row.unit_code, unit_codes) else "detail"
        elif is_projects and row.role != "grand_total":
            # Departments, units and groups of projects stand in the column of names, without a unit beside them.
            is_group = has_unit_column and not row.unit_name and not row.project_code
            row.role = "subtotal" if is_group else "detail"
        if is_projects and row.role != "detail":
            row.project_name = row.project_code = None
        if row.role == "grand_total":
            row.unit_name = None  # 合计 in the column of units is no unit


def _settle_closing_totals(rows: list[BodyRow]) -> None:
    """收入合计 is the total of all below a total of the year or money carried over, else the total of the year."""
    with_grand_total = {row.panel for row in rows if row.role == "grand_total"}
    with_parts: set[int] = set()
    for row in rows:
        if row.role == "closing_total":
            is_all = row.panel in with_parts and row.panel not in with_grand_total
            row.role = "grand_total" if is_all else "current_total"
        if row.role in ("current_total", "carryover"):
            with_parts.add(row.panel)


def _begins_another(code: str, codes: set[str]) -> bool:
    return any(other != code and other.startswith(code) for other in codes)


def _settle_levels(rows: list[BodyRow], *, is_panels: bool) -> None:
    for row in rows:
        if row.code is not None:
            row.level = code_level(row.code)
        elif row.label.level is not None:
            row.level = row.label.level
        elif row.under is not None and row.under.code is not None:
            row.level = code_level(row.under.code) + 1
        elif row.role in ("grand_total", "current_total") or (row.role == "carryover" and is_panels):
            row.level = 0


def _settle_outline(rows: list[BodyRow]) -> None:
    """Lines numbered as an outline: one with deeper lines below it is a subtotal; a carryover passes on to them."""
    stack: list[BodyRow] = []
    for row in rows:
        if row.level is None:
            row.parent = stack[-1] if stack else None
        else:
            while stack and (stack[-1].level or 0) >= row.level:
                stack.pop()
            row.parent = stack[-1] if stack and row.level > 0 else None
            stack.append(row)
        if row.parent is not None:
            if row.parent.role == "detail":
                row.parent.role = "subtotal"
            row.in_carryover = row.parent.in_carryover
        if row.role == "carryover":
            row.in_carryover = True
