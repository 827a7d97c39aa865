"""Extract: every document read once, in a confined process, its records kept as Parquet."""

import time

import dagster as dg

from dagster_project.assets.preview import PREVIEW_ROWS, preview, share
from dagster_project.intake.listing import RawFile, read_sources
from dagster_project.intake.reading import read_all
from dagster_project.intake.readings import Reading, ReadingsCache
from dagster_project.intake.version import extractor_version
from dagster_project.resources import RefreshLock
from dagster_project.settings import Settings

GROUP = "extract"
_SECONDS_BETWEEN_REPORTS = 10.0


class _Reports:
    """Says from time to time how far reading is, as observations of the asset: the UI draws them while it goes on."""

    def __init__(self, context: dg.AssetExecutionContext) -> None:
        self._context = context
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._last < _SECONDS_BETWEEN_REPORTS:
            return
        self._last = time.monotonic()
        self._context.log_event(
            dg.AssetObservation(
                self._context.asset_key,
                description=f"{done} of {total} documents are read",
                metadata={"documents_done": done, "documents_to_read": total},
            )
        )


@dg.asset(group_name=GROUP, kinds={"python", "parquet"})
def document_readings(
    context: dg.AssetExecutionContext,
    settings: dg.ResourceParam[Settings],
    lock: RefreshLock,
    raw_files: list[RawFile],
) -> dict[str, Reading]:
    """文档读取: what came of reading each document, by sha256; read anew only where no reading is kept."""
    cache = ReadingsCache(settings.readings_cache, extractor_version())
    readings, opened = read_all(
        raw_files, cache, settings, read_sources(settings.raw_dir), on_progress=_Reports(context)
    )
    context.log.info(f"{opened} of {len(readings)} documents were opened, the others are known")
    taken = [reading for reading in readings.values() if reading.was_read]
    paths = {file.sha256: file.file_path for file in reversed(raw_files)}
    context.add_output_metadata(
        {
            "dagster/row_count": len(readings),
            "documents_opened": opened,
            "documents_read": len(taken),
            "pages": sum(reading.page_count or 0 for reading in taken),
            **share(
                sum(reading.accounted_numbers or 0 for reading in taken),
                sum(reading.printed_numbers or 0 for reading in taken),
            ),
            "extractor_version": extractor_version(),
            "preview": preview(
                ["file", "outcome", "pages", "printed numbers", "accounted for"],
                [
                    (paths[r.sha256], r.reason or "read", r.page_count, r.printed_numbers, r.accounted_numbers)
                    for r in sorted(readings.values(), key=lambda r: paths[r.sha256])[:PREVIEW_ROWS]
                ],
            ),
        }
    )
    return readings
