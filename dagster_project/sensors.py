"""When a refresh runs because something happened. Stopped until someone turns it on in the UI."""

import dagster as dg

from dagster_project.intake.listing import fingerprint
from dagster_project.settings import Settings


def build_sensor(job_name: str) -> dg.SensorDefinition:
    @dg.sensor(name="raw_folder", job_name=job_name, minimum_interval_seconds=60)
    def raw_folder(
        context: dg.SensorEvaluationContext, settings: dg.ResourceParam[Settings]
    ) -> dg.SensorResult | dg.SkipReason:
        """原始文件夹: a refresh when a file was added, changed or removed."""
        seen = fingerprint(settings.raw_dir)
        if seen == context.cursor:
            return dg.SkipReason("The raw folder is as it was.")
        return dg.SensorResult([dg.RunRequest(run_key=seen)], cursor=seen)

    return raw_folder
