"""What the ending of a reading process means for its document, and that no document is read twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dagster_project.intake import reading
from dagster_project.intake.confined import Ended
from dagster_project.intake.listing import RawSource, list_raw_files
from dagster_project.intake.readings import Reading, ReadingsCache
from dagster_project.settings import Settings

GIB = 1 << 30

# Does what the third line of the "PDF" says, in place of the real reader.
FAKE_CHILD = """
import os, sys, time
print("ready", flush=True)
action = open(sys.argv[1]).read().splitlines()[1]
if action == "hang": time.sleep(60)
if action == "hoard":
    blocks = []
    while True: blocks.append(bytearray(b"x" * (1 << 20)))
if action == "abort": os.abort()
if action == "raise": raise ValueError(f"at {object()!r}")
open(sys.argv[2] + "/rejected.json", "w").write('{"reason": "no_text", "detail": "nothing"}')
print("rejected", flush=True)
"""


@pytest.fixture
def fake_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHILD_COMMAND", (sys.executable, "-c", FAKE_CHILD))


def ended(lines: str = "ready", ending: str = "exited", code: int = 0, peak: int = 0, error: str = "") -> Ended:
    return Ended(ending, code, lines.split(","), error, 1.0, peak, peak)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("process", "reason", "detail"),
    [
        (ended("ready,pages 40", "timeout"), "resource_limit", "reading takes longer than 100 s"),
        (ended("ready,pages 40,scan 3,scan 4", "timeout"), "resource_limit", "reading takes longer than 220 s"),
        (ended(ending="memory"), "resource_limit", "reading takes more than 1024 MiB of memory"),
        (ended(code=12), "resource_limit", "reading takes more than 1024 MiB of memory"),
        (ended(code=-6, peak=GIB - 1), "resource_limit", "reading takes more than 1024 MiB of memory"),
        (ended(code=1, peak=GIB - 1, error="x"), "resource_limit", "reading takes more than 1024 MiB of memory"),
        (ended(code=-11), "extraction_error", "the reader died of SIGSEGV"),
        (ended(code=1, error="Traceback\nValueError: x at 0x7f12ab\n"), "extraction_error", "ValueError: x at 0x…"),
        (ended(code=0), "extraction_error", "the reader ended without an outcome"),
    ],
)
def test_every_ending_has_a_reason(settings: Settings, process: Ended, reason: str, detail: str) -> None:
    settings = settings.model_copy(update={"read_memory_bytes": GIB})
    outcome = reading.judge("0" * 64, process, Path(), settings)
    assert (outcome.reason, outcome.detail) == (reason, detail)


@pytest.mark.parametrize("process", [ended("", code=1, error="ImportError"), ended(code=13), ended(code=14)])
def test_a_reader_that_cannot_work_blames_no_document(settings: Settings, process: Ended) -> None:
    with pytest.raises(reading.ReaderUnusable):
        reading.judge("0" * 64, process, Path(), settings)


def test_a_document_cannot_claim_endless_time(settings: Settings) -> None:
    assert settings.seconds_for(2000) == 2060
    assert settings.seconds_for(10**9) == settings.read_seconds_most


@pytest.mark.usefixtures("fake_child")
def test_bad_documents_stop_nothing_and_are_not_read_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings.model_copy(update={"read_seconds_base": 2.0, "read_memory_bytes": 1 << 28})
    for action in ("hang", "hoard", "abort", "raise", "reject"):
        (settings.raw_dir / f"{action}.pdf").write_text(f"%PDF-\n{action}\n")
    (settings.raw_dir / "same.pdf").write_text("%PDF-\nreject\n")
    files = list_raw_files(settings.raw_dir)
    cache = ReadingsCache(settings.readings_cache, "v1")

    readings, opened = reading.read_all(files, cache, settings)

    assert opened == 5
    assert {f.path.stem: readings[f.sha256].reason for f in files if f.sha256} == {
        "hang": "resource_limit",
        "hoard": "resource_limit",
        "abort": "extraction_error",
        "raise": "extraction_error",
        "reject": "no_text",
        "same": "no_text",
    }

    def no_process(*_: object, **__: object) -> Ended:
        raise AssertionError("a document was opened")

    monkeypatch.setattr(reading, "run_confined", no_process)
    assert reading.read_all(files, cache, settings) == (readings, 0)
    with pytest.raises(AssertionError, match="was opened"):
        reading.read_all(files, ReadingsCache(settings.readings_cache, "v2"), settings)
    more = settings.model_copy(update={"read_memory_bytes": 1 << 29})
    with pytest.raises(AssertionError, match="was opened"):
        reading.read_all(files, cache, more)


def test_a_killed_run_leaves_nothing_half_written(tmp_path: Path) -> None:
    cache = ReadingsCache(tmp_path, "v1")
    (tmp_path / "v1" / ".reading-left").mkdir(parents=True)
    cache.sweep()
    with cache.scratch() as scratch:
        (scratch / "document.parquet").touch()
    assert not list((tmp_path / "v1").iterdir())
    with cache.scratch() as scratch:
        cache.keep(Reading("a" * 64, text_sha256="t", page_count=1), scratch)
    assert cache.find("a" * 64) == Reading("a" * 64, text_sha256="t", page_count=1)
    assert cache.find("b" * 64) is None


# An explanation says all of itself; its statements are known once they are told whose they are.
FAKE_COMPANIONS = """
import hashlib, json, os, sys
data = open(sys.argv[1], "rb").read()
role = data.decode().splitlines()[1]
given = sys.argv[2] + "/given.json"
totals = [["12345600", "100"], ["9876500", "100"], ["3210000", "100"]]
said = {"unit_name": "甘棠市林业局", "fiscal_year": 2026, "disclosure_scope": "department_budget", "region": "甘棠市"}
if role == "statements":
    said = dict.fromkeys(said)
card = {**said, "document_kind": "budget", "assumed_kind": "budget", "assumed_scope": "department_budget",
        "role": role, "totals": totals}
print("ready", flush=True)
if role == "statements" and not os.path.exists(given):
    json.dump({"reason": "identity_unknown", "detail": "?", "card": card}, open(sys.argv[2] + "/rejected.json", "w"))
    print("rejected", flush=True)
else:
    facts = {"document_id": hashlib.sha256(data).hexdigest(), "text_sha256": role, "page_count": 1,
             "printed_numbers": 1, "accounted_numbers": 1, "card": card}
    json.dump(facts, open(sys.argv[2] + "/facts.json", "w"))
    print("read\\ndone", flush=True)
"""


def test_a_document_is_read_again_with_what_its_companion_says(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHILD_COMMAND", (sys.executable, "-c", FAKE_COMPANIONS))
    for role in ("explanation", "statements"):
        (settings.raw_dir / f"{role}.pdf").write_text(f"%PDF-\n{role}\n")
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
