"""Composition: the bytes of one document in, everything that it prints out.

`read` is a pure function of the bytes and of this package (`docs/decisions`): no file, clock or setting takes part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from dagster_project.disclosure import ocr, vocabulary
from dagster_project.disclosure.admission import require_budget
from dagster_project.disclosure.assembly import page_statements
from dagster_project.disclosure.cards import Unidentified
from dagster_project.disclosure.cells import FilingContext, StatementCells, read_cells
from dagster_project.disclosure.census import (
    PrintedNumber,
    Records,
    accounted_for,
    holders,
    printed_numbers,
)
from dagster_project.disclosure.columns import LABEL_ROLES
from dagster_project.disclosure.companions import make_card
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.forms.reading import FormCells, read_form
from dagster_project.disclosure.given import Given, Said
from dagster_project.disclosure.identity import IdentityEvidence
from dagster_project.disclosure.narrative import TextPage, text_page
from dagster_project.disclosure.pages import Page, PageFrame, within
from dagster_project.disclosure.parts import Part, find_parts, part_records, read_text
from dagster_project.disclosure.pdf import PdfDocument
from dagster_project.disclosure.placement import as_shown
from dagster_project.disclosure.records import (
    Disclosure,
    DocumentRecord,
    PerformanceTargetRecord,
    ProjectAttributeRecord,
    ReportedCellRecord,
    ReportedTextRecord,
    StatementRecord,
    UnaccountedNumberRecord,
)  # fmt: skip
from dagster_project.disclosure.statements import (
    Statement,
    fill_places,
    one_of_each,
    settle_unknown,
)
from dagster_project.disclosure.tables import find_grids, lines_outside

_NAMING = LABEL_ROLES | {"subject_code", "unit_code", "project_code"}
_MANY_ROWS = 3  # a table of fewer may have its lines as its columns
_MIN_CHARS_A_PAGE = 8  # fewer, on average, and the pages are pictures


def read(
    data: bytes, on_page_count: Callable[[int], None] | None = None, given: Given | None = None,
    on_scan: Callable[[int], None] | None = None,
) -> Disclosure:  # fmt: skip
    """Read one document. `given` is what other documents or its source say of it; its own pages come first.

    Raises Rejected with a reason of the warehouse contract where it is no budget disclosure that can be read, and
    Unidentified, with all that its pages say, where they and `given` do not say whose or of which year it is.
    `on_page_count` hears the number of pages as soon as it is known, `on_scan` the number of each page that is read
    from its picture (limits depend on both).
    """
    if not data:
        raise Rejected("empty_file", "the file has no bytes")
    if b"%PDF-" not in data[:1024]:
        raise Rejected("not_a_pdf", "the file does not begin like a PDF")
    pdf = PdfDocument(data)
    if on_page_count is not None:
        on_page_count(pdf.page_count)
    evidence = IdentityEvidence()
    statements: list[Statement] = []
    census: list[PrintedNumber] = []
    text_pages: list[TextPage] = []
    text_hash = hashlib.sha256()
    turned: dict[int, PageFrame] = {}
    chars = 0
    sources: set[str] = set()
    unread: list[Page] = []
    for page in pdf.pages(on_scan):
        sources.add(page.text_source)
        if page.is_unread:
            unread.append(page)
        if page.turn:
            turned[page.number] = page.frame
        text_hash.update(page.text.encode("utf-8") + b"\x0c")
        chars += len(page.text)
        evidence.add_page(page.number, [line.text for line in page.lines])
        grids = find_grids(page)
        outside = lines_outside(page, grids)
        begun = page_statements(page, grids, outside, statements[-1] if statements else None)
        for statement in begun:
            evidence.add_table(page.number, statement.caption.title, statement.caption.organisation)
            if statement.is_form:
                evidence.add_form(page.number, statement.segments[0].grid)
            else:
                evidence.add_columns(page.number, statement.segments[0].grid)
        statements += begun
        census += printed_numbers(page, [grid.box for grid in grids])
        text_pages.append(text_page(page, grids, outside))
    if chars < _MIN_CHARS_A_PAGE * pdf.page_count:
        advice = f"; {ocr.HOW_TO_INSTALL}" if unread else ""
        raise Rejected("no_text", f"{chars} characters on {pdf.page_count} pages: the pages are pictures{advice}")
    require_budget(statements, census, evidence, text_pages)
    said, unknown = evidence.said(), None
    try:
        parts = find_parts(statements, evidence, pdf.page_count, given)
    except Rejected as rejected:
        unknown = rejected.detail
        parts = find_parts(statements, evidence, pdf.page_count, Given("", "?", 1))
    for part in parts:
        own = [statements[statement_no - 1] for statement_no in sorted(part.statements)]
        one_of_each(own)
        fill_places(own)
        settle_unknown(own)
    text_source = "ocr" if "ocr" in sources else "native"
    disclosure = _assemble(
        data, pdf.page_count, text_source, text_hash.hexdigest(), parts, statements, census, text_pages, said
    )
    if unknown is not None and disclosure.card is not None:
        raise Unidentified(unknown, disclosure.card)
    disclosure.statements.extend(_pictures(unread, parts, disclosure))
    return as_shown(disclosure, turned)


def _pictures(unread: list[Page], parts: list[Part], disclosure: Disclosure) -> list[StatementRecord]:
    """The pages that are pictures and were not read, in the ledger: nobody knows what tables they show."""
    return [
        StatementRecord(
            document_id=disclosure.document.document_id, statement_no=number, table_no=str(number),
            part_no=next((part.part_no for part in parts if page.number in part.pages), parts[0].part_no),
            title="", table_kind="other", score=0.0, evidence=ocr.HOW_TO_INSTALL, unit_declared=None,
            pages=[page.number], row_count=0, is_nil=False, nil_note=None, nil_note_kind=None,
            printed_numbers=0, accounted_numbers=0, status="set_aside", reason="page_is_a_picture",
            page_no=page.number, x0=0.0, top=0.0, x1=round(page.width, 2), bottom=round(page.height, 2),
        )
        for number, page in enumerate(unread, start=len(disclosure.statements) + 1)
    ]  # fmt: skip


def _assemble(
    data: bytes, page_count: int, text_source: str, text_sha256: str, parts: list[Part], statements: list[Statement],
    census: list[PrintedNumber], text_pages: list[TextPage], said: Said,
) -> Disclosure:  # fmt: skip
    document_id = hashlib.sha256(data).hexdigest()
    contexts = {part.part_no: part.context(document_id) for part in parts}
    part_of = {statement_no: part.part_no for part in parts for statement_no in part.statements}
    cells: list[ReportedCellRecord] = []
    texts: list[ReportedTextRecord] = []
    targets: list[PerformanceTargetRecord] = []
    attributes: list[ProjectAttributeRecord] = []
    ledger: list[StatementRecord] = []
    for statement_no, statement in enumerate(statements, start=1):
        table_no = statement.caption.table_no or str(statement_no)
        context = contexts[part_of[statement_no]]
        form = read_form(statement, statement_no, table_no, context) if statement.is_form else None
        if form is not None:
            found = StatementCells(form.cells, form.texts, form.row_count)
            targets += form.targets
            attributes += form.attributes
        else:
            found = read_cells(statement, statement_no, table_no, context)
        cells += found.cells
        texts += found.texts
        ledger.append(_ledger_row(statement, statement_no, table_no, found, form, context, census))
    unaccounted = _unaccounted(document_id, statements, census, _records_by_page(cells, texts))
    text = read_text(text_pages, parts, contexts)
    parts_read = part_records(document_id, parts, ledger, text)
    identity = parts[0].identity
    document = DocumentRecord(
        document_id=document_id, page_count=page_count, text_source=text_source, text_sha256=text_sha256,
        title=identity.title, unit_name=identity.unit_name, unit_code_printed=identity.unit_code,
        administrative_division_code=parts_read[0].administrative_division_code,
        fiscal_year=identity.fiscal_year, document_kind=identity.document_kind,
        disclosure_scope=identity.disclosure_scope, is_correction=identity.is_correction,
        correction_note=identity.correction_note, published_on=identity.published_on, approved_on=None,
        identity_evidence=identity.evidence, printed_numbers=len(census),
        accounted_numbers=len(census) - len(unaccounted),
    )  # fmt: skip
    return Disclosure(
        document, parts_read, ledger, cells, texts, targets, attributes,
        text.sections, text.contents, text.claims, unaccounted, make_card(said, parts_read, cells, text.claims),
    )  # fmt: skip


def _unaccounted(
    document_id: str, statements: list[Statement], census: list[PrintedNumber], records: Records
) -> list[UnaccountedNumberRecord]:
    """The printed numbers that not exactly one cell holds, each with its place and the table that it stands in."""
    frames = [
        (statement_no, page_no, box)
        for statement_no, statement in enumerate(statements, start=1)
        for page_no, box in statement.frames
    ]
    found: list[UnaccountedNumberRecord] = []
    for number in census:
        held_by = holders(number, records)
        if held_by == 1:
            continue
        table = next((no for no, page, box in frames if page == number.page_no and within(number.box, box)), None)
        x0, top, x1, bottom = (round(side, 2) for side in number.box)
        found.append(
            UnaccountedNumberRecord(
                document_id, len(found) + 1, table, number.page_no, x0, top, x1, bottom, number.text, held_by
            )
        )
    return found


def _ledger_row(
    statement: Statement, statement_no: int, table_no: str, found: StatementCells, form: FormCells | None,
    context: FilingContext, census: list[PrintedNumber],
) -> StatementRecord:  # fmt: skip
    own = [
        number
        for number in census
        if any(page == number.page_no and within(number.box, box) for page, box in statement.frames)
    ]
    has_money = any(cell.raw_state == "number" for cell in found.cells)
    note = statement.nil_note
    status, reason = _status(statement, found, form)
    box = statement.segments[0].grid.box
    return StatementRecord(
        document_id=context.document_id, statement_no=statement_no, part_no=context.part_no, table_no=table_no,
        title=statement.caption.title, table_kind=statement.kind,
        score=statement.recognition.score, evidence=statement.recognition.evidence or "nothing that names a kind",
        unit_declared=_unit(statement, found), pages=statement.pages, row_count=found.row_count,
        is_nil=not has_money and not statement.is_form, nil_note=note,
        nil_note_kind=vocabulary.tables().nil_kind(vocabulary.fold(note)) if note else None,
        printed_numbers=len(own), accounted_numbers=accounted_for(own, _records_by_page(found.cells, found.texts)),
        status=status, reason=reason, page_no=statement.first_page,
        x0=round(box[0], 2), top=round(box[1], 2), x1=round(box[2], 2), bottom=round(box[3], 2),
    )  # fmt: skip


def _unit(statement: Statement, found: StatementCells) -> str | None:
    """The unit of money over the table; else that of its cells, where a form says it in a label and says one only."""
    units = {cell.unit_declared for cell in found.cells if cell.amount is not None}
    return statement.caption.unit or (units.pop() if len(units) == 1 else None)


def _status(statement: Statement, found: StatementCells, form: FormCells | None) -> tuple[str, str | None]:
    """understood, or set_aside with our reason: such a table feeds no fact and its rules are not evaluated."""
    if form is not None and not form.is_read:
        return "set_aside", "form_not_read"
    if form is not None and form.unread_figures:
        return "set_aside", "form_partly_read"
    if statement.kind_entry is None:
        return "set_aside", "kind_unknown"
    if form is None and not statement.header.understood:
        return "set_aside", "header_not_understood"
    if any(cell.amount is not None and cell.unit_declared is None for cell in found.cells):
        return "set_aside", "unit_unknown"
    if form is None and not _names_rows(statement) and len({cell.row_no for cell in found.cells}) >= _MANY_ROWS:
        return "set_aside", "rows_not_named"
    return "understood", None


def _names_rows(statement: Statement) -> bool:
    """Whether a column says what each row is. Columns on a page of their own may belong to rows that nothing proves."""
    return any(column.role in _NAMING for column in statement.header.columns)


def _records_by_page(cells: list[ReportedCellRecord], texts: list[ReportedTextRecord]) -> Records:
    found: Records = {}
    for cell in cells:
        if cell.raw_state != "blank":
            found.setdefault(cell.page_no, []).append(((cell.x0, cell.top, cell.x1, cell.bottom), cell.raw_text))
    for text in texts:
        found.setdefault(text.page_no, []).append(((text.x0, text.top, text.x1, text.bottom), text.text))
    return found
