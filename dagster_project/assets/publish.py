"""Publish: the audited build becomes the release that readers see."""

from collections.abc import Iterable

import dagster as dg

from dagster_project.assets.preview import preview, share
from dagster_project.increments.scope import read_scope
from dagster_project.publishing import publish
from dagster_project.resources import RefreshLock
from dagster_project.settings import Settings

GROUP = "publish"


def build_release(released: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset `release`, after everything that is released."""

    @dg.asset(group_name=GROUP, kinds={"duckdb", "parquet"}, deps=sorted(released))
    def release(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings], lock: RefreshLock) -> None:
        """发布: budget.duckdb, release.json and Parquet, swapped in at once; refused where integrity did not pass."""
        done = publish(settings, read_scope(settings.dbt_run / "manifest.json"))
        context.add_output_metadata(
            {
                "dagster/row_count": sum(done.rows.values()),
                "release_id": done.release_id,
                "path": dg.MetadataValue.path(str(done.path)),
                "pages": done.counts["pages"],
                **share(done.counts["accounted_numbers"], done.counts["printed_numbers"]),
                "preview": preview(["table", "rows"], list(done.rows.items())),
            }
        )

    return release
