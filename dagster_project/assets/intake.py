"""Intake: the files of the raw folder, and the ledger with the final word on each."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_project.assets.extract import GROUP as EXTRACT_GROUP
from dagster_project.assets.preview import PREVIEW_ROWS, preview
from dagster_project.inputs import inputs_hash, release_made_of
from dagster_project.intake import ledger, listing
from dagster_project.intake.hashes import KnownHashes
from dagster_project.intake.ledger import LedgerRow
from dagster_project.intake.listing import RawFile
from dagster_project.intake.readings import Reading
from dagster_project.settings import Settings

GROUP = "intake"


@dg.asset(group_name=GROUP, kinds={"file"}, output_required=False)
def raw_files(
    context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]
) -> Iterator[dg.Output[list[RawFile]] | dg.AssetObservation]:
    """原始文件: every regular file below the raw folder, hashed; what need not be opened is told apart here.

    Where the release is made of these very files already nothing is handed on, and the refresh ends here.
    """
    hashes = KnownHashes(settings.known_hashes)
    files = listing.list_raw_files(settings.raw_dir, hashes)
    hashes.save()
    metadata: dict[str, Any] = {
        "dagster/row_count": len(files),
        "megabytes": round(sum(file.size_bytes for file in files) / 1e6, 1),
        "folder": dg.MetadataValue.path(str(settings.raw_dir)),
        "preview": preview(
            ["file", "bytes", "sha256"],
            [(file.file_path, file.size_bytes, (file.sha256 or "")[:12]) for file in files[:PREVIEW_ROWS]],
        ),
    }
    release_id = release_made_of(inputs_hash(files, listing.read_sources(settings.raw_dir), settings), settings)
    if release_id is None:
        yield dg.Output(files, metadata=metadata)
    else:
        context.log.info(f"Nothing is new: release {release_id} is made of these files by this code")
        yield dg.AssetObservation(context.asset_key, metadata={**metadata, "release_id": release_id})


# In the group of the readings, not of the files: groups are drawn as one box each, and the line runs through them once.
@dg.asset(group_name=EXTRACT_GROUP, kinds={"python"})
def intake_ledger(
    context: dg.AssetExecutionContext,
    settings: dg.ResourceParam[Settings],
    raw_files: list[RawFile],
    document_readings: dict[str, Reading],
) -> list[LedgerRow]:
    """收件台账: one row for each file seen: loaded, duplicate or rejected with its reason."""
    named = {source.file for source in listing.read_sources(settings.raw_dir)}
    rows = ledger.settle(raw_files, document_readings, named)
    statuses = Counter(row.status for row in rows)
    reasons = Counter((row.status, row.reason) for row in rows if row.reason)
    notable = [row for row in rows if row.status != "loaded"] + [row for row in rows if row.status == "loaded"]
    context.add_output_metadata(
        {
            "dagster/row_count": len(rows),
            **{status: statuses[status] for status in ("loaded", "duplicate", "rejected")},
            "reasons": preview(["status", "reason", "files"], [(*key, n) for key, n in sorted(reasons.items())]),
            "preview": preview(
                ["file", "status", "reason", "detail"],
                [(row.file_path, row.status, row.reason, row.detail) for row in notable[:PREVIEW_ROWS]],
            ),
        }
    )
    return rows
