"""Audit: the suites of expectations as asset checks, one for each expectation.

Integrity suites (our own work) block the release. Reconciliation suites (the publisher's figures) warn and never do.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from dagster_project import building, expectations
from dagster_project.assets.model import RULE_RESULT
from dagster_project.assets.preview import markdown_table, table_records
from dagster_project.resources import RefreshLock
from dagster_project.settings import Settings

_ROWS_IN_MARKDOWN = 20
_COLUMNS_IN_MARKDOWN = 8


@dataclass(frozen=True, slots=True)
class SuiteFile:
    """One file of expectations, and whether it speaks of our work or of the publisher's."""

    path: Path
    blocking: bool


def suite_files(expectations_dir: Path) -> list[SuiteFile]:
    return [
        SuiteFile(expectations_dir / "integrity.yaml", blocking=True),
        SuiteFile(expectations_dir / "reconciliation.yaml", blocking=False),
    ]


def check_name(expectation: expectations.Expectation) -> str:
    return expectation.id if expectation.id == expectation.name else f"{expectation.id}_{expectation.name}"


def checked_asset(expectation: expectations.Expectation, released: Collection[dg.AssetKey]) -> dg.AssetKey:
    """The table that the expectation is about, where the release waits for it; else the table of all results."""
    key = dg.AssetKey(expectation.table.split("."))
    return key if key in released else RULE_RESULT


def _said(outcome: expectations.ExpectationOutcome) -> str:
    if outcome.crashed:
        return f"{outcome.statement_en}: could not be asked: {outcome.failing_rows[:1]}"
    return outcome.statement_en if outcome.passed else f"{outcome.statement_en}: {outcome.failing_count} rows say no"


def _result(
    outcome: expectations.ExpectationOutcome, spec: dg.AssetCheckSpec, severity: dg.AssetCheckSeverity
) -> dg.AssetCheckResult:
    metadata: dict[str, dg.MetadataValue] = {
        "statement_zh": dg.MetadataValue.text(outcome.statement_zh),
        "statement_en": dg.MetadataValue.text(outcome.statement_en),
        "severity": dg.MetadataValue.text(outcome.severity),
        "failing_rows": dg.MetadataValue.int(outcome.failing_count),
    }
    if rows := outcome.failing_rows:
        columns = list(rows[0])
        shown = columns[:_COLUMNS_IN_MARKDOWN]
        metadata["rows"] = dg.MetadataValue.table(
            table_records(rows), dg.TableSchema([dg.TableColumn(column, "any") for column in columns])
        )
        metadata["rows_markdown"] = dg.MetadataValue.md(
            markdown_table(shown, [[row.get(name) for name in shown] for row in rows[:_ROWS_IN_MARKDOWN]])
        )
    return dg.AssetCheckResult(
        check_name=spec.name,
        asset_key=spec.asset_key,
        passed=outcome.passed,
        severity=severity,
        description=_said(outcome),
        metadata=metadata,
    )


def build_checks(file: SuiteFile, released: Collection[dg.AssetKey]) -> dg.AssetChecksDefinition:
    """The checks of one suite, run together: importing Great Expectations costs more than asking all of it."""
    suite = expectations.load_suite(file.path)
    severity = dg.AssetCheckSeverity.ERROR if file.blocking else dg.AssetCheckSeverity.WARN

    specs = {
        expectation.id: dg.AssetCheckSpec(
            check_name(expectation),
            asset=checked_asset(expectation, released),
            description=f"{expectation.statement_zh}。{expectation.statement_en}.",
            blocking=file.blocking,
        )
        for expectation in suite.expectations
    }

    @dg.multi_asset_check(name=f"{file.path.stem}_suite", specs=list(specs.values()))
    def checks(settings: dg.ResourceParam[Settings], lock: RefreshLock) -> Iterator[dg.AssetCheckResult]:
        outcomes = {outcome.id: outcome for outcome in expectations.run_suite(suite, settings.build_db)}
        if file.blocking:
            # An expectation without an outcome did not pass.
            passed = {name: name in outcomes and outcomes[name].passed for name in specs}
            building.record_integrity(settings, passed)
        for name, outcome in outcomes.items():
            yield _result(outcome, specs[name], severity)

    return checks
