"""What the warehouse knows of each document: the figures that every form of the report shows.

Belongs here: queries over the tables that readers have, and adding up what they return. Does not belong here: how
anything looks, and any judgement that the warehouse does not make: ties are those of audit.rule_result, printed and
accounted numbers those of marts.dim_document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.corpus_report.labels import core_kinds

Box = tuple[float, float, float, float]
#: Documents that lie in the folder itself belong to no region.
NO_REGION = "."
_NO_PDF = ("not_a_pdf", "empty_file")
#: Identities within a table: what its own figures say of one another.
_FAMILIES = ("within_table", "code_hierarchy")


@dataclass(frozen=True, slots=True)
class Filing:
    """One disclosure that a document holds, or a part of one."""

    unit_name: str
    fiscal_year: int
    document_kind: str
    disclosure_scope: str
    role: str
    first_page: int
    last_page: int


@dataclass(frozen=True, slots=True)
class CoreKind:
    """One of the nine core kinds in one document: found, nil, elsewhere, set_aside or missing."""

    kind: str
    state: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table found, as the ledger has it."""

    statement_no: int
    table_no: str
    title: str
    kind: str
    score: float
    evidence: str
    unit_declared: str | None
    pages: tuple[int, ...]
    row_count: int
    is_nil: bool
    printed: int
    accounted: int
    status: str
    reason: str | None
    page_no: int
    box: Box


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number that not exactly one cell holds, or whose reading is doubtful."""

    page_no: int
    box: Box
    raw_text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where one side of an identity is printed."""

    page_no: int
    box: Box


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity that does not tie."""

    rule_id: str
    statement_zh: str
    statement_en: str
    table_kind: str | None
    instance: str
    row_label: str | None
    column_path: str | None
    left: str
    right: str
    right_value: Decimal | None  # what the figures of the other side come to, in value_unit
    difference: Decimal | None
    value_unit: str | None
    page_no: int | None
    left_places: tuple[Place, ...]
    right_places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """How the identities of one document, or of many, ended."""

    passed: int = 0
    rounding: int = 0
    failed: int = 0
    not_evaluated: int = 0

    @property
    def evaluated(self) -> int:
        return self.passed + self.rounding + self.failed

    @property
    def share(self) -> float | None:
        """Of those evaluated, how many tie, exactly or within rounding."""
        return (self.passed + self.rounding) / self.evaluated if self.evaluated else None

    def __add__(self, other: Ties) -> Ties:
        return Ties(
            self.passed + other.passed, self.rounding + other.rounding,
            self.failed + other.failed, self.not_evaluated + other.not_evaluated,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """One file seen, and what came of it."""

    file_path: str
    status: str  # loaded, duplicate or rejected
    reason: str | None
    detail: str | None
    document_id: str | None = None  # of a loaded one only
    title: str = ""
    page_count: int = 0
    text_source: str = ""
    evidence: str = ""
    filings: tuple[Filing, ...] = ()
    core: tuple[CoreKind, ...] = ()  # empty where the document is an explanation alone
    tables: tuple[Table, ...] = ()
    printed: int = 0
    accounted: int = 0
    suspects: tuple[Number, ...] = ()
    unaccounted: tuple[Number, ...] = ()
    ties: Ties = field(default_factory=Ties)
    broken: tuple[Identity, ...] = ()
    not_evaluated: tuple[tuple[str, int], ...] = ()  # reason and number

    @property
    def region(self) -> str:
        """The folder below the top, whatever it is called."""
        return self.file_path.split("/", 1)[0] if "/" in self.file_path else NO_REGION

    @property
    def name(self) -> str:
        return self.file_path.rsplit("/", 1)[-1]

    @property
    def suspect(self) -> int:
        return len(self.suspects)

    @property
    def set_aside(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.status == "set_aside")

    @property
    def missing(self) -> tuple[CoreKind, ...]:
        return tuple(core for core in self.core if core.state == "missing")

    @property
    def needs_a_look(self) -> bool:
        return bool(
            self.status == "rejected"
            or self.set_aside
            or self.missing
            or self.unaccounted
            or self.broken
            or self.suspect
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums over some documents."""

    files: int
    loaded: int
    duplicate: int
    rejected: int
    pages: int
    tables: int
    set_aside: int
    printed: int
    accounted: int
    suspect: int
    core: int  # core tables owed: nine for each document with statements
    core_answered: int  # of them found, nil, or in another file of the filing
    ties: Ties

    @property
    def accounted_share(self) -> float | None:
        return self.accounted / self.printed if self.printed else None


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that the report shows."""

    documents: tuple[Document, ...]
    other_files: int  # that neither are PDFs nor are called so: lists, notes, pictures beside the documents
    finished_at: datetime | None
    code_version: str
    extractor_version: str
    why_not_publishable: str | None = None  # the audit of our own work failed: the figures are not to be trusted

    @property
    def regions(self) -> dict[str, list[Document]]:
        grouped: dict[str, list[Document]] = defaultdict(list)
        for document in self.documents:
            grouped[document.region].append(document)
        return dict(sorted(grouped.items()))


def totals(documents: Iterable[Document]) -> Totals:
    """Add up."""
    listed = list(documents)
    statuses = Counter(document.status for document in listed)
    core = [kind for document in listed for kind in document.core]
    return Totals(
        files=len(listed), loaded=statuses["loaded"], duplicate=statuses["duplicate"], rejected=statuses["rejected"],
        pages=sum(document.page_count for document in listed),
        tables=sum(len(document.tables) for document in listed),
        set_aside=sum(len(document.set_aside) for document in listed),
        printed=sum(document.printed for document in listed),
        accounted=sum(document.accounted for document in listed),
        suspect=sum(document.suspect for document in listed),
        core=len(core), core_answered=sum(kind.state in ("found", "nil", "elsewhere") for kind in core),
        ties=sum((document.ties for document in listed), Ties()),
    )  # fmt: skip


def figures(warehouse: Path, why_not_publishable: str | None = None) -> Corpus:
    """Ask the warehouse."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        run = connection.sql("SELECT finished_at, code_version, extractor_version FROM audit.run").fetchone()
        assert run is not None
        tables = _tables(connection)
        filings, companions = _filings(connection), _companions(connection)
        unaccounted, suspects = _numbers(connection, _UNACCOUNTED), _numbers(connection, _SUSPECT)
        ties, broken = _ties(connection), _broken(connection)
        not_evaluated = _not_evaluated(connection)
        seen = connection.sql(
            """
            SELECT
                intake.file_path, intake.status, intake.reason, intake.detail, document.document_id, document.title,
                document.page_count, document.text_source, document.identity_evidence, document.printed_numbers,
                document.accounted_numbers
            FROM audit.intake AS intake
            LEFT JOIN marts.dim_document AS document
                ON intake.document_id = document.document_id AND intake.status = 'loaded'
            ORDER BY intake.file_path
            """
        ).fetchall()
    documents = []
    other_files = 0
    for path, status, reason, detail, key, title, pages, text_source, evidence, printed, accounted in seen:
        if reason in _NO_PDF and not path.lower().endswith(".pdf"):
            other_files += 1
            continue
        if key is None:
            documents.append(Document(path, status, reason, detail))
            continue
        documents.append(
            Document(
                path, status, reason, detail, key, title or "", pages, text_source, evidence or "",
                tuple(filings[key]), _core(tables[key], filings[key], companions[key]), tuple(tables[key]),
                printed, accounted, tuple(suspects[key]), tuple(unaccounted[key]), ties.get(key, Ties()),
                tuple(broken[key]), tuple(not_evaluated[key]),
            )
        )  # fmt: skip
    return Corpus(tuple(documents), other_files, run[0], run[1], run[2], why_not_publishable)


def _core(tables: list[Table], filings: list[Filing], companions: set[str]) -> tuple[CoreKind, ...]:
    """What came of each core kind; an explanation alone owes none."""
    if filings and all(filing.role == "explanation" for filing in filings):
        return ()
    answers = []
    for kind in core_kinds():
        own = [table for table in tables if table.kind == kind]
        states = {
            ("nil" if table.is_nil else "found") if table.status == "understood" else "set_aside" for table in own
        }
        if not own:
            state = "elsewhere" if kind in companions else "missing"
        else:
            state = next(name for name in ("found", "set_aside", "nil") if name in states)
        answers.append(CoreKind(kind, state, tuple(sorted({page for table in own for page in table.pages}))))
    return tuple(answers)


def _by_document(rows: Iterable[tuple[Any, ...]], record: type[Any]) -> defaultdict[str, list[Any]]:
    """Rows by their first column, each made into a record of the others."""
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for key, *values in rows:
        grouped[key].append(record(*values))
    return grouped


def _filings(connection: duckdb.DuckDBPyConnection) -> defaultdict[str, list[Filing]]:
    rows = connection.sql(
        """
        SELECT
            bridge.document_id, coalesce(unit.unit_name, ''), filing.fiscal_year, filing.document_kind,
            filing.disclosure_scope, bridge.role, bridge.first_page, bridge.last_page
        FROM marts.bridge_filing_document AS bridge
        JOIN marts.dim_filing AS filing USING (filing_id)
        LEFT JOIN (SELECT unit_key, min(unit_name) AS unit_name FROM marts.dim_unit GROUP BY unit_key) AS unit
            USING (unit_key)
        ORDER BY bridge.document_id, bridge.first_page, unit.unit_name
        """
    ).fetchall()
    return _by_document(rows, Filing)


def _companions(connection: duckdb.DuckDBPyConnection) -> defaultdict[str, set[str]]:
    """For each document the kinds of table that other files of the same filing have."""
    rows = connection.sql(
        """
        SELECT DISTINCT bridge.document_id, ledger.table_kind
        FROM marts.bridge_filing_document AS bridge
        JOIN marts.bridge_filing_document AS other USING (filing_id)
        JOIN audit.table_ledger AS ledger ON other.document_id = ledger.document_id
        WHERE other.document_id <> bridge.document_id AND ledger.status = 'understood'
        """
    ).fetchall()
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for document_id, kind in rows:
        kinds[document_id].add(kind)
    return kinds


def _tables(connection: duckdb.DuckDBPyConnection) -> defaultdict[str, list[Table]]:
    rows = connection.sql(
        """
        SELECT
            document_id, statement_no, table_no, title, table_kind, score, evidence, unit_declared, pages, row_count,
            is_nil, printed_numbers, accounted_numbers, status, reason, page_no, x0, top, x1, bottom
        FROM audit.table_ledger
        ORDER BY document_id, statement_no
        """
    ).fetchall()
    grouped: defaultdict[str, list[Table]] = defaultdict(list)
    for row in rows:
        key, number, no, title, kind, score, evidence, unit, pages, row_count, is_nil, printed, accounted = row[:13]
        status, reason, page_no, *box = row[13:]
        grouped[key].append(
            Table(
                number, no or "", title or "", kind, score, evidence or "", unit, tuple(pages), row_count, is_nil,
                printed, accounted, status, reason, page_no, (box[0], box[1], box[2], box[3]),
            )
        )  # fmt: skip
    return grouped


_UNACCOUNTED = """
    SELECT document_id, page_no, x0, top, x1, bottom, raw_text, reason FROM audit.unaccounted_number ORDER BY ALL
"""
_SUSPECT = """
    SELECT document_id, page_no, x0, top, x1, bottom, raw_text, suspect
    FROM marts.fct_reported_cell WHERE suspect IS NOT NULL ORDER BY ALL
"""


def _numbers(connection: duckdb.DuckDBPyConnection, query: str) -> defaultdict[str, list[Number]]:
    grouped: defaultdict[str, list[Number]] = defaultdict(list)
    for key, page_no, x0, top, x1, bottom, text, reason in connection.sql(query).fetchall():
        grouped[key].append(Number(page_no, (x0, top, x1, bottom), text or "", reason))
    return grouped


def _ties(connection: duckdb.DuckDBPyConnection) -> dict[str, Ties]:
    rows = connection.execute(
        """
        SELECT
            result.document_id,
            count(*) FILTER (result.status = 'pass'), count(*) FILTER (result.status = 'rounding'),
            count(*) FILTER (result.status = 'fail'), count(*) FILTER (result.status = 'not_evaluated')
        FROM audit.rule_result AS result
        JOIN marts.dim_rule AS rule USING (rule_id)
        WHERE list_contains(?, rule.family) AND rule.is_evaluated
        GROUP BY result.document_id
        """,
        [list(_FAMILIES)],
    ).fetchall()
    return {row[0]: Ties(*row[1:]) for row in rows}


def _not_evaluated(connection: duckdb.DuckDBPyConnection) -> defaultdict[str, list[tuple[str, int]]]:
    rows = connection.execute(
        """
        SELECT result.document_id, result.reason, count(*) AS instances
        FROM audit.rule_result AS result
        JOIN marts.dim_rule AS rule USING (rule_id)
        WHERE list_contains(?, rule.family) AND rule.is_evaluated AND result.status = 'not_evaluated'
        GROUP BY ALL
        ORDER BY result.document_id, instances DESC, result.reason
        """,
        [list(_FAMILIES)],
    ).fetchall()
    grouped: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, reason, instances in rows:
        grouped[key].append((reason or "", instances))
    return grouped


def _broken(connection: duckdb.DuckDBPyConnection) -> defaultdict[str, list[Identity]]:
    """The identities that do not tie, in the order of the pages, each with the places of both its sides."""
    rows = connection.execute(
        """
        WITH broken AS (
            SELECT result.*, rule.statement_zh, rule.statement_en
            FROM audit.rule_result AS result
            JOIN marts.dim_rule AS rule USING (rule_id)
            WHERE list_contains(?, rule.family) AND result.status = 'fail'
        ),

        side AS (
            SELECT result_id, 'left' AS side, unnest(lhs_cell_ids) AS cell_id FROM broken
            UNION ALL
            SELECT result_id, 'right' AS side, unnest(rhs_cell_ids) AS cell_id FROM broken
        ),

        place AS (
            SELECT
                side.result_id,
                list([cell.page_no, cell.x0, cell.top, cell.x1, cell.bottom] ORDER BY cell.page_no, cell.top, cell.x0)
                    FILTER (side.side = 'left') AS left_places,
                list([cell.page_no, cell.x0, cell.top, cell.x1, cell.bottom] ORDER BY cell.page_no, cell.top, cell.x0)
                    FILTER (side.side = 'right') AS right_places,
                min_by(cell.row_label, (side.side, cell.page_no, cell.top)) AS row_label,
                min_by(cell.column_path, (side.side, cell.page_no, cell.top)) AS column_path
            FROM side
            JOIN marts.fct_reported_cell AS cell USING (cell_id)
            GROUP BY side.result_id
        )

        SELECT
            broken.document_id, broken.rule_id, broken.statement_zh, broken.statement_en, broken.table_kind,
            broken.instance, place.row_label, place.column_path, broken.lhs_text, broken.rhs_text, broken.rhs_value,
            broken.difference, broken.value_unit, place.left_places, place.right_places
        FROM broken
        LEFT JOIN place USING (result_id)
        ORDER BY broken.document_id, place.left_places[1], broken.rule_id, broken.instance
        """,
        [list(_FAMILIES)],
    ).fetchall()
    grouped: defaultdict[str, list[Identity]] = defaultdict(list)
    for key, rule, zh, en, kind, instance, label, column, left, right, value, difference, unit, *sides in rows:
        here, there = (tuple(Place(int(p[0]), (p[1], p[2], p[3], p[4])) for p in side or ()) for side in sides)
        page_no = next((place.page_no for place in here or there), None)
        grouped[key].append(
            Identity(
                rule, zh, en, kind, instance, label, column, left or "", right or "", value, difference, unit, page_no,
                here, there,
            )
        )  # fmt: skip
    return grouped
