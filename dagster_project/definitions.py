"""Composition only: which assets, checks, job, schedule and sensor there are, and what they are given."""

from __future__ import annotations

import dagster as dg

from dagster_project.assets import audit, extract, intake, land, model, publish
from dagster_project.manifest import prepared_project
from dagster_project.progress import progress_logger
from dagster_project.publishing import RELEASED_SCHEMAS
from dagster_project.resources import build_resources
from dagster_project.schedules import build_schedule
from dagster_project.sensors import build_sensor
from dagster_project.settings import Settings

REFRESH = "refresh"


def build_defs(*, settings: Settings | None = None) -> dg.Definitions:
    """The whole pipeline over one raw folder and one home."""
    settings = settings or Settings()
    project = prepared_project(settings)
    models = model.build_models(project)
    released = [key for key in models.keys if key.path[0] in RELEASED_SCHEMAS]
    job = dg.define_asset_job(
        REFRESH,
        selection=dg.AssetSelection.all(),
        # Steps share one file and are short: each extra process would cost more than it could save.
        executor_def=dg.in_process_executor,
        description="刷新: from the raw folder to a release.",
    )
    return dg.Definitions(
        assets=[
            intake.raw_files,
            extract.document_readings,
            intake.intake_ledger,
            land.landed,
            models,
            publish.build_release(released),
        ],
        asset_checks=[audit.build_checks(file, released) for file in audit.suite_files(settings.expectations_dir)],
        jobs=[job],
        schedules=[build_schedule(REFRESH)],
        sensors=[build_sensor(REFRESH)],
        resources=build_resources(settings, project),
        executor=dg.in_process_executor,
        loggers={"console": dg.colored_console_logger, "progress": progress_logger},
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What Dagster's own commands load (`make ui`)."""
    return build_defs()
