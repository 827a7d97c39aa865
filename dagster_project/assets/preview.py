"""Metadata that every asset shows: numbers and a few rows as a table.

Belongs here: making text from documents harmless for a Markdown view. Does not belong here: which rows to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import dagster as dg

PREVIEW_ROWS = 5
_LONGEST_CELL = 60
_ACTIVE = re.compile(r"([\\`*_{}\[\]()#+!|~$:@])")


def escaped(value: object) -> str:
    """One cell of a Markdown table. Text of documents is data: no markup, no links, no HTML, no line breaks."""
    if value is None:
        return ""
    text = " ".join(str(value).split())
    if len(text) > _LONGEST_CELL:
        text = text[: _LONGEST_CELL - 1] + "…"
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ACTIVE.sub(r"\\\1", text)


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table of some rows."""
    lines = ["| " + " | ".join(escaped(column) for column in columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(escaped(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def preview(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> dg.MarkdownMetadataValue:
    return dg.MetadataValue.md(markdown_table(columns, rows))


def share(accounted: int, printed: int) -> dict[str, dg.MetadataValue]:
    """How many of the printed numbers a cell holds. Without printed numbers there is no share."""
    numbers: dict[str, dg.MetadataValue] = {"printed_numbers": dg.MetadataValue.int(printed)}
    if printed:
        numbers["share_accounted_for"] = dg.MetadataValue.float(accounted / printed)
    return numbers


def table_records(rows: Iterable[Mapping[str, Any]]) -> list[dg.TableRecord]:
    """Rows for a table in metadata: what Dagster cannot show as it is becomes text."""

    def shown(value: object) -> str | int | float | bool | None:
        if value is None or isinstance(value, str | bool | int | float):
            return value
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    return [dg.TableRecord({name: shown(value) for name, value in row.items()}) for row in rows]
