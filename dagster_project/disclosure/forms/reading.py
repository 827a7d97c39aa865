"""A form becomes records: printed money and shares as cells, everything else as text, and what both say as targets and
attributes of projects.

Belongs here: walking the rows of a form once, from its first page to its last. Does not belong here: words
(vocabulary/forms.yaml), and sums or comparisons (the warehouse).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dagster_project.disclosure import keys, vocabulary
from dagster_project.disclosure.amounts import (
    PrintedAmount,
    parse_amount,
    parse_amount_with_unit,
    parse_percentage,
)
from dagster_project.disclosure.cells import FilingContext
from dagster_project.disclosure.forms.blocks import (
    Block,
    BlockColumn,
    block_at,
    covering_cells,
    unit_in,
)
from dagster_project.disclosure.forms.targets import parse_target
from dagster_project.disclosure.ocr.doubt import is_broken_number, provenance
from dagster_project.disclosure.pages import Box, Line
from dagster_project.disclosure.records import (
    PerformanceTargetRecord,
    ProjectAttributeRecord,
    ReportedCellRecord,
    ReportedTextRecord,
)
from dagster_project.disclosure.statements import Segment, Statement
from dagster_project.disclosure.tables import Grid, GridCell
from dagster_project.disclosure.vocabulary import FormLineItem, fold

_YEAR = re.compile(r"(20\d\d)年")
_HEAD_ROWS = 3  # rows of titles that a header may have above it
_FAMILIES = ("income_", "expenditure_", "funding_", "total_funding_")  # line items that are parts of a whole
_BUDGETS = {"funding_": "project_current_budget", "total_funding_": "project_total_budget"}
_SAME_EDGE = 2.0  # points
_TELLING = {"indicators", "composition", "funding", "projects", "project_goals"}  # lists that make a form understood
_LEVELS = ("level1", "level2", "level3")


@dataclass
class FormCells:
    """What one form yields. `unread_figures` counts amounts that stand where no list and no label explains them."""

    cells: list[ReportedCellRecord] = field(default_factory=list)
    texts: list[ReportedTextRecord] = field(default_factory=list)
    targets: list[PerformanceTargetRecord] = field(default_factory=list)
    attributes: list[ProjectAttributeRecord] = field(default_factory=list)
    row_count: int = 0
    lists: set[str] = field(default_factory=set)  # names of the lists that were found
    unread_figures: int = 0

    @property
    def is_read(self) -> bool:
        """Whether the form is one that this reader understands at all."""
        return (
            bool(self.lists & {"indicators", "composition", "funding", "projects", "project_goals"})
            or len(self.attributes) >= 3
        )


def read_form(statement: Statement, statement_no: int, table_no: str, context: FilingContext) -> FormCells:
    """Read one form. Money stays in the unit that the form, or the cell itself (150万元), declares."""
    return _FormReading(statement, statement_no, table_no, context).read()


@dataclass
class _Sheet:
    """The project that the rows speak of, while its sheet is read; its records begin at the positions kept here."""

    first_cell: int
    first_target: int
    first_attribute: int
    name: str | None = None
    code: str | None = None


class _FormReading:
    """State of reading one form from its first row to its last."""

    def __init__(self, statement: Statement, statement_no: int, table_no: str, context: FilingContext) -> None:
        self.statement = statement
        self.statement_no = statement_no
        self.table_no = table_no
        self.context = context
        self.found = FormCells()
        self.block: Block | None = None
        self.horizon: str | None = None
        self.sheet = _Sheet(0, 0, 0)
        self.listed: tuple[str, str | None] | None = None  # name and code of the project that a list is at
        self.unnamed: _Sheet | None = None  # where the records of a listed project begin whose name a later page prints
        self.is_top = True  # no row of a list was read on this page yet
        self.cut: dict[GridCell, str] = {}  # what stood before a page break of a merged cell that goes on after it
        self.carried: dict[str, str] = {}  # goal and levels of the row before, for rows that go on on the next page
        self.unit: str | None = None  # of money, where a label of the form says it
        self.whole_from: float | None = None  # left edge of the label of the whole project's money
        self.year_from: float | None = None  # left edge of the label of the year's money
        self.open_text: int | None = None  # index of the attribute that a page break may cut in two

    def read(self) -> FormCells:
        for segment in self.statement.segments:
            self._read_segment(segment)
        if self.unnamed is not None:
            self.found.unread_figures += len(self.found.cells) - self.unnamed.first_cell
        self._close_sheet()
        self._set_parents()
        return self.found

    # -- rows ----------------------------------------------------------------------------------------------------

    def _read_segment(self, segment: Segment) -> None:
        grid = segment.grid
        self.is_top = True
        horizon = vocabulary.forms().horizon(fold("".join(line.text for line in segment.caption)))
        if horizon is not None:
            self.horizon, self.block = horizon, None
        if segment is self.statement.segments[0]:
            self._sheet_title(segment.caption, grid)
        if self.block is not None:
            # The list goes on from the page before, under the same places on the page.
            self.block = replace(self.block, first_row=0, end_row=None)
        row = 0
        while row < grid.row_count:
            begun = grid.rows[row]
            if not any(cell.text.strip() for cell in begun):
                row += 1
                continue
            self.found.row_count += 1
            block = block_at(grid, row)
            if block is not None:
                self._begin(block, grid, row)
                row = block.first_row
                continue
            if len(begun) == 1 and begun[0].column_span == grid.column_count and grid.column_count > 1:
                self.block = None
                self._title(begun[0].text)
                self._text(begun[0], grid, "")
            elif self.block is not None and not self._ends_block(begun, row):
                self._list_row(grid, row, self.block)
            else:
                self.block = None
                self._pairs(begun, grid)
            row += 1

    def _begin(self, block: Block, grid: Grid, row: int) -> None:
        self.block = block
        self.found.lists.add(block.kind.name)
        # The header repeated on a new page goes on with the project of the page before.
        if row > _HEAD_ROWS:
            self.listed = None
        self.carried = {}
        for below in range(row, block.first_row):
            for cell in grid.rows[below]:
                self._text(cell, grid, "")

    def _ends_block(self, begun: list[GridCell], row: int) -> bool:
        block = self.block
        if block is None or (block.end_row is not None and row >= block.end_row):
            return True
        if block.kind.name == "indicators" or not begun:
            return False
        first = vocabulary.forms().attribute(fold(begun[0].text))
        return (
            first is not None
            and first.line_item is None
            and block.column_of(begun[0]) is not None
            and len(begun) % 2 == 0
        )

    def _title(self, text: str) -> None:
        """A row or caption over a list says the horizon of what follows."""
        self.horizon = vocabulary.forms().horizon(fold(text)) or self.horizon
        self.carried = {}

    # -- label beside value --------------------------------------------------------------------------------------

    def _pairs(self, begun: list[GridCell], grid: Grid) -> None:
        waiting = None
        for cell in begun:
            entry = vocabulary.forms().attribute(fold(cell.text))
            if waiting is None or entry is not None:
                waiting = entry
                self._plain(cell, grid) if entry is None else self._text(cell, grid, "")
                continue
            before = begun[begun.index(cell) - 1]
            label = before.text.strip()
            if waiting.attribute == "project_name" and self.sheet.name is not None:
                self._close_sheet()
            amount = _money(cell) if waiting.line_item else None
            if waiting.line_item and amount is not None:
                item = _named(self._fund_item(waiting.line_item, before))
                self._money_cell(cell, grid, amount, label, label, item, "amount")
            else:
                self._text(cell, grid, label)
            self._attribute(waiting.attribute, cell, grid)
            waiting = None

    def _fund_item(self, line_item: str, label: GridCell) -> str:
        """A fund of the whole project stands under another label than a fund of the year, where a form has both."""
        if line_item == "project_current_budget":
            self.year_from = label.box[0]
        elif line_item == "project_total_budget":
            self.whole_from = label.box[0]
        elif self.whole_from is not None and (self.year_from is None or label.box[0] < self.year_from - _SAME_EDGE):
            return f"total_{line_item}"
        return line_item

    def _plain(self, cell: GridCell, grid: Grid) -> None:
        unit = vocabulary.tables().captions.unit_bare.search(fold(cell.text)) if len(cell.text) < 20 else None
        self.unit = unit["unit"] if unit else self.unit
        amount = parse_amount(cell.text)
        self.found.unread_figures += amount is not None and amount.value is not None and bool(amount.decimals)
        self._text(cell, grid, "")

    # -- lists -----------------------------------------------------------------------------------------------------

    def _list_row(self, grid: Grid, row: int, block: Block) -> None:
        placed = [(cell, block.column_of(cell)) for cell in covering_cells(grid, row)]
        texts: dict[str, str] = {}
        for cell, column in placed:
            if column is not None and column.words is not None:
                role, text = column.words.role, self.cut.get(cell, "") + re.sub(r"\s+", "", cell.text)
                texts[role] = "/".join(part for part in (texts.get(role, ""), text) if part)
        if block.kind.name == "indicators":
            on_new_page = row == 0 and block.first_row == 0
            if on_new_page and self._continue_row(placed, texts, grid):
                return
            self._carry(texts, on_new_page=on_new_page)
            self._begin_listed(texts.get("project"))
            self._begin_unnamed(placed, row)
            self.is_top = False
        listed = self.listed[0] if self.listed else ""
        label = texts.get("label") or texts.get("name") or listed or _label_across(placed) or block.label
        item = vocabulary.forms().line_item(block.kind.name, fold(label))
        for cell, column in placed:
            if cell.row == row:
                self._list_cell(cell, column, grid, label, item, texts)
        if block.kind.name in ("goals", "goals_beside") and not label:
            self._continue_text(texts)

    def _list_cell(
        self, cell: GridCell, column: BlockColumn | None, grid: Grid, label: str, item: FormLineItem | None,
        texts: dict[str, str],
    ) -> None:  # fmt: skip
        words = column.words if column is not None else None
        block_kind = self.block.kind.name if self.block is not None else ""
        if column is None or words is None:
            self._plain(cell, grid)
            return
        money = _money(cell) if words.role == "amount" else None
        share = parse_percentage(cell.text) if words.role == "share" else None
        if words.role == "share" and not cell.text.strip():
            share = PrintedAmount("blank")
        if words.line_item is not None:
            item = _named(words.line_item)
        if money is not None and (label or self.unnamed):
            project = self.listed or (texts.get("name"), None)
            self._money_cell(cell, grid, money, label, column.path, item, "amount", (project[0] or None, project[1]))
        elif share is not None and label:
            self._money_cell(cell, grid, (share, "%"), label, column.path, item, "share")
        elif words.role == "amount":
            self._plain(cell, grid)
        else:
            self._text(cell, grid, column.path)
        if words.role == "target":
            self._target(cell, grid, column, texts)
        if block_kind == "indicators":
            self._listed_attribute(words.attribute, cell, grid)
        elif words.role == "goal_text" and label and words.attribute is None:
            horizon = vocabulary.forms().horizon(fold(label))
            self._attribute("annual_goal" if horizon == "annual" else "long_term_goal", cell, grid)
        elif words.attribute is not None or words.role == "name":
            attribute = words.attribute or "project_name"
            self._attribute(attribute, cell, grid, texts.get("name"))

    def _begin_listed(self, printed: str | None) -> None:
        """A list of indicators that names its projects in a column: the rows are of the last one named."""
        if not printed:
            return
        match = vocabulary.forms().code_and_name.match(fold(printed))
        self.listed = (match["name"], match["code"]) if match else (printed, None)
        if self.unnamed is not None:
            self._name_unnamed(self.unnamed, *self.listed)
            self.unnamed = None

    def _begin_unnamed(self, placed: list[tuple[GridCell, BlockColumn | None]], row: int) -> None:
        """A merged cell that a page break cuts prints the project's name on one of its pages only, at times the later.

        Such a cell begins empty below another project; at the top of a page an empty one goes on with the one before.
        """
        begins_empty = any(
            column is not None
            and column.words is not None
            and column.words.role == "project"
            and cell.row == row
            and not cell.text.strip()
            for cell, column in placed
        )
        if not begins_empty or (self.is_top and (self.listed is not None or self.unnamed is not None)):
            return
        self.listed = ("", None)
        self.unnamed = _Sheet(len(self.found.cells), len(self.found.targets), len(self.found.attributes))

    def _name_unnamed(self, since: _Sheet, name: str, code: str | None) -> None:
        self._name_records(since, name, code)
        cells = self.found.cells
        cells[since.first_cell :] = [
            replace(cell, row_label=name, row_name=fold(name)) for cell in cells[since.first_cell :]
        ]

    def _name_records(self, since: _Sheet, name: str, code: str | None) -> None:
        """Give all records from a position on the project that they are about."""
        found = self.found
        found.cells[since.first_cell :] = [
            replace(cell, project_name_printed=name, project_code_printed=code)
            for cell in found.cells[since.first_cell :]
        ]
        found.targets[since.first_target :] = [
            replace(target, project_name_printed=name, project_code_printed=code)
            for target in found.targets[since.first_target :]
        ]
        found.attributes[since.first_attribute :] = [
            replace(attribute, project_name_printed=name, project_code_printed=code)
            for attribute in found.attributes[since.first_attribute :]
        ]

    def _listed_attribute(self, attribute: str | None, cell: GridCell, grid: Grid) -> None:
        """What such a list says of its project, in the row that names it."""
        if attribute is None or self.listed is None or not cell.text.strip():
            return
        name, code = self.listed
        text = name if attribute == "project_name" else cell.text.strip()
        self._add_attribute(attribute, text, cell.text_box, self._cell_id(cell, grid), grid.page_no, name, code)

    def _continue_row(
        self, placed: list[tuple[GridCell, BlockColumn | None]], texts: dict[str, str], grid: Grid
    ) -> bool:
        """A row that a page break cuts goes on without indicator and value: its pieces belong to the row before.

        A merged cell that is cut there goes on beside the rows below too, so its first piece is kept for them.
        """
        tail = {role: text for role, text in texts.items() if text}
        if not self.carried or texts.get("level3") or texts.get("target") or not tail.keys() & {*_LEVELS, "goal"}:
            return False
        last = self.found.targets[-1].row_no if self.found.targets else None
        for i, target in enumerate(self.found.targets):
            if target.row_no == last:
                self.found.targets[i] = replace(
                    target,
                    goal_name=(target.goal_name or "") + tail.get("goal", "") or None,
                    level1=(target.level1 or "") + tail.get("level1", "") or None,
                    level2=(target.level2 or "") + tail.get("level2", "") or None,
                    basis=(target.basis or "") + tail.get("basis", "") or None,
                )
        for cell, column in placed:
            role = column.words.role if column is not None and column.words is not None else ""
            if role in tail and role in ("goal", *_LEVELS):
                self.cut[cell] = self.carried.get(role, "")
            self._text(cell, grid, column.path if column is not None else "")
        return True

    def _carry(self, texts: dict[str, str], *, on_new_page: bool) -> None:
        """The first row of a new page repeats no goal; merged cells that a page break cuts are empty there."""
        if on_new_page and not texts.get("goal") and "goal" in texts:
            texts["goal"] = self.carried.get("goal", "")
        self.carried = {**texts}

    def _target(self, cell: GridCell, grid: Grid, column: BlockColumn, texts: dict[str, str]) -> None:
        words = column.words
        levels = [texts.get(name) or None for name in _LEVELS]
        deepest = next((level for level in reversed(levels) if level), None)
        if words is None or words.year_role is None or deepest is None:
            return
        goal = texts.get("goal") or None
        horizon = words.horizon or self._block_horizon() or self.horizon
        horizon = horizon or vocabulary.forms().horizon(fold(goal or "")) or "annual"
        target = parse_target(cell.text, texts.get("operator", ""), texts.get("target_unit", ""))
        name, code = self.listed or (None, None)
        if levels[0] is None and levels[1] is None and (one := vocabulary.forms().levels_in_one.match(deepest)):
            levels = [one["level1"], one["level2"], one["level3"]]
        x0, top, x1, bottom = cell.text_box
        self.found.targets.append(
            PerformanceTargetRecord(
                target_id=self._cell_id(cell, grid), document_id=self.context.document_id,
                part_no=self.context.part_no, statement_no=self.statement_no, table_no=self.table_no,
                page_no=grid.page_no, x0=x0, top=top, x1=x1, bottom=bottom, row_no=self.found.row_count,
                project_name_printed=name or None, project_code_printed=code, goal_name=goal,
                level1=levels[0], level2=levels[1], level3=levels[2] or deepest, horizon=horizon,
                year_role=words.year_role, target_text=cell.text.strip(), operator=target.operator,
                target_value=target.value, target_unit=target.unit, basis=texts.get("basis") or None,
            )
        )  # fmt: skip

    def _block_horizon(self) -> str | None:
        """A list with columns of past years is about the year, whatever stands above it."""
        columns = self.block.columns if self.block is not None else ()
        return next((column.words.horizon for column in columns if column.words and column.words.horizon), None)

    # -- projects ----------------------------------------------------------------------------------------------------

    def _attribute(self, attribute: str, cell: GridCell, grid: Grid, project: str | None = None) -> None:
        text = cell.text.strip()
        if project is None and attribute == "project_name":
            self.sheet.name = text
        if project is None and attribute == "project_code":
            self.sheet.code = re.sub(r"\s", "", text) or None
        self._add_attribute(attribute, text, cell.text_box, self._cell_id(cell, grid), grid.page_no, project or "")

    def _add_attribute(
        self,
        attribute: str,
        text: str,
        box: Box,
        cell_id: str,
        page_no: int,
        project: str = "",
        code: str | None = None,
    ) -> None:
        x0, top, x1, bottom = box
        self.open_text = len(self.found.attributes)
        self.found.attributes.append(
            ProjectAttributeRecord(
                cell_id=cell_id, document_id=self.context.document_id, part_no=self.context.part_no,
                statement_no=self.statement_no, table_kind=self.statement.kind, table_no=self.table_no,
                page_no=page_no, x0=x0, top=top, x1=x1, bottom=bottom, row_no=self.found.row_count,
                project_name_printed=project, project_code_printed=code, attribute=attribute, text=text,
            )
        )  # fmt: skip

    def _continue_text(self, texts: dict[str, str]) -> None:
        """A goal that is cut by a page break goes on in a row without a name."""
        if self.open_text is None:
            return
        more = texts.get("goal_text") or ""
        before = self.found.attributes[self.open_text]
        self.found.attributes[self.open_text] = replace(before, text=before.text + more)

    def _sheet_title(self, caption: list[Line], grid: Grid) -> None:
        """The name of the project as the title above its sheet spells it, which may run over two lines."""
        for first in range(len(caption)):
            lines = caption[first : first + 2]
            if vocabulary.tables().kind_named(fold(lines[0].text)):
                continue
            title = vocabulary.forms().sheet_title.match(fold("".join(line.text for line in lines)))
            alone = vocabulary.forms().sheet_title.match(fold(lines[0].text))
            match = alone or title
            if match is None:
                continue
            cell_id = keys.cell_id(self.context.document_id, grid.page_no, lines[0].box, lines[0].text)
            self._add_attribute("sheet_title", match["name"], lines[0].box, cell_id, grid.page_no)
            return

    def _close_sheet(self) -> None:
        """Give the records of a project sheet the project that it names; a form that names none is about the unit."""
        sheet, found = self.sheet, self.found
        if sheet.name is not None:
            self._name_records(sheet, sheet.name, sheet.code)
        else:
            # What a form says of its unit (长期目标, 填报人) is no attribute of a project.
            own = [a for a in found.attributes[sheet.first_attribute :] if a.project_name_printed]
            found.attributes[sheet.first_attribute :] = own
        self.whole_from = self.year_from = None
        self.sheet = _Sheet(len(found.cells), len(found.targets), len(found.attributes))
        self.open_text = None

    # -- records -----------------------------------------------------------------------------------------------------

    def _cell_id(self, cell: GridCell, grid: Grid) -> str:
        return keys.cell_id(self.context.document_id, grid.page_no, cell.text_box, cell.text)

    def _text(self, cell: GridCell, grid: Grid, path: str) -> None:
        if not cell.text.strip():
            return
        x0, top, x1, bottom = cell.text_box
        self.found.texts.append(
            ReportedTextRecord(
                cell_id=self._cell_id(cell, grid), document_id=self.context.document_id, part_no=self.context.part_no,
                statement_no=self.statement_no, table_no=self.table_no, page_no=grid.page_no,
                x0=x0, top=top, x1=x1, bottom=bottom, row_no=self.found.row_count, column_no=cell.column + 1,
                column_path=path, text=cell.text,
            )
        )  # fmt: skip

    def _money_cell(
        self, cell: GridCell, grid: Grid, printed: tuple[PrintedAmount, str | None], label: str, path: str,
        item: FormLineItem | None, measure: str, project: tuple[str | None, str | None] = (None, None),
    ) -> None:  # fmt: skip
        amount, unit = printed
        block_unit = self.block.unit if self.block is not None else None
        unit = unit or unit_in(fold(path)) or block_unit or self.unit or self.statement.caption.unit
        is_money = measure != "share"
        origin = provenance(cell.chars, grid.text_source, is_broken=amount.is_unread)
        year = _YEAR.search(fold(path))
        x0, top, x1, bottom = cell.text_box
        self.found.cells.append(
            ReportedCellRecord(
                cell_id=self._cell_id(cell, grid), document_id=self.context.document_id, part_no=self.context.part_no,
                statement_no=self.statement_no, table_kind=self.statement.kind, table_no=self.table_no,
                page_no=grid.page_no, x0=x0, top=top, x1=x1, bottom=bottom, row_no=self.found.row_count,
                column_no=cell.column + 1, row_label=label, row_name=fold(label), column_path=path,
                row_role=item.role if item else "detail", level=None, parent_cell_id=None,
                side=item.side if item else None, classification=None, subject_code=None, subject_code_printed=None,
                code_source=None, unit_key=None, unit_name_printed=None, unit_code_printed=None,
                project_code_printed=project[1], project_name_printed=project[0],
                line_item=item.line_item if item else None,
                measure=measure, fund_source=item.fund_source if item else None, vintage="current",
                expenditure_kind=None, phase=self.context.phase,
                amount_year=int(year[1]) if year else self.context.fiscal_year,
                raw_text=cell.text, raw_state=amount.raw_state,
                amount=amount.value if is_money else None, value=None if is_money else amount.value,
                value_unit=None if is_money else "%",
                unit_declared=unit if is_money else None, decimals=amount.decimals,
                text_source=origin.text_source, confidence=origin.confidence, suspect=origin.suspect or cell.doubt,
            )
        )  # fmt: skip

    def _set_parents(self) -> None:
        """A line of a composition or list of funds belongs to the total of its column, 其中 to the line above."""
        totals = {
            (cell.side, cell.column_path, cell.project_name_printed): cell.cell_id
            for cell in self.found.cells
            if cell.row_role == "grand_total"
        }
        in_all = [cell for cell in self.found.cells if cell.line_item in _BUDGETS.values()]
        budgets = {
            (cell.project_code_printed, cell.project_name_printed, cell.line_item): cell.cell_id for cell in in_all
        }
        # In a list of projects units may have projects of one name: what stands in a row belongs to its own budget.
        budgets_of_row = {(cell.row_no, cell.line_item): cell.cell_id for cell in in_all}
        above: ReportedCellRecord | None = None
        for i, cell in enumerate(self.found.cells):
            family = next((name for name in _FAMILIES if (cell.line_item or "").startswith(name)), None)
            if family is None or cell.row_role == "grand_total":
                continue
            parent = totals.get((cell.side, cell.column_path, cell.project_name_printed))
            if parent is None and family in _BUDGETS:
                # Funds as labels with values, or in columns: they make up the budget of their project.
                parent = budgets_of_row.get((cell.row_no, _BUDGETS[family])) or budgets.get(
                    (cell.project_code_printed, cell.project_name_printed, _BUDGETS[family])
                )
            if cell.row_role == "of_which" and above is not None:
                parent = above.cell_id
            self.found.cells[i] = replace(cell, parent_cell_id=parent)
            if cell.row_role != "of_which":
                above = cell


def _label_across(placed: list[tuple[GridCell, BlockColumn | None]]) -> str:
    """The label of a row whose first cell runs across several columns (金额合计), where it has amounts."""
    roles = {cell: column.words.role if column and column.words else "" for cell, column in placed}
    if not any(role == "amount" and cell.text.strip() for cell, role in roles.items()):
        return ""
    wide = (cell.text.strip() for cell, role in roles.items() if role != "amount" and cell.column_span > 1)
    return next((text for text in wide if text), "")


def _named(line_item: str) -> FormLineItem:
    return FormLineItem(list="", label=re.compile(""), line_item=line_item)


def _money(cell: GridCell) -> tuple[PrintedAmount, str | None] | None:
    """An amount, with the unit that the cell itself may print: 237.86, 150万元, a blank, a slash."""
    plain = parse_amount(cell.text)
    money = (plain, None) if plain is not None else parse_amount_with_unit(cell.text)
    return (PrintedAmount("number"), None) if money is None and is_broken_number(cell.chars) else money
