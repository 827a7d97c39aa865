"""Change one printed thing of a real disclosure, and exactly the rules that use it fail.

The seed is read once and landed many times in one warehouse: as it is, and once for each case with one thing changed.
Every copy is a document of its own, of a unit of its own, so that the copies do not meet.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure, ReportedCellRecord, StatementRecord
from tests.reconciliation.warehouses import FINDINGS_WITHOUT_A_PLACE, ROOT, build, fails, query

# All cases share one build: one worker runs them.
pytestmark = pytest.mark.xdist_group("reconciliation")

T1, T2, T3, T4 = "revenue_expenditure_summary", "revenue", "expenditure", "fiscal_appropriation"
T5, T6, T7 = "general_public_by_function", "basic_by_economic", "three_public"
T8, T9, T10 = "government_fund", "state_capital", "project_expenditure"

CellChange = Callable[[ReportedCellRecord], ReportedCellRecord]


@dataclass(frozen=True)
class Case:
    """One thing that is changed: the cells that match, or the table of a kind."""

    name: str
    kind: str
    where: dict[str, Any]  # fields of the cells to change; empty: all of the table
    change: CellChange | None = None
    statement: dict[str, Any] = dataclasses.field(default_factory=dict)
    fails: frozenset[str] = frozenset()
    cells: int = 1  # how many cells the case means to change


def amount(text: str) -> CellChange:
    return lambda cell: replace(
        cell, raw_text=text, amount=Decimal(text), raw_state="number" if Decimal(text) else "zero"
    )


def code(new: str) -> CellChange:
    return lambda cell: replace(cell, subject_code=new, subject_code_printed=new)


_TOTAL = {"row_role": "grand_total", "measure": "total"}

CASES = [
    Case("as_published", T1, {"row_no": 1}, lambda cell: cell, cells=2),
    # -- one figure -----------------------------------------------------------------------------------------------
    Case("expenditure_item_basic", T3, {"subject_code": "2080505", "measure": "basic"}, amount("42.80"),
         fails=fails("W07", "H02", "X08")),
    Case("income_grand_total", T1, {"row_role": "grand_total", "side": "income"}, amount("944.14"),
         fails=fails("W01", "W04", "X01", "X05")),
    Case("income_current_total", T1, {"row_role": "current_total", "side": "income"}, amount("994.41"),
         fails=fails("W02", "W04")),
    Case("expenditure_current_total", T1, {"row_role": "current_total", "side": "expenditure"}, amount("99.41"),
         fails=fails("W03", "W04", "X02")),
    Case("revenue_department_subtotal", T2, {"unit_code_printed": "340", "measure": "subtotal"}, amount("949.14"),
         fails=fails("W05", "W06", "H08")),
    Case("revenue_unit_general_public", T2, {"unit_code_printed": "340001", "measure": "general_public_budget"},
         amount("949.14"), fails=fails("W06", "H08", "X10")),
    Case("revenue_total_of_a_source", T2, {"row_role": "grand_total", "measure": "other_income"}, amount("3.00"),
         fails=fails("W06", "X03", "H08")),
    Case("summary_functional_line", T1, {"row_no": 8, "side": "expenditure"}, amount("46.31"),
         fails=fails("W03", "X04")),
    Case("fiscal_functional_line", T4, {"row_no": 9, "side": "expenditure"}, amount("46.31"),
         fails=fails("W03", "X06")),
    # The seed prints no columns by budget: a blank cell of its other side becomes one.
    Case("fiscal_row_of_budgets", T4, {"row_no": 8, "side": "income"},
         lambda cell: replace(amount("1.00")(cell), decimals=2, side="expenditure", measure="general_public_budget"),
         fails=fails("W13")),
    Case("fiscal_current_expenditure", T4, {"row_role": "current_total", "side": "expenditure"}, amount("994.41"),
         fails=fails("W03", "X07")),
    Case("fiscal_current_income", T4, {"row_role": "current_total", "side": "income"}, amount("994.41"),
         fails=fails("W12", "X05")),
    Case("general_public_total_basic", T5, {"row_role": "grand_total", "measure": "basic"}, amount("608.26"),
         fails=fails("W07", "W08", "H03", "X08", "X09", "X11")),
    Case("general_public_class", T5, {"subject_code": "221", "measure": "total"}, amount("76.95"),
         fails=fails("W07", "H01", "H03", "X06", "X08")),
    Case("economic_personnel", T6, {"row_role": "grand_total", "measure": "basic_personnel"}, amount("459.30"),
         fails=fails("W09", "H05", "X12", "X13")),
    Case("economic_item", T6, {"subject_code": "30101", "measure": "total"}, amount("95.46"),
         fails=fails("W09", "H05")),
    Case("reception", T7, {"measure": "official_reception"}, amount("0.75"), fails=fails("W10")),
    Case("vehicle_operation", T7, {"measure": "vehicle_operation"}, amount("2.00"), fails=fails("W11")),
    Case("project_total", T10, _TOTAL, amount("378.86"), fails=fails("W14", "H09", "X22")),
    Case("money_of_a_nil_fund", T1, {"fund_source": "government_fund"}, amount("5.00"),
         fails=fails("W02", "X03", "X05", "X33")),
    # -- one code, one note, one unit of money --------------------------------------------------------------------
    Case("code_twice", T3, {"subject_code": "2210203"}, code("2210202"), fails=fails("H07"), cells=3),
    Case("orphan_code", T3, {"subject_code": "2080505"},
         lambda cell: replace(cell, subject_code="2070505", parent_cell_id=None), fails=fails("H04", "H06"), cells=3),
    Case("note_of_another_fund", T8, {}, statement={"nil_note_kind": "state_capital"}, fails=fails("M03"), cells=0),
    Case("no_note", T9, {}, statement={"nil_note": None, "nil_note_kind": None}, fails=fails("M03"), cells=0),
    Case("no_unit_of_money", T3, {}, lambda cell: replace(cell, unit_declared=None),
         statement={"unit_declared": None}, fails=fails("M04"), cells=51),
    # -- what is ours to answer for never fails, and never passes -------------------------------------------------
    Case("total_not_read", T6, _TOTAL, lambda cell: replace(cell, amount=None, decimals=None)),
    Case("total_left_blank", T3, _TOTAL,
         lambda cell: replace(cell, amount=None, decimals=None, raw_text="", raw_state="blank")),
    Case("total_in_doubt", T6, _TOTAL, lambda cell: replace(amount("1.00")(cell), suspect="figure_over_ruling")),
    Case("table_set_aside", T3, {}, statement={"status": "set_aside", "reason": "form_not_read"}, cells=0),
    Case("code_not_known", T3, {"subject_code": "221"}, lambda cell: replace(cell, subject_code=None), cells=3),
]  # fmt: skip


def _copy(seed: Disclosure, number: int, case: Case) -> Disclosure:
    """The seed as another document, with the one change of the case."""
    document_id = f"{number:064x}"
    changed = 0

    def cell_of(cell: ReportedCellRecord) -> ReportedCellRecord:
        nonlocal changed
        if case.change and cell.table_kind == case.kind and all(getattr(cell, k) == v for k, v in case.where.items()):
            cell = case.change(cell)
            changed += 1
        parent = f"{number}-{cell.parent_cell_id}" if cell.parent_cell_id else None
        return replace(cell, document_id=document_id, cell_id=f"{number}-{cell.cell_id}", parent_cell_id=parent)

    def statement_of(statement: StatementRecord) -> StatementRecord:
        own = case.statement if statement.table_kind == case.kind else {}
        return replace(statement, document_id=document_id, **own)

    # Numbered from the end, so that document ids differ in the part of them that instances show.
    document_id = document_id[::-1]
    copy = Disclosure(
        document=replace(seed.document, document_id=document_id),
        parts=[replace(part, document_id=document_id, unit_key=case.name) for part in seed.parts],
        statements=[statement_of(statement) for statement in seed.statements],
        cells=[cell_of(cell) for cell in seed.cells],
        texts=[replace(t, document_id=document_id, cell_id=f"{number}-{t.cell_id}") for t in seed.texts],
        targets=[],
        attributes=[],
        sections=[],
        contents=[],
        claims=[],
    )
    assert changed == case.cells, f"{case.name}: {changed} cells changed"
    return copy


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (pdf,) = (ROOT / "raw").glob("*.pdf")
    seed = read(pdf.read_bytes())
    folder = tmp_path_factory.mktemp("reconciliation")
    return build(folder, [_copy(seed, number, case) for number, case in enumerate(CASES, start=1)])


_OF_CASE = "inner join marts.dim_filing as filing using (filing_id) where filing.unit_key = ?"


def _failed(warehouse: Path, case: str) -> set[tuple[str, str]]:
    """Rules and places that fail in a copy. The seed is wrong in places of its own: those are no answer to a change."""
    place = "replace(instance, left(document_id, 8), '')"
    return set(query(warehouse, f"select rule_id, {place} from audit.rule_result {_OF_CASE} and status = 'fail'", case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_the_rules_that_use_it_fail(warehouse: Path, case: Case) -> None:
    failed = _failed(warehouse, case.name) - _failed(warehouse, "as_published")
    assert {rule_id for rule_id, _ in failed} == case.fails


def test_tails_of_rounding_are_no_failures(warehouse: Path) -> None:
    statuses = dict(
        query(
            warehouse,
            f"select rule_id, list_sort(list(distinct status)) from audit.rule_result {_OF_CASE} group by rule_id",
            "as_published",
        )
    )
    assert {rule for rule, found in statuses.items() if "rounding" in found} == {"H02", "H04", "H05"}
    ((stated, parts),) = query(
        warehouse,
        f"""select distinct lhs_text, rhs_text from audit.rule_result {_OF_CASE}
        and rule_id = 'H02' and status = 'rounding' and table_kind = 'expenditure'""",
        "as_published",
    )
    assert (stated, parts) == ("43.61 万元", "21.15 万元 + 22.45 万元")


@pytest.mark.parametrize(
    ("case", "rule_id", "reason"),
    [
        ("total_not_read", "X11", "operand_not_read"),
        ("total_left_blank", "X02", "operand_blank"),
        ("no_unit_of_money", "X02", "unit_unknown"),
        ("total_in_doubt", "X11", "operand_suspect"),
        ("total_in_doubt", "H05", "operand_suspect"),
        ("table_set_aside", "X02", "table_set_aside"),
        ("table_set_aside", "H01", "table_set_aside"),
        ("code_not_known", "H01", "code_unresolved"),
        ("code_not_known", "X04", "code_unresolved"),
        ("as_published", "P01", "rule_not_implemented"),
    ],
)
def test_what_was_not_read_is_not_evaluated(warehouse: Path, case: str, rule_id: str, reason: str) -> None:
    reasons = query(
        warehouse,
        f"select distinct reason from audit.rule_result {_OF_CASE} and rule_id = ? and status = 'not_evaluated'",
        case,
        rule_id,
    )
    assert (reason,) in reasons


def test_an_unread_total_never_passes(warehouse: Path) -> None:
    used = query(
        warehouse,
        f"""select distinct rule_id, status from audit.rule_result as result {_OF_CASE}
        and exists (
            select 1 from marts.fct_reported_cell as cell
            where cell.raw_state = 'number' and cell.amount_cny is null and cell.value is null
                and list_contains(result.lhs_cell_ids || result.rhs_cell_ids, cell.cell_id)
        )""",
        "total_not_read",
    )
    assert used
    assert {status for _, status in used} == {"not_evaluated"}


def test_every_rule_answers_for_every_filing(warehouse: Path) -> None:
    assert query(
        warehouse,
        """
        select count(distinct rule_id), count(distinct filing_id), count(distinct (rule_id, filing_id))
        from audit.rule_result
        """,
    ) == [(148, len(CASES), 148 * len(CASES))]


def test_one_figure_is_one_root(warehouse: Path) -> None:
    roots = query(
        warehouse,
        f"""select count(*), count(*) filter (where root_finding_id is null) from audit.finding {_OF_CASE}
        and rule_id in (select unnest(?))""",
        "expenditure_item_basic",
        sorted(next(case.fails for case in CASES if case.name == "expenditure_item_basic")),
    )
    assert roots == [(3, 1)]


def test_a_slip_of_digits_is_diagnosed(warehouse: Path) -> None:
    found = query(
        warehouse,
        f"""select stated, expected, diagnosis, suggested_value from audit.finding {_OF_CASE} and rule_id = 'W09'""",
        "economic_item",
    )
    assert found == [("95.46 万元", "95.64 万元", "digit_transposition", Decimal("956400.00"))]


def test_every_finding_leads_to_a_place(warehouse: Path) -> None:
    assert not query(warehouse, FINDINGS_WITHOUT_A_PLACE)
