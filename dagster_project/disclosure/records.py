"""What reading one document yields: flat, typed records, one class for each landed table.

Belongs here: the shape of the records and what each field means. Does not belong here: how they are found (the
modules beside this one), how they are stored (`dagster_project.landing`), or what they mean together (dbt).

Amounts are printed amounts in the unit the page declares (`unit_declared`: 元, 万元, 亿元); nothing is converted here.
Boxes are in PDF points from the top left corner of the page, rounded to two decimals. Pages, rows, columns and
statements are counted from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from dagster_project.disclosure.cards import Card

RawState = Literal["number", "zero", "blank", "dash", "slash", "none_word"]
RowRole = Literal["detail", "subtotal", "current_total", "carryover", "grand_total", "of_which"]
Side = Literal["income", "expenditure"]
Classification = Literal["functional", "economic", "government_economic"]
CodeSource = Literal["printed", "name", "parent", "position"]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document that was read. Key: document_id (sha256 of the bytes)."""

    document_id: str
    page_count: int
    text_source: str  # native or ocr
    text_sha256: str  # of the text of all pages, page for page: equal for two prints of one text
    title: str
    unit_name: str  # of its first filing
    unit_code_printed: str | None
    administrative_division_code: str | None
    fiscal_year: int
    document_kind: str  # budget or final_accounts
    disclosure_scope: str  # department_budget or unit_budget
    is_correction: bool  # marked 更正 by its publisher
    correction_note: str | None
    published_on: date | None  # as printed
    approved_on: date | None
    identity_evidence: str
    printed_numbers: int
    accounted_numbers: int


@dataclass(frozen=True, slots=True)
class FilingPartRecord:
    """One disclosure inside a document. Key: document_id, part_no."""

    document_id: str
    part_no: int
    unit_key: str
    unit_name: str
    unit_code_printed: str | None
    administrative_division_code: str | None
    administrative_division_path: str | None  # its name with those above it: 省/市/区
    department_name_printed: str | None  # above the unit, where the cover names both
    department_key: str | None
    fiscal_year: int
    document_kind: str
    disclosure_scope: str
    role: str  # statements, explanation or both
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One table found, over all its pages. Key: document_id, statement_no."""

    document_id: str
    statement_no: int
    part_no: int
    table_no: str  # as printed (5-1), else the statement_no
    title: str
    table_kind: str
    score: float  # of the table kind, 0 to 1
    evidence: str
    unit_declared: str | None  # 元, 万元, 亿元; None where the page does not say
    pages: list[int]
    row_count: int  # body rows
    is_nil: bool  # a table without money, said to be so or left empty
    nil_note: str | None  # the printed note, where there is one
    nil_note_kind: str | None  # the table kind that the note speaks of
    printed_numbers: int
    accounted_numbers: int
    status: str  # understood or set_aside
    reason: str | None  # why set aside
    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class UnaccountedNumberRecord:
    """One printed number that not exactly one reported or text cell holds. Key: document_id, number_no."""

    document_id: str
    number_no: int  # in the order of the pages, from 1
    statement_no: int | None  # the table that it stands in; None where that is no statement
    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float
    raw_text: str
    holders: int  # how many cells hold it: 0, or more than 1


@dataclass(frozen=True, slots=True)
class ReportedCellRecord:
    """One cell of a money (or share, or count) column in a row with a label or a number. Key: cell_id.

    A cell that is printed blank, 无, / or - is a record too: amount is None and raw_state says what stands there.
    """

    cell_id: str
    document_id: str
    part_no: int
    statement_no: int
    table_kind: str
    table_no: str
    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float
    row_no: int  # body row of the statement, counted over its pages
    column_no: int
    row_label: str
    row_name: str  # the label without its ordinal (一、, （一）), spaces and brackets folded: what names are joined by
    column_path: str  # header words from top to bottom, joined by /
    row_role: str
    level: int | None  # depth of the row in its hierarchy: 0 total, 1 class, 2 group, 3 item
    parent_cell_id: str | None
    side: str | None
    classification: str | None
    subject_code: str | None  # digits of the printed code, or the code inferred from the name (see code_source)
    subject_code_printed: str | None
    code_source: str | None
    unit_key: str | None  # of the unit that the row is about, where it is about one
    unit_name_printed: str | None
    unit_code_printed: str | None
    project_code_printed: str | None
    project_name_printed: str | None
    line_item: str | None  # what the row of a form is about (vocabulary/forms.yaml), where its label says it
    measure: str
    fund_source: str | None
    vintage: str | None  # current or carryover
    expenditure_kind: str | None  # basic_personnel, basic_public, basic or project, where the column says it
    phase: str
    amount_year: int
    raw_text: str
    raw_state: str
    amount: Decimal | None  # money, in unit_declared
    value: Decimal | None  # anything else, in value_unit
    value_unit: str | None
    unit_declared: str | None
    decimals: int | None  # digits after the point
    text_source: str
    confidence: float | None  # of OCR; None for native text
    suspect: str | None  # why the reading is doubtful


@dataclass(frozen=True, slots=True)
class ReportedTextRecord:
    """One text cell of a table (headers excluded). Key: cell_id."""

    cell_id: str
    document_id: str
    part_no: int
    statement_no: int
    table_no: str
    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float
    row_no: int
    column_no: int
    column_path: str
    text: str


@dataclass(frozen=True, slots=True)
class PerformanceTargetRecord:
    """One target value of one indicator of a performance form. Key: target_id (the cell_id of its text cell).

    Without a project it is about the unit as a whole. A value that is a word has target_text alone.
    """

    target_id: str
    document_id: str
    part_no: int
    statement_no: int
    table_no: str
    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float
    row_no: int
    project_name_printed: str | None
    project_code_printed: str | None
    goal_name: str | None  # 目标名称
    level1: str | None  # 一级指标, as printed; None where the cell is empty
    level2: str | None
    level3: str
    horizon: str  # long_term or annual
    year_role: str  # year_minus_2, year_minus_1 or current
    target_text: str  # as printed; empty where nothing stands
    operator: str | None  # =, ≥, ≤, >, <
    target_value: Decimal | None
    target_unit: str | None
    basis: str | None  # 指标值确定依据


@dataclass(frozen=True, slots=True)
class ProjectAttributeRecord:
    """One attribute that a form states of one project. Key: cell_id."""

    cell_id: str
    document_id: str
    part_no: int
    statement_no: int
    table_kind: str
    table_no: str
    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float
    row_no: int
    project_name_printed: str
    project_code_printed: str | None
    attribute: str  # a name of vocabulary/forms.yaml: category, project_nature, start_year, prior_budgets, ...
    text: str  # as printed; empty where nothing stands


@dataclass(frozen=True, slots=True)
class DocumentSectionRecord:
    """One section of the text. Key: section_id."""

    section_id: str
    document_id: str
    part_no: int
    section_no: int  # in the order of the document, from 1
    parent_section_id: str | None
    level: int  # 1 for 第一部分, 2 for 一、, 3 for （一）
    section_kind: str  # cover, contents, functions, organisation, explanation, glossary, other
    topic: str | None  # of an explanation: what it explains (vocabulary/narrative.yaml)
    heading: str
    text: str  # its own, without that of the sections below it
    pages: list[int]
    page_no: int  # of the heading, with its box
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ContentsEntryRecord:
    """One line of the contents page. Key: document_id, entry_no."""

    document_id: str
    part_no: int
    entry_no: int
    level: int
    heading: str  # without leaders and page number
    page_no_printed: int | None
    table_kind: str | None  # the kind of table that the line names, where it names one
    page_no: int  # on which it stands, with its box
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class NarrativeClaimRecord:
    """One figure claimed in the text, or one thing that it names or says to be nil. Key: claim_id.

    A sentence gives several: 2026年预算443.78万元，比2025年预算增加91.81万元，增长20.69% is one claim of kind `amount`
    and one of kind `change`; 占60.99% after an amount is one of kind `share`. `change` and `share` repeat the amount
    that they are about and name its claim in `amount_claim_id`.
    """

    claim_id: str
    document_id: str
    part_no: int
    section_id: str
    claim_no: int  # in the order of the document, from 1
    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float
    sentence: str
    claim_kind: str  # amount, change, share, quantity, count, none_statement, mention (named without a figure)
    topic: str | None  # what the claim is about (vocabulary/narrative.yaml); None: not understood
    section_topic: str | None  # of the section that it stands in
    amount_claim_id: str | None  # of a change or share: the claim of the amount that it is about
    whole_claim_id: str | None  # of an 其中 part: the claim of the amount that it is a part of
    subject_ref: str | None  # subject path as printed, 类/款/项 joined by /, or the name of what is counted
    subject_code: str | None  # printed in the text, digits only
    project_name_printed: str | None
    table_kind: str | None  # whose table holds the same figure
    measure: str | None  # of that table
    side: str | None
    fund_source: str | None
    amount: Decimal | None
    change: Decimal | None  # without sign; the direction says it
    unit_declared: str | None
    decimals: int | None
    direction: str | None  # increase, decrease or unchanged
    change_percent: Decimal | None
    share_percent: Decimal | None
    percent_decimals: int | None
    value: Decimal | None
    value_unit: str | None
    amount_year: int | None  # the year that the amount is about
    base_year: int | None
    base_kind: str | None  # approved_budget, execution_estimate or final_accounts
    as_of: date | None  # of a stock
    reason_text: str | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Everything read from one document."""

    document: DocumentRecord
    parts: list[FilingPartRecord]
    statements: list[StatementRecord]
    cells: list[ReportedCellRecord]
    texts: list[ReportedTextRecord]
    targets: list[PerformanceTargetRecord]
    attributes: list[ProjectAttributeRecord]
    sections: list[DocumentSectionRecord]
    contents: list[ContentsEntryRecord]
    claims: list[NarrativeClaimRecord]
    unaccounted: list[UnaccountedNumberRecord] = field(default_factory=list)
    card: Card | None = None  # what its pages say of it, for the documents that belong to it
