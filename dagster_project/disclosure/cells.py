"""The cells of a statement: every money cell with what its row and column make of it, every other cell as text.

Belongs here: rows and columns meeting. Does not belong here: units of money beyond what is printed, sums, codes of
names (`naming`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dagster_project.disclosure import keys, vocabulary
from dagster_project.disclosure.amounts import (
    PrintedAmount,
    parse_amount,
    parse_percentage,
)
from dagster_project.disclosure.columns import LABEL_ROLES, Column, read_body
from dagster_project.disclosure.depths import Indent
from dagster_project.disclosure.hierarchy import BodyRow, settle
from dagster_project.disclosure.ocr import doubt
from dagster_project.disclosure.periods import Period, compares_periods, names_period, read_period
from dagster_project.disclosure.records import ReportedCellRecord, ReportedTextRecord
from dagster_project.disclosure.rows import (
    complete_code,
    is_subject_code,
    read_label,
    split_code,
)
from dagster_project.disclosure.statements import Statement
from dagster_project.disclosure.tables import Grid, GridCell
from dagster_project.disclosure.vocabulary import ColumnWords

_INCOME_KINDS = frozenset({"revenue"})


@dataclass(frozen=True)
class FilingContext:
    """What the cells need to know of their document. `division` is the administrative division code, where printed."""

    document_id: str
    part_no: int
    fiscal_year: int
    phase: str
    division: str | None


@dataclass
class StatementCells:
    """What one statement yields."""

    cells: list[ReportedCellRecord]
    texts: list[ReportedTextRecord]
    row_count: int


def read_cells(statement: Statement, statement_no: int, table_no: str, context: FilingContext) -> StatementCells:
    reading = _Reading(statement, statement_no, table_no, context)
    if statement.is_form or not any(column.role == "money" for column in reading.columns):
        reading.read_text_only()
    else:
        reading.read()
    return StatementCells(reading.cells, reading.texts, reading.row_no)


class _Reading:
    """State of reading one statement from its first body row to its last."""

    def __init__(self, statement: Statement, statement_no: int, table_no: str, context: FilingContext) -> None:
        self.statement = statement
        self.statement_no = statement_no
        self.table_no = table_no
        self.context = context
        self.kind = statement.kind
        self.is_panels = statement.header.is_sided
        self.columns = _with_money(statement)
        self.panels = sorted({column.panel for column in self.columns})
        self.cells: list[ReportedCellRecord] = []
        self.texts: list[ReportedTextRecord] = []
        self.row_no = 0
        self.rows: list[BodyRow] = []
        self._last_code: dict[int, str] = {}
        self._kept_texts: set[GridCell] = set()
        self._names_items = _names_items(self.kind, self.columns)
        items = vocabulary.tables().itemised.get(self.kind, frozenset())
        self._lines_are_items = not any(column.words and column.words.measure in items for column in self.columns)
        self._scanned = {
            page_no for part in statement.segments if part.grid.text_source == "ocr" for page_no, _ in part.grid.frames
        }

    # -- forms and tables without money ------------------------------------------------------------------------

    def read_text_only(self) -> None:
        for segment in self.statement.segments:
            for row in range(segment.body_start if not self.statement.is_form else 0, segment.grid.row_count):
                self.row_no += 1
                for cell in segment.grid.rows[row]:
                    self._text(cell, segment.grid.page_no, self.row_no, "")

    # -- statements --------------------------------------------------------------------------------------------

    def read(self) -> None:
        # The two sides of a statement share their rows; a list in two halves goes on with the second after the first.
        for panels in [self.panels] if self.is_panels else [[panel] for panel in self.panels]:
            self._read_panels(panels)
        settle(
            self.rows, is_panels=self.is_panels, is_projects=self.kind == "project_expenditure",
            scheme=self.classification(self.panels[0]) if self._has_one_list else None,
        )  # fmt: skip
        self._emit()

    def _read_panels(self, panels: list[int]) -> None:
        own = {column.index for column in self.columns if column.panel in panels}
        for segment in self.statement.segments:
            grid = segment.grid
            for row in range(segment.body_start, grid.row_count):
                shown = [cell for cell in grid.rows[row] if cell.text.strip()]
                if not any(own & set(range(cell.column, cell.column + cell.column_span)) for cell in shown):
                    continue
                # A note that lies inside the frame is text, not a row of figures.
                is_note = len(shown) == 1 and self._is_note(shown[0].text)
                if is_note and shown[0] in self._kept_texts:
                    continue
                self.row_no += 1
                if is_note:
                    self._text(shown[0], grid.page_no, self.row_no, "")
                    self.statement.notes.append(shown[0].text)
                    continue
                for panel in panels:
                    self._read_row(panel, row, grid)

    def _is_note(self, printed: str) -> bool:
        text = vocabulary.fold(printed)
        tables = vocabulary.tables()
        return bool(tables.captions.note.match(text)) or (len(text) > 12 and bool(tables.nil_note.search(text)))

    def _read_row(self, panel: int, row: int, grid: Grid) -> None:
        page_no = grid.page_no
        by_role: dict[str, list[str]] = {}
        figures: list[tuple[Column, GridCell]] = []
        seen: set[int] = set()
        for column in self.columns:
            cell = grid.at(row, column.index)
            if cell is None or column.panel != panel:
                continue
            begins = cell.row == row and id(cell) not in seen
            if column.role == "money":
                if begins and _figure(cell) is not None:
                    figures.append((column, cell))
                    for copy in cell.copies:
                        self._text(copy, page_no, self.row_no, column.path)
                elif begins:
                    self._text(cell, page_no, self.row_no, column.path)
            else:
                if id(cell) not in seen:
                    self._note(by_role.setdefault(column.role, []), column, cell)
                if begins:
                    self._text(cell, page_no, self.row_no, column.path)
            seen.add(id(cell))
        record = self._row(panel, page_no, by_role)
        if record is None and not any(cell.text.strip() for _, cell in figures):
            return
        if record is None:
            record = self._unlabelled_row(panel, page_no)
        record.figures = figures
        record.indent = self._indent(record, row, grid)
        self.rows.append(record)

    def _indent(self, record: BodyRow, row: int, grid: Grid) -> Indent | None:
        """Where the label of a row stands, within the columns that hold labels."""
        labels = [column for column in self.columns if column.panel == record.panel and column.role in LABEL_ROLES]
        cells = [cell for column in labels if (cell := grid.at(row, column.index)) is not None]
        cell = next((cell for cell in cells if cell.text.strip() == record.label_printed), None)
        if cell is None or not record.label_printed:
            return None
        # Columns without rulings begin where their texts begin, which differs from page to page.
        edge = grid.column_edges[labels[0].index] if grid.found_by == "rulings" else 0.0
        line = cell.lines[0]
        x0, top, x1, bottom = line.box
        word = next((char.x0 for char in line.chars if char.text.isalnum()), x0)  # behind ├─ or the bracket of （一）
        return Indent(word - edge, (x0 + x1) / 2 - edge, bottom - top)

    def _note(self, texts: list[str], column: Column, cell: GridCell) -> None:
        """Where one header word stands over two columns, the names in them are nested: the inner one is the row's."""
        text = cell.text.strip()
        before = self.columns[column.index - 1] if column.index else None
        is_nested = column.role in LABEL_ROLES and before is not None and before.path == column.path
        if is_nested and text and texts:
            texts[-1] = text
        else:
            texts.append(text)

    def _row(self, panel: int, page_no: int, by_role: dict[str, list[str]]) -> BodyRow | None:
        def first(*roles: str) -> str | None:
            return next((text for role in roles for text in by_role.get(role, []) if text), None)

        code_texts = by_role.get("subject_code", [])
        names = [
            text for role in ("subject_name", "project_name", "label", "unit_name") for text in by_role.get(role, [])
        ]
        label = next((text for text in names if text), "")
        if not label and not any(code_texts):
            # 合计 may stand in a column that is left out otherwise: 政府经济科目名称 beside 部门经济科目名称.
            others = by_role.get("text", [])
            label = next((text for text in others if read_label(text, self.kind).role == "grand_total"), "")
        code_printed = "".join(re.sub(r"\s", "", text) for text in code_texts) or None
        code, source = complete_code(code_texts, self._last_code.get(panel)) if code_texts else (None, "printed")
        if code_printed is not None and not any(char.isdigit() for char in code_printed):
            label, code_printed = label or _words_of(code_texts), None
        if code_printed is not None and (code is None or any(char.isalpha() for char in code_printed)):
            code, name = split_code(code_printed)  # both in the column of codes: 2010101行政运行
            label, code_printed = label or name, code or code_printed
        if code is None and code_printed is None and self._is_coded(panel):
            code, label = split_code(label)
            code_printed = code
        if code is not None:
            self._last_code[panel] = code
        unit_code = first("unit_code")
        if not label and unit_code and not any(char.isdigit() for char in unit_code):
            label, unit_code = unit_code, None
        if not (label or code_printed or unit_code):
            return None
        return BodyRow(
            page_no=page_no, row_no=self.row_no, panel=panel, label=read_label(label, self.kind), label_printed=label,
            code_printed=code_printed, code=code if code and is_subject_code(code) else None,
            code_source=source if code else None, unit_name=first("unit_name"), unit_code=unit_code,
            project_name=first("project_name"), project_code=first("project_code"),
        )  # fmt: skip

    def _unlabelled_row(self, panel: int, page_no: int) -> BodyRow:
        """A row that prints no label: the total of a project table, or the one row of a table without label column."""
        label = ""
        if any(column.panel == panel and column.role not in ("money", "text", "unknown") for column in self.columns):
            label = vocabulary.tables().unnamed_total if not self.rows else ""
        role = "grand_total" if label else "detail"
        return BodyRow(page_no, self.row_no, panel, read_label("", self.kind), label, role=role)

    def _is_coded(self, panel: int) -> bool:
        return self.classification(panel) is not None

    def classification(self, panel: int) -> str | None:
        """What the rows of a panel are coded by."""
        columns = [column for column in self.columns if column.panel == panel]
        if self.is_panels:
            if self.side(columns[-1]) != "expenditure":
                return None
            paths = [column.folded for column in columns]
            words = vocabulary.columns().classifications
            return next(
                (name for name, pattern in words.items() if any(pattern.search(p) for p in paths)), "functional"
            )
        entry = self.statement.kind_entry
        if entry is None:
            return None
        by_words = any(column.role in ("subject_code", "subject_name") for column in columns)
        # Under words that say nothing (项目) the names themselves say what they are names of.
        shown = self.statement.shown
        by_names = not shown.codes and shown.coding == entry.classification
        return entry.classification if by_words or by_names else None

    @property
    def _has_one_list(self) -> bool:
        """Whether one name says what a whole row is about: no other list has its names after the money of the first."""
        first_money = min(column.index for column in self.columns if column.role == "money")
        names = [column.index for column in self.columns if column.panel == 0 and column.role in LABEL_ROLES]
        return not self.is_panels and all(index < first_money for index in names)

    def side(self, column: Column) -> str | None:
        if not self.is_panels:
            return "income" if self.kind in _INCOME_KINDS else "expenditure"
        words = vocabulary.columns().sides
        found = next((side for side, pattern in words.items() if pattern.search(column.folded.split("/")[0])), None)
        return found or ("income" if column.panel == 0 else "expenditure")

    # -- records ---------------------------------------------------------------------------------------------------

    def _emit(self) -> None:
        ids = {
            (row, column.index): self._cell_id(cell, cell.page_no or row.page_no)
            for row in self.rows
            for column, cell in row.figures
        }
        for row in self.rows:
            for column, cell in row.figures:
                parent = ids.get((row.parent, column.index)) if row.parent is not None else None
                self.cells.append(self._cell(row, column, cell, ids[row, column.index], parent))

    def _cell_id(self, cell: GridCell, page_no: int) -> str:
        return keys.cell_id(self.context.document_id, page_no, cell.text_box, cell.text)

    def _cell(
        self, row: BodyRow, column: Column, cell: GridCell, cell_id: str, parent: str | None
    ) -> ReportedCellRecord:
        figure = _figure(cell)
        if figure is None:
            raise ValueError(f"not a figure: {cell.text!r}")  # only figures are collected
        amount, value_unit = figure
        words = column.words
        is_money = value_unit is None and (words is None or words.value_unit is None)
        side = self.side(column)
        label = row.label_printed
        if not label and not row.code_printed and not row.unit_code and self._names_items:
            label = column.leaf
        entry = self.statement.kind_entry
        fund_source = words.fund_source if words else None
        if fund_source is None and entry is not None:
            fund_source = entry.fund_source
        if fund_source is None and self.is_panels and side == "income":
            fund_source = row.label.fund_source
        vintage = words.vintage if words else None
        period = self._period(row, column)
        unit_key = keys.unit_key(self.context.division, row.unit_name) if row.unit_name else None
        page_no = cell.page_no or row.page_no
        x0, top, x1, bottom = cell.text_box
        origin = doubt.provenance(
            cell.chars, "ocr" if page_no in self._scanned else "native", is_broken=amount.is_unread
        )
        classification = self.classification(column.panel)
        return ReportedCellRecord(
            cell_id=cell_id, document_id=self.context.document_id, part_no=self.context.part_no,
            statement_no=self.statement_no, table_kind=self.kind, table_no=self.table_no,
            page_no=page_no, x0=x0, top=top, x1=x1, bottom=bottom,
            row_no=row.row_no, column_no=column.index + 1, row_label=label,
            row_name=row.label.name if row.label_printed else "", column_path=column.path,
            row_role=row.role, level=row.level, parent_cell_id=parent, side=side, classification=classification,
            subject_code=row.code, subject_code_printed=row.code_printed or row.unit_code,
            code_source=row.code_source, unit_key=unit_key,
            unit_name_printed=row.unit_name, unit_code_printed=row.unit_code,
            project_code_printed=row.project_code, project_name_printed=row.project_name,
            line_item=vocabulary.rows().line_item(row.label.name, self.kind) if self._lines_are_items else None,
            measure=_measure(row, words), fund_source=fund_source,
            vintage=vintage or ("carryover" if row.in_carryover else "current"),
            expenditure_kind=words.expenditure_kind if words else None,
            phase=period.phase or self.context.phase, amount_year=period.year,
            raw_text=cell.text, raw_state=amount.raw_state,
            amount=amount.value if is_money else None, value=None if is_money else amount.value,
            value_unit=value_unit or (words.value_unit if words else None),
            unit_declared=(column.unit or self.statement.caption.unit) if is_money else None, decimals=amount.decimals,
            text_source=origin.text_source, confidence=origin.confidence, suspect=origin.suspect or cell.doubt,
        )  # fmt: skip

    def _period(self, row: BodyRow, column: Column) -> Period:
        """The year and phase of an amount, by its column, or by its row where the name of that says nothing else."""
        by_column = read_period(column.folded, self.context.fiscal_year)
        if not names_period(row.label.name):
            return by_column
        by_row = read_period(row.label.name, self.context.fiscal_year)
        return Period(by_row.year, by_row.phase or by_column.phase)

    def _text(self, cell: GridCell, page_no: int, row_no: int, path: str) -> None:
        for part in cell.places:
            if part.text.strip() and part not in self._kept_texts:  # a cell across two panels is met twice
                self._kept_texts.add(part)
                self._keep_text(part, part.page_no or page_no, row_no, cell.column + 1, path)

    def _keep_text(self, cell: GridCell, page_no: int, row_no: int, column_no: int, path: str) -> None:
        x0, top, x1, bottom = cell.text_box
        text = ReportedTextRecord(
            cell_id=self._cell_id(cell, page_no), document_id=self.context.document_id, part_no=self.context.part_no,
            statement_no=self.statement_no, table_no=self.table_no, page_no=page_no,
            x0=x0, top=top, x1=x1, bottom=bottom, row_no=row_no,
            column_no=column_no, column_path=path, text=cell.text,
        )  # fmt: skip
        self.texts.append(text)


def _words_of(texts: list[str]) -> str:
    """Words in the columns of codes: one word across them (合 | 计), or names beside those of their parents."""
    words = ["".join(text.split()) for text in texts if text]
    return ("/" if all(len(word) > 1 for word in words) else "").join(words)


def _names_items(kind: str, columns: tuple[Column, ...]) -> bool:
    """Whether the columns of a table without labels are the lines of one list, so that their words are its labels.

    They are where the header holds the total of the list and its items alone, all by name; not where it speaks of
    amounts, or where a column stands beside them that is no part of that total.
    """
    items = vocabulary.tables().itemised.get(kind, frozenset())
    money = [column for column in columns if column.role == "money"]
    return all(
        column.words is not None
        and column.words.measure in items
        and not vocabulary.columns().amount_words.search(column.folded)
        for column in money
    )


def _measure(row: BodyRow, words: ColumnWords | None) -> str:
    """What a column measures, and `other` in a row of differences."""
    if words is None or words.measure is None or compares_periods(row.label.name):
        return "other"
    return words.measure


def _figure(cell: GridCell) -> tuple[PrintedAmount, str | None] | None:
    """The figure that a cell prints; without value where OCR made of one what is none."""
    figure = _reads_as_figure(cell.text)
    if figure is None and doubt.is_broken_number(cell.chars):
        return PrintedAmount("number"), None
    return figure


def _reads_as_figure(text: str) -> tuple[PrintedAmount, str | None] | None:
    percentage = parse_percentage(text)
    if percentage is not None:
        return percentage, "%"
    amount = parse_amount(text)
    return (amount, None) if amount is not None else None


def _with_money(statement: Statement) -> tuple[Column, ...]:
    """The columns, with those that print figures under words nobody knows turned into money.

    Their measure is `other`, save in the one column of figures that a side of a summary has: there it is the amount.
    """
    is_sided = statement.header.is_sided
    columns = []
    for column in statement.header.columns:
        if column.words is None and _prints_amounts(statement, column.index):
            beside = [
                other for other in statement.header.columns if other.panel == column.panel and other is not column
            ]
            is_only = is_sided and not any(other.role == "money" for other in beside)
            words = vocabulary.ColumnWords(path=re.compile(""), role="money", measure="amount" if is_only else "other")
            column = replace(column, words=words)
        columns.append(column)
    return tuple(columns)


def _prints_amounts(statement: Statement, index: int) -> bool:
    return any(read_body(segment.grid, segment.body_start, index).prints_amounts for segment in statement.segments)
