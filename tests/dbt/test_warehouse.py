"""The dbt project over an invented filing: facts foot to the printed totals, and the file is what readers rely on.

The filing is landed as the pipeline lands it, from records, so that a change of the records is seen here first.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import typing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project import landing
from dagster_project.disclosure import records

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENT = "d" * 64
CONTRACT_TABLES = {
    "marts": [
        "dim_document", "dim_filing", "bridge_filing_document", "dim_unit", "dim_functional_subject",
        "dim_economic_subject", "dim_project", "dim_indicator", "dim_fiscal_year", "dim_fund_source",
        "dim_expenditure_kind", "dim_administrative_division", "fct_reported_cell", "fct_expenditure_by_function",
        "fct_expenditure_by_economic", "fct_revenue", "fct_project_expenditure", "fct_three_public",
        "fct_performance_target", "fct_narrative_claim", "fct_procurement", "fct_asset_stock",
    ],
    "restricted": ["reported_text", "document_section"],
    "audit": ["intake", "table_ledger", "unaccounted_number", "revision_change", "run"],
}  # fmt: skip


def record(record_class: type, **values: Any) -> Any:
    """A record with what the test cares about; everything else is empty, or NULL where it may be."""
    empty: dict[Any, Any] = {str: "", int: 1, float: 0.0, bool: False, list[int]: [1]}
    hints = typing.get_type_hints(record_class)
    given = {f.name: values.pop(f.name, empty.get(hints[f.name])) for f in dataclasses.fields(record_class)}
    assert not values, f"no such fields: {values}"
    return record_class(**given)


class Landed:
    """Collects the records of one invented document."""

    def __init__(self) -> None:
        self.statements: list[records.StatementRecord] = []
        self.cells: list[records.ReportedCellRecord] = []

    def table(self, kind: str, *, unit: str | None = "万元", status: str = "understood", nil: bool = False) -> None:
        self.statements.append(
            record(
                records.StatementRecord, document_id=DOCUMENT, statement_no=len(self.statements) + 1, table_kind=kind,
                score=1.0, unit_declared=unit, status=status, is_nil=nil,
            )
        )  # fmt: skip

    def row(self, label: str, *, code: str | None = None, role: str = "detail", **amounts: str) -> None:
        """One row; amounts by measure, as printed in the unit of the table."""
        statement = self.statements[-1]
        row_no = 1 + max((c.row_no for c in self.cells if c.statement_no == statement.statement_no), default=0)
        for column_no, (measure, amount) in enumerate(amounts.items(), start=1):
            kinds = ("basic", "basic_personnel", "basic_public", "project")
            funds = ("general_public_budget", "government_fund", "other_income")
            economic = statement.table_kind == "basic_by_economic"
            self.cells.append(
                record(
                    records.ReportedCellRecord, cell_id=f"{statement.statement_no}-{row_no}-{column_no}",
                    document_id=DOCUMENT, statement_no=statement.statement_no, table_kind=statement.table_kind,
                    row_no=row_no, column_no=column_no, row_label=label, row_name=label, row_role=role,
                    subject_code=code, subject_code_printed=code, code_source="printed" if code else None,
                    classification=("economic" if economic else "functional") if code else None,
                    project_name_printed=label if statement.table_kind == "project_expenditure" else None,
                    side="income" if statement.table_kind == "revenue" else "expenditure",
                    measure=measure, expenditure_kind=measure if measure in kinds else None,
                    fund_source=measure if measure in funds else None, vintage="current", phase="approved_budget",
                    amount_year=2026, raw_text=amount, raw_state="number" if Decimal(amount) else "zero",
                    amount=Decimal(amount), unit_declared=statement.unit_declared, decimals=2, text_source="native",
                )
            )  # fmt: skip


@pytest.fixture(scope="module")
def landed() -> Landed:
    filing = Landed()
    # All expenditure: 5.00 of 2010399 more than the general public budget holds.
    filing.table("expenditure")
    filing.row("合计", role="grand_total", total="48.61", basic="43.61", project="5.00")
    filing.row("一般公共服务支出", code="201", total="5.00", basic="0.00", project="5.00")
    filing.row("其他", code="2010399", total="5.00", basic="0.00", project="5.00")
    filing.row("卫生健康支出", code="210", total="43.61", basic="43.61", project="0.00")
    filing.row("行政事业单位医疗", code="21011", total="43.61", basic="43.61", project="0.00")
    filing.row("事业单位医疗", code="2101102", total="21.15", basic="21.15", project="0.00")
    filing.row("公务员医疗补助", code="2101103", total="22.45", basic="22.45", project="0.00")
    filing.table("general_public_by_function")
    filing.row("合计", role="grand_total", total="43.61", basic="43.61", basic_personnel="40.00", basic_public="3.60")
    filing.row("卫生健康支出", code="210", total="43.61", basic="43.61", basic_personnel="40.00", basic_public="3.60")
    filing.row(
        "行政事业单位医疗", code="21011", total="43.61", basic="43.61", basic_personnel="40.00", basic_public="3.60"
    )
    filing.row("事业单位医疗", code="2101102", total="21.15", basic="21.15", basic_personnel="21.15", basic_public="0")
    filing.row(
        "公务员医疗补助", code="2101103", total="22.45", basic="22.45", basic_personnel="18.84", basic_public="3.60"
    )
    filing.table("government_fund", nil=True)
    filing.table("state_capital", nil=True)
    filing.table("basic_by_economic")
    filing.row("合计", role="grand_total", total="43.61", basic_personnel="40.00", basic_public="3.61")
    filing.row("工资福利支出", code="301", total="40.00", basic_personnel="40.00", basic_public="0.00")
    filing.row("基本工资", code="30101", total="40.00", basic_personnel="40.00", basic_public="0.00")
    filing.row("商品和服务支出", code="302", total="3.61", basic_personnel="0.00", basic_public="3.61")
    filing.row("办公费", code="30201", total="3.61", basic_personnel="0.00", basic_public="3.61")
    filing.table("revenue")
    filing.row("合计", role="grand_total", total="48.61", general_public_budget="43.61", other_income="5.01")
    filing.table("project_expenditure")
    filing.row("合计", role="grand_total", total="5.00", other_income="5.00")
    filing.row("项目一", total="5.00", other_income="5.00")
    filing.table("three_public")
    filing.row("", three_public_total="0.57", overseas_travel="0.00", official_reception="0.57")
    # Our own gap: a table whose unit of money the page does not say stays in the reported layer.
    filing.table("three_public", unit=None)
    filing.row("", three_public_total="9.99", official_reception="9.99")
    return filing


def build(path: Path, filing: Landed) -> None:
    path.parent.mkdir(parents=True)
    rows: dict[str, list[Any]] = {name: [] for name in landing.DOCUMENT_TABLES}
    identity = {"unit_name": "某中心", "fiscal_year": 2026, "document_kind": "budget"}
    scope = {"disclosure_scope": "department_budget"}
    rows["document"] = [
        record(
            records.DocumentRecord, document_id=DOCUMENT, published_on=date(2026, 2, 1), **identity, **scope,
            printed_numbers=10, accounted_numbers=9,
        )
    ]  # fmt: skip
    rows["filing_part"] = [
        record(
            records.FilingPartRecord, document_id=DOCUMENT, unit_key="unit", role="both", **identity, **scope,
            administrative_division_code=None,
        )
    ]  # fmt: skip
    rows["statement"] = filing.statements
    rows["reported_cell"] = filing.cells
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema landing")
        for name, record_class in landing.DOCUMENT_TABLES.items():
            connection.register("incoming", landing.as_table(record_class, rows[name]))
            connection.execute(f"create table landing.{name} as from incoming")
        connection.execute(
            f"""
            create table landing.intake as select
                'a.pdf' as file_path, '{DOCUMENT}' as sha256, 1::bigint as size_bytes, 'loaded' as status,
                null::varchar as reason, null::varchar as detail, '{DOCUMENT}' as document_id;
            create table landing.raw_source (file varchar, publisher varchar, title varchar, url varchar,
                published_on date, retrieved_on date);
            create table landing.refresh_run as select
                'run' as run_id, timestamptz '2026-01-01 00:00:00+00' as started_at, 'code' as code_version,
                'extractor' as extractor_version;
            """
        )
    finished = subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"), "build", "--project-dir", str(REPOSITORY / "dbt"),
            "--profiles-dir", str(REPOSITORY / "dbt"), "--no-partial-parse",
            "--exclude", "path:models/reconciliation",
        ],
        env={
            **os.environ, "GOUJI_BUILD_DB": str(path), "DBT_TARGET_PATH": str(path.parent / "target"),
            "DBT_LOG_PATH": str(path.parent / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout[-4000:]
    assert "WARN=0 " in finished.stdout, finished.stdout[-4000:]


@pytest.fixture(scope="module")
def release(landed: Landed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished warehouse under another name than it was built with, as a reader may find it."""
    path = tmp_path_factory.mktemp("first") / "build" / "budget.duckdb"
    build(path, landed)
    return path.rename(path.with_name("kept_elsewhere.duckdb"))


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("fact", "printed"),
    [
        ("fct_expenditure_by_function where fund_source = 'general_public_budget'", "436100.00"),
        ("fct_expenditure_by_function where not is_derived and expenditure_kind = 'basic_personnel'", "400000.00"),
        ("fct_expenditure_by_economic", "436100.00"),
        ("fct_revenue", "486100.00"),
        ("fct_project_expenditure", "50000.00"),
        ("fct_three_public", "5700.00"),
    ],
)
def test_facts_foot_to_the_printed_total(release: Path, fact: str, printed: str) -> None:
    assert query(release, f"select sum(amount_cny) from marts.current_{fact}") == [(Decimal(printed),)]


def test_rounding_stands_apart_with_the_code_of_the_parent(release: Path) -> None:
    rows = query(
        release,
        """
        select subject_code, expenditure_kind, amount_cny
        from marts.fct_expenditure_by_function
        where is_rounding_residual
        order by subject_code nulls last
        """,
    )
    assert rows == [("21011", "basic_personnel", Decimal("100.00")), (None, None, Decimal("100.00"))]


def test_what_no_fund_table_holds_is_derived_as_own_funds(release: Path) -> None:
    rows = query(
        release,
        "select subject_code, expenditure_kind, amount_cny, fund_source "
        "from marts.fct_expenditure_by_function where is_derived",
    )
    assert rows == [("2010399", "project", Decimal("50000.00"), "unit_own_funds")]


def test_a_table_without_a_unit_of_money_stays_in_the_reported_layer(release: Path) -> None:
    rows = query(
        release,
        "select raw_text, amount_cny, usable_for_facts from marts.fct_reported_cell "
        "where statement_no = 9 and measure = 'official_reception'",
    )
    assert rows == [("9.99", None, False)]


def test_every_table_and_column_of_the_contract_is_described(release: Path) -> None:
    for schema, tables in CONTRACT_TABLES.items():
        for table in tables:
            comments = query(
                release,
                "select comment from duckdb_columns() "
                f"where schema_name = '{schema}' and table_name = '{table}' "
                "union all select comment from duckdb_tables() "
                f"where schema_name = '{schema}' and table_name = '{table}'",
            )
            assert len(comments) > 2, f"{schema}.{table} is missing"
            assert all(comment for (comment,) in comments), f"{schema}.{table} has something undescribed"


def test_views_work_where_the_file_is_attached_under_an_alias(release: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{release}' as another (read_only)")
        assert connection.execute("select count(*) from another.marts.current_fct_revenue").fetchone() == (3,)


def test_two_builds_are_equal(landed: Landed, release: Path, tmp_path: Path) -> None:
    second = tmp_path / "build" / "budget.duckdb"
    build(second, landed)
    tables = query(
        second,
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where schema_name <> 'landing' and table_name <> 'run' order by all",
    )
    for (table,) in tables:
        dump = f"select to_json(t)::varchar as row from {table} as t order by all"
        assert query(second, dump) == query(release, dump), table
