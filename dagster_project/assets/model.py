"""Model: the dbt project, one Dagster asset for each model and seed, built by one `dbt build`."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, DbtProject, dbt_assets

from dagster_project import expectations
from dagster_project.assets.preview import PREVIEW_ROWS, preview
from dagster_project.resources import RefreshLock
from dagster_project.settings import Settings

LANDED = dg.AssetKey("landed")
RULE_RESULT = dg.AssetKey(["audit", "rule_result"])

#: Text of documents names contact persons and their telephone numbers: rows of these schemas are counted, not shown.
_NOT_SHOWN = {"restricted", "staging", "intermediate", "increment"}
_PREVIEW_COLUMNS = 8


class Translator(DagsterDbtTranslator):
    """Groups follow the folders of the dbt project; every table of the schema `landing` is the asset `landed`."""

    def __init__(self) -> None:
        super().__init__(settings=DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return LANDED
        return super().get_asset_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        if dbt_resource_props["resource_type"] == "seed":
            return "reference"
        folders = dbt_resource_props["fqn"][1:-1]
        return str(folders[0]) if folders else None


@contextmanager
def dbt_environment(settings: Settings) -> Iterator[None]:
    """dbt learns from the environment which file it builds and where the parsed project lies."""
    ours = {
        "GOUJI_BUILD_DB": str(settings.build_db),
        "DBT_TARGET_PATH": str(settings.dbt_target),
        "DBT_LOG_LEVEL_FILE": "info",  # the six thousand lines of the other level cost a fifth of a small build
    }
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _shown(connection: duckdb.DuckDBPyConnection, key: dg.AssetKey) -> dict[str, Any]:
    schema, name = key.path[-2:]
    table = f'"{schema}"."{name}"'
    metadata: dict[str, Any] = {
        "dagster/row_count": int(connection.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0])
    }
    if schema not in _NOT_SHOWN:
        first = connection.sql(f"SELECT * FROM {table} LIMIT {PREVIEW_ROWS}")
        columns = first.columns[:_PREVIEW_COLUMNS]
        metadata["preview"] = preview(columns, [row[:_PREVIEW_COLUMNS] for row in first.fetchall()])
    return metadata


def _with_rows(events: Sequence[Any], key_of: Mapping[str, dg.AssetKey], build_db: Path) -> Iterator[Any]:
    """The events of dbt, each table with its number of rows and a preview."""
    with duckdb.connect(str(build_db), read_only=True) as connection:
        for event in events:
            if isinstance(event, dg.Output) and event.output_name in key_of:
                yield event.with_metadata({**event.metadata, **_shown(connection, key_of[event.output_name])})
            else:
                yield event


def build_models(project: DbtProject) -> dg.AssetsDefinition:
    """The assets of the parsed project."""

    @dbt_assets(manifest=project.manifest_path, project=project, dagster_dbt_translator=Translator(), name="dbt")
    def dbt_models(
        context: dg.AssetExecutionContext,
        settings: dg.ResourceParam[Settings],
        lock: RefreshLock,
        dbt: DbtCliResource,
    ) -> Iterator[Any]:
        # Unit tests hold for the code, not for the data: they run with the tests of the project.
        command = ["build", "--exclude-resource-type", "unit_test"]
        expectations.import_ahead()  # this process waits for dbt, and suites come after it
        with dbt_environment(settings):
            # dbt holds the file alone; rows are counted when it is done.
            invocation = dbt.cli(command, context=context, target_path=settings.dbt_run, raise_on_error=False)
            events = list(invocation.stream())
        yield from _with_rows(events, context.op_execution_context.assets_def.keys_by_output_name, settings.build_db)
        if error := invocation.get_error():
            raise error

    return dbt_models
