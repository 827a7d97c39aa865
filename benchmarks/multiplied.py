"""A folder of many documents made of a few, and their readings, for measuring at sizes that nobody has at hand.

Each copy of a document is the file with a comment at its end, so that it is another file, and its reading under other
identities (documents, units, projects) with other amounts, so that copies tie as their originals do and nothing relates
one copy to another. Readings of copies are put where readings are kept: they are not read.

Belongs here: making that folder. Does not belong here: what is measured over it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from dagster_project import landing
from dagster_project.intake.readings import Reading

# Columns that name a thing of one document, or relate to another thing of it: each copy has its own.
_IDS = {
    "section_id", "parent_section_id", "claim_id", "amount_claim_id", "whole_claim_id", "target_id", "cell_id",
    "parent_cell_id", "unit_key", "department_key",
}  # fmt: skip
_NAMES = {"unit_name", "department_name_printed", "unit_name_printed"}
# Amounts become smaller and have finitely many decimals, so that what ties within its rounding bound still does.
_FACTORS = ("1", "0.5", "0.8", "0.25", "0.2", "0.4", "0.625")


@dataclasses.dataclass(frozen=True)
class Original:
    """One document to be multiplied."""

    path: Path
    reading: Reading


def copy_of(content: bytes, copy: int) -> bytes:
    """The same document in another file; copy 0 is the original."""
    return content if copy == 0 else content + f"\n% copy {copy}\n".encode()


def multiply(
    originals: Sequence[Original], tables: Mapping[str, Sequence[Path]], copies: range, raw: Path, store: Path
) -> int:
    """Write copies of the originals below `raw`, and a batch of their readings into the folder `store` for each number
    of `copies`; how many documents were written. `tables` are the files that hold the records of the originals, by
    landed table."""
    contents = [original.path.read_bytes() for original in originals]
    with duckdb.connect() as connection:
        for table, files in tables.items():
            connection.execute(f"CREATE TABLE {table} AS FROM read_parquet(?)", [[str(file) for file in files]])
        for copy in tqdm(copies, desc="multiplying", unit="copy"):
            folder = raw / f"{copy:05d}"
            folder.mkdir(parents=True)
            identities, outcomes = [], []
            for number, (original, content) in enumerate(zip(originals, contents, strict=True)):
                copied = copy_of(content, copy)
                sha256 = hashlib.sha256(copied).hexdigest()
                (folder / f"{number:04d}.pdf").write_bytes(copied)
                identities.append((original.reading.sha256, sha256))
                outcomes.append(_outcome(original.reading, sha256, copy))
            _write_batch(connection, tables, copy, identities, outcomes, store / f"{copy + 1:06d}")
    return len(copies) * len(originals)


def _outcome(reading: Reading, sha256: str, copy: int) -> str:
    """The reading of a copy, as it is kept. What a copy says of itself is not compared with what others say of it."""
    text = reading.text_sha256 if copy == 0 else hashlib.sha256(f"{reading.text_sha256}/{copy}".encode()).hexdigest()
    copied = dataclasses.replace(reading, sha256=sha256, text_sha256=text, card=None, given=None)
    return json.dumps(dataclasses.asdict(copied), ensure_ascii=False, sort_keys=True)


def _write_batch(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Sequence[Path]],
    copy: int,
    identities: Sequence[tuple[str, str]],
    outcomes: Sequence[str],
    folder: Path,
) -> None:
    folder.mkdir(parents=True)
    before, after = map(list, zip(*identities, strict=True))
    pq.write_table(pa.table({"sha256": after, "outcome": list(outcomes)}), folder / "reading.parquet")
    connection.register("identity", pa.table({"before": before, "after": after}))
    for table in tables:
        names = landing.arrow_schema(landing.DOCUMENT_TABLES[table]).names
        columns = ", ".join(f"{_column(name, copy)} AS {name}" for name in names)
        rows = connection.execute(
            f"SELECT {columns} FROM {table} AS record INNER JOIN identity ON record.document_id = identity.before"  # noqa: S608
        ).to_arrow_table()
        pq.write_table(rows.cast(landing.arrow_schema(landing.DOCUMENT_TABLES[table])), folder / f"{table}.parquet")
    connection.unregister("identity")


def _column(name: str, copy: int) -> str:
    """The value of a column in a copy."""
    if name == "document_id":
        return "identity.after"
    if copy == 0:
        return f"record.{name}"
    if name in _IDS:
        return f"CASE WHEN record.{name} IS NOT NULL THEN sha256(record.{name} || '/{copy}') END"
    if name in _NAMES:
        return f"record.{name} || '第{copy}号'"
    if name == "project_code_printed":
        return f"record.{name} || '{copy:05d}'"
    if name == "text_sha256":
        return f"sha256(record.{name} || '/{copy}')"
    if name == "amount":
        return f"record.{name} * {_FACTORS[copy % len(_FACTORS)]}"
    return f"record.{name}"
