"""What `make run` shows while it works: one line for each step, in place of Dagster's log.

Belongs here: a Dagster logger that is chosen by run configuration; the UI keeps Dagster's own.
"""

import logging
import sys
import time

import dagster as dg
from dagster._core.log_manager import LOG_RECORD_METADATA_ATTR  # has no public name


class _StepLines(logging.Handler):
    """One line when a step starts, one when it ends, with its time."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._started: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        about = getattr(record, LOG_RECORD_METADATA_ATTR, {})
        event: dg.DagsterEvent | None = about.get("dagster_event")
        if event is None or event.step_key is None:
            return
        if event.is_step_start:
            self._started[event.step_key] = time.monotonic()
            self._say(f"  {event.step_key} ...")
        elif event.is_step_success or event.is_step_failure:
            seconds = time.monotonic() - self._started.pop(event.step_key, time.monotonic())
            self._say(f"  {event.step_key}: {'done' if event.is_step_success else 'FAILED'}, {seconds:.1f} s")

    @staticmethod
    def _say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)


@dg.logger(None, description="one line for each step")
def progress_logger(init_context: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("gouji.progress", level=logging.DEBUG)  # of its own: nothing else handles its records
    logger.addHandler(_StepLines())
    return logger
