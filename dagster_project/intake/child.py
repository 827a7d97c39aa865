"""The process that reads one document: `python -m dagster_project.intake.child PDF OUTDIR`.

It is the only process that parses what strangers wrote, and it may die at any moment; its parent
(`dagster_project.intake.confined`) sets the limits. Its standard output is a protocol of short lines:

    ready          everything is imported; what goes wrong from here on is due to the document
    pages N        the document has N pages (its wall clock depends on it)
    scan N         page N is a picture and is being read by OCR (its wall clock depends on how many there are)
    read           the document was read, its records are being written
    rejected       the document is not taken; OUTDIR/rejected.json says why
    done           OUTDIR holds one Parquet file for each landed table

OUTDIR/given.json, where it is there, is what other documents or sources.csv say of this one.

Belongs here: this protocol. Does not belong here: any judgement about the outcome.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path

EXIT_MEMORY = 12
EXIT_STORAGE = 13
EXIT_OCR = 14
GIVEN_FILE = "given.json"


def _say(line: str) -> None:
    sys.__stdout__.write(line + "\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]


def main(pdf: Path, out_dir: Path) -> int:
    # What a library prints is not part of the protocol.
    sys.stdout = sys.stderr

    from dagster_project import landing
    from dagster_project.disclosure import reader
    from dagster_project.disclosure.cards import Unidentified
    from dagster_project.disclosure.errors import Rejected
    from dagster_project.disclosure.given import Given
    from dagster_project.disclosure.ocr import OcrUnusable

    given_path = out_dir / GIVEN_FILE
    given = Given(**json.loads(given_path.read_text(encoding="utf-8"))) if given_path.is_file() else None
    _say("ready")
    try:
        disclosure = reader.read(
            pdf.read_bytes(),
            on_page_count=lambda pages: _say(f"pages {pages}"),
            given=given,
            on_scan=lambda page: _say(f"scan {page}"),
        )
    except OcrUnusable as error:
        print(error, file=sys.stderr)
        return EXIT_OCR
    except Rejected as rejected:
        card = dataclasses.asdict(rejected.card) if isinstance(rejected, Unidentified) else None
        why = {"reason": rejected.reason, "detail": rejected.detail, "card": card}
        (out_dir / "rejected.json").write_text(json.dumps(why, ensure_ascii=False), encoding="utf-8")
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
    for table, record_class in landing.DOCUMENT_TABLES.items():
        try:
            landing.write_parquet(out_dir / f"{table}.parquet", record_class, rows[table])
        except OSError as error:
            print(f"{out_dir}: {error}", file=sys.stderr)
            return EXIT_STORAGE
    document = disclosure.document
    facts = {
        "document_id": document.document_id,
        "text_sha256": document.text_sha256,
        "page_count": document.page_count,
        "printed_numbers": document.printed_numbers,
        "accounted_numbers": document.accounted_numbers,
        "card": dataclasses.asdict(disclosure.card) if disclosure.card is not None else None,
    }
    (out_dir / "facts.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    _say("done")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
    except MemoryError:
        sys.exit(EXIT_MEMORY)
