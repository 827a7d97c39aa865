"""Several documents read at a time by processes of this machine, and what is asked of any pool.

Belongs here: the pool, and that stopping the run stops what it reads. Does not belong here: reading one document
(`judging`), which documents are to be read (`reading`), other machines (`cluster`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from dagster_project.disclosure.given import Given
from dagster_project.intake import child
from dagster_project.intake.confined import Limits, Nurseries
from dagster_project.intake.judging import read_document
from dagster_project.intake.readings import Reading

#: What a nursery runs for each document.
READER = child.__name__


@dataclass(frozen=True, slots=True)
class Task:
    """One document to be read, and what it is told of itself."""

    path: Path
    sha256: str
    given: Given | None


Outcome = tuple[Reading, bytes | None]


def read_here(tasks: Sequence[Task], limits: Limits, workers: int) -> Iterator[Outcome]:
    """Each reading as it comes, with its records; in no order. Whoever stops asking stops the reading."""
    with ThreadPoolExecutor(max_workers=workers) as pool, Nurseries(READER) as nurseries:
        try:
            futures = (
                pool.submit(read_document, nurseries, task.path, task.sha256, task.given, limits) for task in tasks
            )
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
