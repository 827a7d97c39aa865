"""When a refresh runs by the clock. Stopped until someone turns it on in the UI."""

from __future__ import annotations

import dagster as dg


def build_schedule(job_name: str) -> dg.ScheduleDefinition:
    return dg.ScheduleDefinition(
        name="daily",
        job_name=job_name,
        cron_schedule="0 6 * * *",
        execution_timezone="Asia/Shanghai",
        description="每日刷新: every day before office hours.",
    )
