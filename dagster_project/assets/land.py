"""Land: a new warehouse file with the records as they were read. No meaning is added here."""

from datetime import UTC, datetime

import dagster as dg

from dagster_project import building
from dagster_project.assets.preview import preview, share
from dagster_project.increments.changes import release_to_build_on
from dagster_project.inputs import inputs_hash
from dagster_project.intake.ledger import LedgerRow
from dagster_project.intake.listing import RawFile, read_sources
from dagster_project.intake.readings import Reading, ReadingsCache
from dagster_project.intake.version import extractor_version
from dagster_project.resources import RefreshLock
from dagster_project.settings import Settings
from dagster_project.version import code_version

GROUP = "land"


def _started(context: dg.AssetExecutionContext) -> datetime:
    record = context.instance.get_run_record_by_id(context.run_id)
    return record.create_timestamp if record else datetime.now(UTC)


@dg.asset(group_name=GROUP, kinds={"duckdb"})
def landed(
    context: dg.AssetExecutionContext,
    settings: dg.ResourceParam[Settings],
    lock: RefreshLock,
    raw_files: list[RawFile],
    document_readings: dict[str, Reading],
    intake_ledger: list[LedgerRow],
) -> None:
    """落地: the schema `landing` of the warehouse that is being built: what changed since the release that stands, or,
    where the code is another, everything."""
    sources = read_sources(settings.raw_dir)
    inputs = inputs_hash(raw_files, sources, settings)
    run = building.RefreshRun(context.run_id, _started(context), code_version(), extractor_version(), inputs)
    cache = ReadingsCache(settings.readings_cache, extractor_version())
    base = release_to_build_on(settings)
    rows = building.land(settings, cache, intake_ledger, sources, run, document_readings, base)
    context.log.info(f"{rows['document']} documents are landed")
    loaded = [document_readings[row.sha256] for row in intake_ledger if row.status == "loaded" and row.sha256]
    context.add_output_metadata(
        {
            "dagster/row_count": sum(rows.values()),
            "documents_landed": rows["document"],
            "pages": sum(reading.page_count or 0 for reading in loaded),
            **share(
                sum(reading.accounted_numbers or 0 for reading in loaded),
                sum(reading.printed_numbers or 0 for reading in loaded),
            ),
            "preview": preview(["table", "rows"], list(rows.items())),
        }
    )
