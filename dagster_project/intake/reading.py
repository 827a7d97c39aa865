"""Read documents: those whose reading is not kept, and those that other documents say more of than they did.

Belongs here: which documents are read, and what they are told. Does not belong here: reading one (`judging`) or several
at a time (`pools`), where readings are kept (`readings`), what pages mean (the pure package).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tqdm import tqdm

from dagster_project.disclosure.cards import card_from_json
from dagster_project.disclosure.companions import given_by_source, given_for
from dagster_project.disclosure.given import Given
from dagster_project.intake.confined import Unusable
from dagster_project.intake.judging import CHANGED, as_kept, limits_of, still_holds
from dagster_project.intake.listing import RawFile, RawSource
from dagster_project.intake.pools import Outcome, Task, read_here
from dagster_project.intake.readings import Reading, ReadingsCache
from dagster_project.settings import Settings

#: Told how many documents of how many have been read.
Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None: ...


def read_all(
    files: Sequence[RawFile],
    cache: ReadingsCache,
    settings: Settings,
    sources: Sequence[RawSource] = (),
    on_progress: Progress = _silent,
) -> tuple[dict[str, Reading], int]:
    """The reading of every document that has to be opened, by sha256, and how many were opened now.

    A document that says too little of its identity is read again with what its companions and sources.csv say of it.
    """
    cache.sweep()
    limits = limits_of(settings)
    readings: dict[str, Reading] = {}
    unread: dict[str, RawFile] = {}
    by_content: dict[str, RawFile] = {}
    for file in files:
        if file.reason is not None or file.sha256 is None:
            continue
        by_content.setdefault(file.sha256, file)
        known = cache.find(file.sha256)
        if known is not None and still_holds(known, limits):
            readings[file.sha256] = known
        else:
            unread.setdefault(file.sha256, file)
    readings.update(_read_many(unread.values(), {}, cache, settings, on_progress))
    given = _given(files, readings, sources)
    told_otherwise = [
        by_content[sha256]
        for sha256, reading in readings.items()
        if reading.card is not None and reading.given != as_kept(given.get(sha256))
    ]
    readings.update(_read_many(told_otherwise, given, cache, settings, on_progress))
    cache.pack()
    return readings, len({file.sha256 for file in (*unread.values(), *told_otherwise)})


def _given(files: Sequence[RawFile], readings: Mapping[str, Reading], sources: Sequence[RawSource]) -> dict[str, Given]:
    """What each document is told of itself, by sha256."""
    cards = {sha256: card_from_json(reading.card) for sha256, reading in readings.items() if reading.card is not None}
    named = {source.file: given_by_source(source.publisher, source.title) for source in sources}
    registered: dict[str, Given] = {}
    for file in files:
        source = named.get(file.file_path)
        if source is not None and file.sha256 is not None:
            registered.setdefault(file.sha256, source)
    return given_for(cards, registered)


def _read(tasks: Sequence[Task], settings: Settings) -> Iterator[Outcome]:
    """Each reading as it comes, from wherever documents are read."""
    if not tasks:
        return iter(())
    if settings.dask_scheduler is None:
        return read_here(tasks, limits_of(settings), settings.workers)
    try:
        from dagster_project.intake.cluster import read_there
    except ModuleNotFoundError as error:
        raise Unusable(f"GOUJI_DASK_SCHEDULER needs the extra `dask` ({error}): pip install 'gouji[dask]'") from error
    return read_there(tasks, limits_of(settings), settings.dask_scheduler)


def _read_many(
    files: Iterable[RawFile],
    given: Mapping[str, Given],
    cache: ReadingsCache,
    settings: Settings,
    on_progress: Progress,
) -> dict[str, Reading]:
    """Read documents, several at a time, and keep each reading as it comes."""
    # Large documents first: the last to finish decides how long it takes.
    largest_first = sorted(files, key=lambda file: -file.size_bytes)
    tasks = [Task(file.path, file.sha256, given.get(file.sha256)) for file in largest_first if file.sha256]
    readings: dict[str, Reading] = {}
    with tqdm(total=len(tasks), desc="reading", unit="document", disable=None if tasks else True) as bar:
        for reading, records in _read(tasks, settings):
            if reading.detail != CHANGED:
                cache.keep(reading, records)
            readings[reading.sha256] = reading
            bar.update()
            on_progress(len(readings), len(tasks))
    return readings
