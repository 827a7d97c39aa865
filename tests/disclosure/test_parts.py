"""Documents that hold several disclosures, put together from the pages of real ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.captions import Caption
from dagster_project.disclosure.headers import Header
from dagster_project.disclosure.identity import IdentityEvidence
from dagster_project.disclosure.parts import Part, find_parts
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.recognition import Recognition, TableEvidence
from dagster_project.disclosure.records import Disclosure
from dagster_project.disclosure.statements import Segment, Statement
from dagster_project.disclosure.tables import Grid


def _joined(documents: Sequence[bytes]) -> bytes:
    """One document with the pages of several, one after the other."""
    whole = pdfium.PdfDocument.new()
    for data in documents:
        whole.import_pages(pdfium.PdfDocument(data))
    out = BytesIO()
    whole.save(out)
    return out.getvalue()


def _facts(disclosure: Disclosure, part_no: int) -> Counter[tuple[object, ...]]:
    """What the cells of a part say, wherever they stand."""
    return Counter(
        (
            cell.table_kind,
            cell.row_label,
            cell.column_path,
            cell.subject_code,
            cell.measure,
            cell.amount_year,
            cell.amount,
        )
        for cell in disclosure.cells
        if cell.part_no == part_no
    )


def _claims(disclosure: Disclosure, part_no: int) -> Counter[tuple[object, ...]]:
    return Counter(
        (claim.claim_kind, claim.topic, claim.sentence, claim.amount)
        for claim in disclosure.claims
        if claim.part_no == part_no
    )


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    if not (shared / "corpus").is_dir():
        pytest.skip("no corpus")
    return shared / "corpus"


@pytest.mark.parametrize(
    "names",
    [
        # A department, then the office itself as a unit under the same name: covers tell them apart.
        ("shanghai/上海市普陀区人民政府办公室25年预算.pdf", "shanghai/上海市普陀区人民政府办公室单位25年预算.pdf"),
        # Statements without a cover; lines over some of the tables and in forms name the office.
        ("jiangsu/江苏省委办公厅2018年度部门预算公开表.pdf", "jiangsu/2018年省检察院部门预算公开.pdf"),
        # Statements whose owner only a form behind them names: the tables begin again.
        (
            "beijing/政府办公厅_附件2：北京市信访办公室2026年度部门预算报表.pdf",
            "beijing/审计局_附件2：北京市审计局2026年度部门预算报表.pdf",
        ),
        (
            "guangzhou/信访局_2026年部门预算.pdf",
            "guangzhou/统计局_2026年部门预算.pdf",
            "yantai/2026年烟台市信访局部门预算.pdf",
        ),
    ],
)
def test_a_document_with_several_disclosures_yields_each(corpus: Path, names: tuple[str, ...]) -> None:
    documents = [(corpus / name).read_bytes() for name in names]
    alone = [read(data) for data in documents]
    together = read(_joined(documents))
    assert len(together.parts) == len(alone)
    first_page = 1
    for part, own in zip(together.parts, alone, strict=True):
        (expected,) = own.parts
        assert (part.unit_name, part.fiscal_year) == (expected.unit_name, expected.fiscal_year)
        assert (part.document_kind, part.disclosure_scope) == (expected.document_kind, expected.disclosure_scope)
        assert part.role == expected.role
        assert (part.first_page, part.last_page) == (first_page, first_page + own.document.page_count - 1)
        assert _facts(together, part.part_no) == _facts(own, 1)
        assert _claims(together, part.part_no) == _claims(own, 1)
        first_page += own.document.page_count
    assert together.document.unit_name == alone[0].document.unit_name
    numbers = [row.section_no for row in together.sections]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({row.entry_no for row in together.contents}) == len(together.contents)
    assert len({row.claim_no for row in together.claims}) == len(together.claims)


def test_tables_by_unit_and_sheets_of_units_make_no_part(seed: Disclosure) -> None:
    """The seed's tables 5-2, 10 and 12 are about its unit."""
    assert [(part.part_no, part.first_page) for part in seed.parts] == [(1, 1)]
    assert {row.part_no for row in seed.statements} == {1}


def _statement(kind: str, page_no: int, organisation: str | None) -> Statement:
    entry = next(entry for entry in vocabulary.tables().kinds if entry.kind == kind)
    grid = Grid(page_no, (0.0, 0.0, 1.0, 1.0), 1, 1, (0.0, 1.0), ())
    caption = Caption(title=kind, organisation=organisation)
    shown = TableEvidence(kind, (), (), ())
    return Statement(caption, Header(0, 0, ()), [Segment(grid, 0)], shown, Recognition(entry, 1.0, kind))


def _parts(evidence: IdentityEvidence, tables: list[tuple[str, int, str | None]], page_count: int) -> list[Part]:
    for _, page_no, organisation in tables:
        evidence.add_table(page_no, "", organisation)
    return find_parts([_statement(*table) for table in tables], evidence, page_count)


KINDS = ("revenue_expenditure_summary", "revenue", "expenditure", "fiscal_appropriation")
DEPARTMENT, OWN_LEVEL, STATION = "甘棠市林业局", "甘棠市林业局（本级）", "甘棠市种苗站"


def test_statements_of_units_behind_those_of_their_department() -> None:
    """Only the lines over the tables change; the year is on the cover alone."""
    evidence = IdentityEvidence()
    evidence.add_page(1, ["甘棠市林业局2026年部门预算"])
    names = (DEPARTMENT, OWN_LEVEL, STATION)
    tables = [(kind, 2 + 4 * unit + at, name) for unit, name in enumerate(names) for at, kind in enumerate(KINDS)]
    parts = _parts(evidence, tables, 14)
    assert [(part.identity.unit_name, part.identity.disclosure_scope) for part in parts] == [
        ("甘棠市林业局", "department_budget"), ("甘棠市林业局（本级）", "unit_budget"), ("甘棠市种苗站", "unit_budget"),
    ]  # fmt: skip
    assert {part.identity.fiscal_year for part in parts} == {2026}
    assert [(part.first_page, part.last_page) for part in parts] == [(1, 5), (6, 9), (10, 14)]
    assert "p. 1: " in parts[0].identity.evidence
    assert parts[2].identity.evidence.endswith("the rest by its document")


def test_each_table_for_one_unit_after_the_other() -> None:
    """Table 1 of the department, table 1 of its unit, table 2 of the department, ..."""
    evidence = IdentityEvidence()
    evidence.add_page(1, ["甘棠市林业局2026年部门预算"])
    names = (DEPARTMENT, STATION)
    tables = [(kind, 2 + 2 * at + unit, name) for at, kind in enumerate(KINDS) for unit, name in enumerate(names)]
    parts = _parts(evidence, tables, 12)
    assert [part.identity.unit_name for part in parts] == list(names)
    assert [sorted(part.statements) for part in parts] == [[1, 3, 5, 7], [2, 4, 6, 8]]
    assert sorted(parts[0].pages) == [1, 2, 4, 6, 8, 10, 11, 12]  # text stands with the department


def test_a_table_by_unit_makes_no_parts() -> None:
    """One kind of table, once for each unit."""
    evidence = IdentityEvidence()
    evidence.add_page(1, ["甘棠市林业局2026年部门预算"])
    tables: list[tuple[str, int, str | None]] = [(kind, 2 + at, DEPARTMENT) for at, kind in enumerate(KINDS)]
    tables += [("general_public_by_function", 7, OWN_LEVEL), ("general_public_by_function", 8, STATION)]
    (part,) = _parts(evidence, tables, 8)
    assert (part.identity.unit_name, part.first_page, part.last_page) == ("甘棠市林业局", 1, 8)


def test_a_name_that_a_narrow_line_breaks_makes_no_part() -> None:
    """Found in an office's statements for 2017: on half of the pages the line over the table is cut off."""
    evidence = IdentityEvidence()
    evidence.add_table(1, "2026年收支总表", None)
    whole, cut = "中国共产党甘棠市委员会办公厅", "中国共产党甘棠市委员会办"
    (part,) = _parts(evidence, list(zip(KINDS, range(1, 5), (whole, cut, whole, whole), strict=True)), 4)
    assert part.identity.unit_name == whole
