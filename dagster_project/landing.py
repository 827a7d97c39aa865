"""How records become Parquet and Parquet becomes the schema `landing` of the warehouse that is being built.

Belongs here: the typed schema of each landed table, derived from its record class, and its writing and loading.
Does not belong here: any meaning. A column that is computed belongs to dbt.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

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


def write_parquet(path: Path, record_class: type, rows: Sequence[Any] | Iterable[Any]) -> None:
    """Write records of one class; an empty list gives an empty file with the same columns."""
    schema = arrow_schema(record_class)
    columns: dict[str, list[Any]] = {name: [] for name in schema.names}
    for row in rows:
        for name, column in columns.items():
            column.append(getattr(row, name))
    pq.write_table(pa.table(columns, schema=schema), path)
