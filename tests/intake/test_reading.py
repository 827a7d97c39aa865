"""What the ending of a reading process means for its document, and that no document is read twice."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from dagster_project.intake import judging, pools, reading
from dagster_project.intake.confined import NURSERY_MODULE, Ended, Unusable
from dagster_project.intake.listing import RawSource, list_raw_files
from dagster_project.intake.readings import Reading, ReadingsCache
from dagster_project.settings import Settings
from tests.intake import children

GIB = 1 << 30


@pytest.fixture(autouse=True)
def _children(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that does what the second line of the "PDF" says."""
    monkeypatch.setattr(pools, "READER", children.__name__)


def ended(lines: str = "", ending: str = "exited", code: int = 0, peak: int = 0, error: str = "") -> Ended:
    return Ended(ending, code, lines.split(","), error, 1.0, 1.0, peak, peak)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("process", "reason", "detail"),
    [
        (ended("pages 40", "timeout"), "resource_limit", "reading takes longer than 100 s"),
        (ended("pages 40,scans 1,scans 2", "timeout"), "resource_limit", "reading takes longer than 220 s"),
        (ended(ending="memory"), "resource_limit", "reading takes more than 1024 MiB of memory"),
        (ended(code=12), "resource_limit", "reading takes more than 1024 MiB of memory"),
        (ended(code=-6, peak=GIB - 1), "resource_limit", "reading takes more than 1024 MiB of memory"),
        (ended(code=1, peak=GIB - 1, error="x"), "resource_limit", "reading takes more than 1024 MiB of memory"),
        (ended(code=-25), "resource_limit", "reading gives more than 256 MiB of records"),
        (ended(code=-11), "extraction_error", "the reader died of SIGSEGV"),
        (ended(code=1, error="Traceback\nValueError: x at 0x7f12ab\n"), "extraction_error", "ValueError: x at 0x…"),
        (ended(code=0), "extraction_error", "the reader ended without an outcome"),
    ],
)
def test_every_ending_has_a_reason(settings: Settings, process: Ended, reason: str, detail: str) -> None:
    settings = settings.model_copy(update={"read_memory_bytes": GIB})
    outcome = judging.judge("0" * 64, process, Path(), judging.limits_of(settings))
    assert (outcome.reason, outcome.detail) == (reason, detail)


@pytest.mark.parametrize("process", [ended(code=13), ended(code=14)])
def test_a_reader_that_cannot_work_blames_no_document(settings: Settings, process: Ended) -> None:
    with pytest.raises(Unusable):
        judging.judge("0" * 64, process, Path(), judging.limits_of(settings))


def test_a_document_cannot_claim_endless_time(settings: Settings) -> None:
    limits = judging.limits_of(settings)
    assert limits.seconds_for(["pages 2000"]) == 2060
    assert limits.seconds_for(["pages 2000", "scans 1", "scans 2"]) == 2180
    assert limits.seconds_for(["pages 999999999"]) == settings.read_seconds_most
    assert limits.seconds_for(["pages 12345678901234567890", "pages -1", "pages"]) == 60


def reading_processes() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if NURSERY_MODULE in child.cmdline()]


def put(settings: Settings, *actions: str) -> None:
    for action in actions:
        (settings.raw_dir / f"{action}.pdf").write_text(f"%PDF-\n{action}\n")


def test_bad_documents_stop_nothing_and_are_not_read_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings.model_copy(
        update={"read_seconds_base": 2.0, "read_memory_bytes": 1 << 28, "read_output_bytes": 1 << 22}
    )
    put(settings, "hang", "calculate", "hoard", "burst", "flood", "abort", "fail", "chatter", "reject")
    (settings.raw_dir / "same.pdf").write_text("%PDF-\nreject\n")
    files = list_raw_files(settings.raw_dir)
    cache = ReadingsCache(settings.readings_cache, "v1")

    readings, opened = reading.read_all(files, cache, settings)

    assert opened == 9
    assert {f.path.stem: readings[f.sha256].reason for f in files if f.sha256} == {
        "hang": "resource_limit",
        "calculate": "resource_limit",
        "hoard": "resource_limit",
        "burst": "resource_limit",
        "flood": "resource_limit",
        "abort": "extraction_error",
        "fail": "extraction_error",
        "chatter": "extraction_error",
        "reject": "no_text",
        "same": "no_text",
    }

    def no_process(*_: object, **__: object) -> Ended:
        raise AssertionError("a document was opened")

    monkeypatch.setattr(pools, "read_document", no_process)
    for known in (cache, ReadingsCache(settings.readings_cache, "v1")):
        assert reading.read_all(files, known, settings) == (readings, 0)
    with pytest.raises(AssertionError, match="was opened"):
        reading.read_all(files, ReadingsCache(settings.readings_cache, "v2"), settings)
    for limit in ("read_memory_bytes", "read_output_bytes", "read_seconds_base"):
        more = settings.model_copy(update={limit: 2 * getattr(settings, limit)})
        with pytest.raises(AssertionError, match="was opened"):
            reading.read_all(files, cache, more)


def test_a_process_that_somebody_killed_says_nothing_of_its_document(settings: Settings) -> None:
    put(settings, "be_killed_once", "lose_the_nursery_once", "reject", "be_killed")
    files = list_raw_files(settings.raw_dir)
    readings, _ = reading.read_all(files, ReadingsCache(settings.readings_cache, "v1"), settings)
    outcomes = {f.path.stem: (readings[f.sha256].reason, readings[f.sha256].detail) for f in files if f.sha256}
    assert outcomes.pop("be_killed") == ("resource_limit", "the system ended its reading 4 times")
    assert set(outcomes.values()) == {("no_text", "nothing")}
    assert not reading_processes()


def test_progress_is_told(settings: Settings) -> None:
    put(settings, "reject", "fail")
    told: list[tuple[int, int]] = []
    reading.read_all(
        list_raw_files(settings.raw_dir), ReadingsCache(settings.readings_cache, "v1"), settings,
        on_progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told == [(1, 2), (2, 2)]


def test_a_run_that_is_stopped_goes_on_from_what_was_read(settings: Settings) -> None:
    put(settings, "reject", "hang")
    files = list_raw_files(settings.raw_dir)

    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reading.read_all(files, ReadingsCache(settings.readings_cache, "v1"), settings, on_progress=stop)
    assert not reading_processes()
    (settings.raw_dir / "hang.pdf").write_text("%PDF-\nfail\n")
    files = list_raw_files(settings.raw_dir)
    readings, opened = reading.read_all(files, ReadingsCache(settings.readings_cache, "v1"), settings)
    assert (opened, {r.reason for r in readings.values()}) == (1, {"no_text", "extraction_error"})


def test_a_document_is_read_again_with_what_its_companion_says(settings: Settings) -> None:
    put(settings, "explanation", "statements")
    cache = ReadingsCache(settings.readings_cache, "v1")

    def statements() -> tuple[Reading, int]:
        files = list_raw_files(settings.raw_dir)
        readings, opened = reading.read_all(files, cache, settings)
        return next(readings[file.sha256] for file in files if file.sha256 and file.file_path[0] == "s"), opened

    known, opened = statements()
    assert (known.reason, opened) == (None, 2)
    assert known.given is not None
    assert known.given["unit_name"] == "甘棠市林业局"
    assert known.given["evidence"].startswith("companion ")
    assert statements() == (known, 0)
    (settings.raw_dir / "explanation.pdf").unlink()
    alone, opened = statements()
    assert (alone.reason, alone.given, opened) == ("identity_unknown", None, 1)
    # The register of sources says it where no companion does.
    files = list_raw_files(settings.raw_dir)
    source = RawSource("statements.pdf", None, "甘棠市林业局2026年部门预算", None, None, None)
    (registered,) = reading.read_all(files, cache, settings, [source])[0].values()
    assert registered.given is not None
    assert registered.given["evidence"] == "sources.csv: 甘棠市林业局2026年部门预算"
