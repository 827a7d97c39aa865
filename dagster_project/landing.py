"""The landed tables: how the records of a document become rows of Arrow, and which tables there are.

Belongs here: the typed schema of each landed table, derived from its record class, and records written and read.
Does not belong here: any meaning. A column that is computed belongs to dbt.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from dagster_project.disclosure import records

#: Landed tables that come from reading documents, and the record class of each.
DOCUMENT_TABLES: dict[str, type] = {
    "document": records.DocumentRecord,
    "filing_part": records.FilingPartRecord,
    "statement": records.StatementRecord,
    "unaccounted_number": records.UnaccountedNumberRecord,
    "reported_cell": records.ReportedCellRecord,
    "reported_text": records.ReportedTextRecord,
    "performance_target": records.PerformanceTargetRecord,
    "project_attribute": records.ProjectAttributeRecord,
    "document_section": records.DocumentSectionRecord,
    "contents_entry": records.ContentsEntryRecord,
    "narrative_claim": records.NarrativeClaimRecord,
}

_IPC_OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4")

# Printed amounts keep every digit that a page can show: 亿元 with ten decimals still fits.
_AMOUNT = pa.decimal128(38, 10)
_ARROW_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    Decimal: _AMOUNT,
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
    list[int]: pa.list_(pa.int64()),
}


def arrow_schema(record_class: type) -> pa.Schema:
    """The Arrow schema of a record class; a field type that has no column type is a KeyError, loudly."""
    fields = []
    hints = typing.get_type_hints(record_class)
    for field in dataclasses.fields(record_class):
        hint = hints[field.name]
        nullable = False
        if isinstance(hint, types.UnionType):
            nullable = type(None) in typing.get_args(hint)
            (hint,) = (t for t in typing.get_args(hint) if t is not type(None))
        fields.append(pa.field(field.name, _ARROW_TYPES[hint], nullable=nullable))
    return pa.schema(fields)


def as_table(record_class: type, rows: Sequence[Any]) -> pa.Table:
    """Records of one class as a table of Arrow; no rows give an empty one with the same columns."""
    schema = arrow_schema(record_class)
    return pa.table({name: [getattr(row, name) for row in rows] for name in schema.names}, schema=schema)


def write_records(path: Path, rows: Mapping[str, Sequence[Any]]) -> None:
    """Write the records of one document: a stream of Arrow for each of DOCUMENT_TABLES, one after the other."""
    with pa.OSFile(str(path), "wb") as file:
        for table, record_class in DOCUMENT_TABLES.items():
            records_table = as_table(record_class, rows[table])
            with pa.ipc.new_stream(file, records_table.schema, options=_IPC_OPTIONS) as stream:
                stream.write_table(records_table)


def read_records(path: Path) -> dict[str, pa.Table]:
    """What `write_records` wrote, by table. Raises pa.ArrowInvalid where it is not whole."""
    with pa.OSFile(str(path), "rb") as file:
        return {table: pa.ipc.open_stream(file).read_all() for table in DOCUMENT_TABLES}
