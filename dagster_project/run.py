"""`make run`: one refresh in this process, from the raw folder to a release, and a summary at its end.

Exit 0 where a release was published; findings and rejected files do not change that. Exit 1 where the audit of our own
work failed or a step broke: the earlier release stays. The chatter of the steps goes to $GOUJI_HOME/refresh.log.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

import dagster as dg
from pydantic import ValidationError

from dagster_project.building import why_not_publishable
from dagster_project.definitions import REFRESH, build_defs
from dagster_project.instance import prepared_instance
from dagster_project.manifest import DbtProjectBroken
from dagster_project.settings import Settings
from dagster_project.summary import summary

_LINES_OF_ERROR = 20
_RUN_CONFIG: dict[str, object] = {"loggers": {"progress": {}}}


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _chatter_to_log(settings: Settings) -> Iterator[None]:
    with (settings.home / "refresh.log").open("w", encoding="utf-8") as log, contextlib.redirect_stdout(log):
        yield


def refresh(settings: Settings) -> dg.ExecuteInProcessResult:
    """Run the job in this process."""
    with prepared_instance(settings) as instance:
        job = build_defs(settings=settings).resolve_job_def(REFRESH)
        with _chatter_to_log(settings):
            return job.execute_in_process(instance=instance, raise_on_error=False, run_config=_RUN_CONFIG)


def _clipped(message: str) -> str:
    lines = message.splitlines()
    left_out = len(lines) - _LINES_OF_ERROR
    return "\n".join(lines if left_out <= 0 else [*lines[:_LINES_OF_ERROR], f"({left_out} more lines in the log)"])


def failures(result: dg.ExecuteInProcessResult) -> Iterator[str]:
    """What broke, a line each: checks that block, and steps."""
    for check in result.get_asset_check_evaluations():
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR:
            yield f"check {check.check_name} failed: {check.description or ''}"
    for event in result.all_events:
        if event.is_step_failure and event.step_failure_data.error:
            error = event.step_failure_data.error
            while error.cause is not None:
                error = error.cause
            yield f"step {event.step_key} failed: {_clipped(error.message.strip())}"


def main() -> int:
    try:
        settings = Settings()
    except ValidationError as error:
        _say(f"A setting is wrong: {error}")
        return 2
    settings.home.mkdir(parents=True, exist_ok=True)
    if settings.postgres_url is not None:
        _say("GOUJI_POSTGRES_URL is set, but this version does not use it.")
    _say(f"Refreshing from {settings.raw_dir}")
    try:
        result = refresh(settings)
    except DbtProjectBroken as error:
        _say(str(error))
        return 1
    if result.success:
        print(summary(settings.published_db))
        return 0
    for failure in failures(result):
        _say(failure)
    if reason := why_not_publishable(settings):
        _say(f"Not published: {reason}.")
    earlier = f"The earlier release stays: {settings.published_db}" if settings.published_db.exists() else "No release."
    _say(f"{earlier} What the steps said: {settings.home / 'refresh.log'}")
    return 1


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    sys.exit(main())
