"""What the ending of a reading process means for its document.

Belongs here: the limits that a document is read under, one outcome for each way in which reading ends, and the reading
of one document from its file to its outcome. Does not belong here: how a process is confined (`confined`), which
documents are read, and by how many at a time (`reading`).
"""

from __future__ import annotations

import dataclasses
import json
import re
import signal
import tempfile
from pathlib import Path

from dagster_project.disclosure.given import Given
from dagster_project.intake import child
from dagster_project.intake.confined import Ended, Limits, Nurseries, NurseryLost, Unusable
from dagster_project.intake.nursery import EXIT_MEMORY, data_limit
from dagster_project.intake.readings import Reading
from dagster_project.settings import Settings

# A process that fails this close to its memory limit failed of it: libraries abort, or report something else, where
# memory is refused.
_NEAR_LIMIT = 0.75
_MIB = 1 << 20
#: How often a document is read whose process was killed by somebody else: that says nothing of the document.
ATTEMPTS = 4

#: What is said of a file that is not what it was when it was listed; not kept, since it says nothing of its content.
CHANGED = "the file changed while it was read"


def limits_of(settings: Settings) -> Limits:
    """What the process that reads one document may take."""
    return Limits(
        memory_bytes=settings.read_memory_bytes,
        output_bytes=settings.read_output_bytes,
        seconds=min(settings.read_seconds_base, settings.read_seconds_most),
        most_seconds=settings.read_seconds_most,
        rates={"pages": settings.read_seconds_per_page, "scans": settings.read_seconds_per_scan},
    )


def read_document(
    nurseries: Nurseries, pdf: Path, sha256: str, given: Given | None, limits: Limits
) -> tuple[Reading, bytes | None]:
    """Read one document; what came of it, and its records (`landing.write_records`) where it was read.

    Raises Cancelled where the run is being stopped, Unusable where nothing can be read here.
    """
    for _ in range(ATTEMPTS):
        with tempfile.TemporaryDirectory(prefix="gouji-records-") as folder:
            out_dir = Path(folder)
            if given is not None:
                (out_dir / child.GIVEN_FILE).write_text(as_json(given), encoding="utf-8")
            try:
                ended = nurseries.run([str(pdf), folder], limits)
            except NurseryLost:
                continue
            if ended.ending == "lost" and not _is_near(limits, ended):
                continue
            reading = judge(sha256, ended, out_dir, limits)
            if given is not None:
                reading = dataclasses.replace(reading, given=as_kept(given))
            return reading, (out_dir / child.RECORDS_FILE).read_bytes() if reading.was_read else None
    return lost(sha256, limits), None


def lost(sha256: str, limits: Limits) -> Reading:
    """The outcome of a document whose process was killed by somebody else each time."""
    return _over_limit(sha256, f"the system ended its reading {ATTEMPTS} times", limits)


def judge(sha256: str, ended: Ended, out_dir: Path, limits: Limits) -> Reading:
    """What the ending of the process means for its document. Details hold nothing that differs from run to run."""
    if ended.ending == "timeout":
        return _over_limit(sha256, f"reading takes longer than {limits.seconds_for(ended.lines):g} s", limits)
    is_out_of_memory = ended.ending == "memory" or ended.return_code == EXIT_MEMORY
    if is_out_of_memory or (ended.return_code != 0 and _is_near(limits, ended)):
        most = limits.memory_bytes // _MIB
        return _over_limit(sha256, f"reading takes more than {most} MiB of memory", limits)
    if ended.return_code == -signal.SIGXFSZ:
        most = limits.output_bytes // _MIB
        return _over_limit(sha256, f"reading gives more than {most} MiB of records", limits)
    if ended.return_code in (child.EXIT_STORAGE, child.EXIT_OCR):
        raise Unusable(f"The reading process ended with {ended.return_code}: {ended.error_text}")
    if ended.return_code < 0:
        return Reading(sha256, "extraction_error", f"the reader died of {signal.Signals(-ended.return_code).name}")
    if ended.return_code != 0:
        return Reading(sha256, "extraction_error", _last_words(ended.error_text) or f"exit {ended.return_code}")
    outcome = ended.lines[-1] if ended.lines else None
    if outcome == "rejected":
        why = json.loads((out_dir / child.REJECTED_FILE).read_text(encoding="utf-8"))
        return Reading(sha256, why["reason"], why["detail"], card=why.get("card"))
    if outcome != "done":
        return Reading(sha256, "extraction_error", "the reader ended without an outcome")
    facts = json.loads((out_dir / child.FACTS_FILE).read_text(encoding="utf-8"))
    if facts.pop("document_id") != sha256:
        return Reading(sha256, "extraction_error", CHANGED)
    return Reading(sha256, **facts)


def still_holds(reading: Reading, limits: Limits) -> bool:
    """A document that was too much for smaller limits is read again under larger ones."""
    if reading.reason != "resource_limit":
        return True
    return (
        (reading.memory_bytes or 0) >= limits.memory_bytes
        and (reading.seconds_base or 0) >= limits.seconds
        and (reading.output_bytes or 0) >= limits.output_bytes
    )


def as_kept(given: Given | None) -> dict[str, object] | None:
    """What a document was told, as it is kept with its reading."""
    return None if given is None else json.loads(as_json(given))


def as_json(given: Given) -> str:
    return json.dumps(dataclasses.asdict(given), ensure_ascii=False, sort_keys=True)


def _over_limit(sha256: str, detail: str, limits: Limits) -> Reading:
    return Reading(
        sha256, "resource_limit", detail, memory_bytes=limits.memory_bytes, seconds_base=limits.seconds,
        output_bytes=limits.output_bytes,
    )  # fmt: skip


def _is_near(limits: Limits, ended: Ended) -> bool:
    return (
        ended.peak_rss_bytes >= _NEAR_LIMIT * limits.memory_bytes
        or ended.peak_data_bytes >= _NEAR_LIMIT * data_limit(limits.memory_bytes)
    )


def _last_words(error_text: str) -> str:
    """The last line of a traceback, without addresses, which differ from run to run."""
    lines = [line.strip() for line in error_text.splitlines() if line.strip()]
    return re.sub(r"0x[0-9a-fA-F]+", "0x…", lines[-1])[:500] if lines else ""
