"""Several documents read at a time by the workers of a Dask cluster (GOUJI_DASK_SCHEDULER).

The same code reads them: each worker has nurseries of its own, which hold the limits there. A worker needs this project
in the same version, and the raw folder at the same path; records come back through Dask. Documents of a worker that is
lost are read by others.

Belongs here: what is particular to a cluster. Does not belong here: reading one document (`judging`).
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence

from distributed import Client, KilledWorker, Worker, WorkerPlugin, as_completed, get_worker

from dagster_project.intake.confined import Limits, Nurseries, Unusable
from dagster_project.intake.judging import ATTEMPTS, lost, read_document
from dagster_project.intake.pools import READER, Outcome, Task
from dagster_project.intake.version import extractor_version

_CONNECT_SECONDS = 60


class _NurseriesOfWorker(WorkerPlugin):  # type: ignore[misc]  # the package has no types
    """The nurseries of one worker of the cluster, while one run uses it."""

    def __init__(self, name: str, module: str) -> None:
        self.name = name
        self._module = module

    def setup(self, worker: Worker) -> None:
        self.nurseries = Nurseries(self._module)

    def teardown(self, worker: Worker) -> None:
        self.nurseries.close()


def read_there(tasks: Sequence[Task], limits: Limits, scheduler: str) -> Iterator[Outcome]:
    """Each reading as it comes, with its records; in no order. Whoever stops asking stops the reading.

    Raises Unusable where there is no cluster, or where its workers are not as this project needs them.
    """
    run = f"gouji-{uuid.uuid4().hex}"
    try:
        client = Client(scheduler, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise Unusable(f"There is no Dask scheduler at {scheduler} (GOUJI_DASK_SCHEDULER): {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError as error:
            raise Unusable(f"The Dask scheduler at {scheduler} has no worker: start some.") from error
        client.register_plugin(_NurseriesOfWorker(run, READER))
        try:
            yield from _outcomes(client, tasks, limits, run)
        finally:
            client.unregister_worker_plugin(run)


def _outcomes(client: Client, tasks: Sequence[Task], limits: Limits, run: str) -> Iterator[Outcome]:
    by_key = {f"{run}-{task.sha256}": task for task in tasks}
    losses: Counter[str] = Counter()
    coming = as_completed(
        [
            client.submit(_read_on_worker, task, limits, extractor_version(), run, key=key, pure=False)
            for key, task in by_key.items()
        ],
        raise_errors=False,
    )
    for future in coming:
        if future.status == "finished":
            yield future.result()
        elif future.status != "error":
            raise Unusable(f"The Dask scheduler was lost while documents were being read ({future.status}).")
        elif not isinstance(error := future.exception(), KilledWorker):
            raise error
        elif losses[future.key] + 1 < ATTEMPTS:
            # Dask gives up a document after some workers that were lost while they read it: that may be chance.
            losses[future.key] += 1
            future.retry()
            coming.add(future)
        else:
            yield lost(by_key[future.key].sha256, limits), None


def _read_on_worker(task: Task, limits: Limits, version: str, run: str) -> Outcome:
    """What a worker of the cluster does."""
    worker = get_worker()
    if extractor_version() != version:
        raise Unusable(f"The Dask worker {worker.address} has another version of this project: install the same there.")
    if not task.path.is_file():
        raise Unusable(f"The Dask worker {worker.address} does not see {task.path}: it needs the raw folder there.")
    nurseries = worker.plugins[run].nurseries
    return read_document(nurseries, task.path, task.sha256, task.given, limits)
