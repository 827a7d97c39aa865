"""Which places of which pages the report shows, and the pictures of them.

A picture is of a table that was set aside, of a page with printed numbers that no cell holds or whose reading is
doubtful, of an identity that does not tie, or of the first page of a document that was not taken. Belongs here:
choosing the places, and having them drawn, each document by a confined process of its own. Does not belong here:
drawing (`painter`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from dagster_project.corpus_report import painter
from dagster_project.corpus_report.figures import Box, Corpus, Document, Identity, Table
from dagster_project.intake.confined import Limits, Nurseries, NurseryLost
from dagster_project.settings import Settings

_MARGIN = 28.0  # points around what is shown: the title and the unit of money stand just above a table
_ABOVE = 70.0
_AROUND = 90.0  # points around the figures of an identity
_OPENED = ("no_text", "not_a_budget_disclosure", "identity_unknown")  # whether that is right is seen on its first page
_MOST_OF_A_SORT = 30  # pictures of one sort for one document; the page says how many it leaves out
_SECONDS, _SECONDS_A_PICTURE = 30.0, 3.0


@dataclass(frozen=True, slots=True)
class Picture:
    """One place to be shown. Marks are boxes with what they are: table, number, suspect, left or right."""

    name: str
    page_no: int
    crop: Box | None  # None: the whole page
    marks: tuple[tuple[str, float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The pictures of one document by what they are of."""

    tables: Mapping[int, Picture]  # by statement_no
    pages: Mapping[int, Picture]  # with unaccounted or suspect numbers, by page
    identities: Mapping[int, Picture]  # by its place in Document.broken
    first: Mapping[int, Picture]  # page 1, of a document that was opened and not taken

    def all(self) -> list[Picture]:
        return [*self.tables.values(), *self.pages.values(), *self.identities.values(), *self.first.values()]


NOTHING = Shown({}, {}, {}, {})


def wanted(document: Document) -> Shown:
    """The places of a document that are worth a picture."""
    key = hashlib.sha256(document.file_path.encode()).hexdigest()[:16]
    if document.status != "loaded":
        is_opened = document.status == "rejected" and document.reason in _OPENED
        return replace(NOTHING, first={1: Picture(f"{key}-first.png", 1, None, ())} if is_opened else {})
    tables = {
        t.statement_no: _of_table(f"{key}-t{t.statement_no}.png", t) for t in document.set_aside[:_MOST_OF_A_SORT]
    }
    marked: dict[int, list[tuple[str, float, float, float, float]]] = {}
    for kind, numbers in (("suspect", document.suspects), ("number", document.unaccounted)):
        for number in numbers:
            marked.setdefault(number.page_no, []).append((kind, *number.box))
    pages = {
        page_no: Picture(f"{key}-p{page_no}.png", page_no, None, tuple(marks))
        for page_no, marks in sorted(marked.items())[:_MOST_OF_A_SORT]
    }
    identities = {}
    for index, identity in enumerate(document.broken[:_MOST_OF_A_SORT]):
        if picture := _of_identity(f"{key}-i{index}.png", identity):
            identities[index] = picture
    return Shown(tables, pages, identities, {})


def _of_table(name: str, table: Table) -> Picture:
    x0, top, x1, bottom = table.box
    crop = (x0 - _MARGIN, top - _ABOVE, x1 + _MARGIN, bottom + _MARGIN)
    return Picture(name, table.page_no, crop, (("table", *table.box),))


def _of_identity(name: str, identity: Identity) -> Picture | None:
    """The page that the identity begins on, around all of its figures there, over the whole width."""
    sides = (("left", identity.left_places), ("right", identity.right_places))
    marks = [(side, *place.box) for side, places in sides for place in places if place.page_no == identity.page_no]
    if identity.page_no is None or not marks:
        return None
    crop = (0.0, min(m[2] for m in marks) - _AROUND, 1e6, max(m[4] for m in marks) + _AROUND)
    return Picture(name, identity.page_no, crop, tuple(marks))


def draw_all(corpus: Corpus, files: Mapping[str, Path], settings: Settings, folder: Path) -> dict[str, Shown]:
    """Draw what is wanted into the folder, made anew; by the path of the document, the pictures that came out.

    `files` are the paths of the documents by the names that the ledger shows.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    jobs = {d.file_path: (d, wanted(d)) for d in corpus.documents if d.file_path in files}
    drawn = dict.fromkeys(jobs, NOTHING)
    with_pictures = {key: job for key, job in jobs.items() if job[1].all()}
    with (
        ThreadPoolExecutor(max_workers=settings.workers) as pool,
        Nurseries(painter.__name__) as nurseries,
        tqdm(
            total=len(with_pictures), desc="pictures", unit="document", disable=None if with_pictures else True
        ) as bar,
    ):
        try:
            futures = {
                pool.submit(_draw, files[document.file_path], shown.all(), settings, folder, nurseries): key
                for key, (document, shown) in with_pictures.items()
            }
            for future in as_completed(futures):
                key = futures[future]
                drawn[key] = _only(with_pictures[key][1], future.result())
                bar.update()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return drawn


def _only(shown: Shown, names: set[str]) -> Shown:
    """What was wanted and is there."""

    def there(pictures: Mapping[int, Picture]) -> dict[int, Picture]:
        return {key: picture for key, picture in pictures.items() if picture.name in names}

    return Shown(there(shown.tables), there(shown.pages), there(shown.identities), there(shown.first))


def _draw(pdf: Path, pictures: Iterable[Picture], settings: Settings, folder: Path, nurseries: Nurseries) -> set[str]:
    """Have the pictures of one document drawn; the names of those that are there when the process has ended."""
    listed = list(pictures)
    seconds = _SECONDS + _SECONDS_A_PICTURE * len(listed)
    limits = Limits(settings.read_memory_bytes, settings.read_output_bytes, seconds, seconds)
    with tempfile.TemporaryDirectory(prefix=".painting-", dir=folder) as scratch:
        job = [{"name": p.name, "page_no": p.page_no, "crop": p.crop, "marks": p.marks} for p in listed]
        (Path(scratch) / painter.JOB).write_text(json.dumps(job), encoding="utf-8")
        with contextlib.suppress(NurseryLost):  # what is drawn by then counts
            nurseries.run([str(pdf), scratch], limits)
        there = set()
        for picture in listed:
            made = Path(scratch) / picture.name
            if made.is_file() and _is_whole(made):
                made.replace(folder / picture.name)
                there.add(picture.name)
    return there


def _is_whole(png: Path) -> bool:
    """A process that was ended while it wrote leaves half a picture: a PNG ends with its chunk IEND."""
    return png.read_bytes()[-8:-4] == b"IEND"
