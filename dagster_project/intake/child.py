"""What the process does that reads one document: a nursery forks it (`dagster_project.intake.nursery`).

It is the only process that parses what strangers wrote, and it may die at any moment; its nursery holds the limits. Its
standard output is a protocol of short lines:

    pages N        the document has N pages (it may take longer for it)
    scans N        N pages are pictures, and are read or being read by OCR (it may take longer for them)
    read           the document was read, its records are being written
    rejected       the document is not taken; OUTDIR/rejected.json says why
    done           OUTDIR/records.arrow holds the records of the landed tables, OUTDIR/facts.json what the intake keeps

OUTDIR/given.json, where it is there, is what other documents or sources.csv say of this one.

Belongs here: this protocol. Does not belong here: any judgement about the outcome.
"""

from __future__ import annotations

import dataclasses
import importlib
import itertools
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

EXIT_STORAGE = 13
EXIT_OCR = 14
GIVEN_FILE = "given.json"
FACTS_FILE = "facts.json"
REJECTED_FILE = "rejected.json"
RECORDS_FILE = "records.arrow"


def prepare() -> None:
    """Import what reading needs, once for all documents."""
    for module in ("dagster_project.landing", "dagster_project.disclosure.reader"):
        importlib.import_module(module)


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main(pdf: str, out_dir: str) -> int:
    """Read one document; the exit code."""
    from dagster_project import landing
    from dagster_project.disclosure import reader
    from dagster_project.disclosure.cards import Unidentified
    from dagster_project.disclosure.errors import Rejected
    from dagster_project.disclosure.given import Given
    from dagster_project.disclosure.ocr import OcrUnusable

    sys.stdout = sys.stderr  # what a library prints is not part of the protocol
    out = Path(out_dir)
    given_path = out / GIVEN_FILE
    given = Given(**json.loads(given_path.read_text(encoding="utf-8"))) if given_path.is_file() else None
    scans = itertools.count(1)
    try:
        disclosure = reader.read(
            Path(pdf).read_bytes(),
            on_page_count=lambda pages: _say(f"pages {pages}"),
            given=given,
            on_scan=lambda _: _say(f"scans {next(scans)}"),
        )
    except OcrUnusable as error:
        print(error, file=sys.stderr)
        return EXIT_OCR
    except Rejected as rejected:
        card = dataclasses.asdict(rejected.card) if isinstance(rejected, Unidentified) else None
        why = {"reason": rejected.reason, "detail": rejected.detail, "card": card}
        (out / REJECTED_FILE).write_text(json.dumps(why, ensure_ascii=False), encoding="utf-8")
        _say("rejected")
        return 0
    _say("read")
    rows: dict[str, Sequence[object]] = {
        "document": [disclosure.document],
        "filing_part": disclosure.parts,
        "statement": disclosure.statements,
        "unaccounted_number": disclosure.unaccounted,
        "reported_cell": disclosure.cells,
        "reported_text": disclosure.texts,
        "performance_target": disclosure.targets,
        "project_attribute": disclosure.attributes,
        "document_section": disclosure.sections,
        "contents_entry": disclosure.contents,
        "narrative_claim": disclosure.claims,
    }
    document = disclosure.document
    facts = {
        "document_id": document.document_id,
        "text_sha256": document.text_sha256,
        "page_count": document.page_count,
        "printed_numbers": document.printed_numbers,
        "accounted_numbers": document.accounted_numbers,
        "card": dataclasses.asdict(disclosure.card) if disclosure.card is not None else None,
    }
    try:
        landing.write_records(out / RECORDS_FILE, rows)
        (out / FACTS_FILE).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        print(f"{out_dir}: {error}", file=sys.stderr)
        return EXIT_STORAGE
    _say("done")
    return 0
