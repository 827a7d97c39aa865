"""Sums over the rows of a table: equal for equal rows in any order, and additive, so that they can be carried on where
some rows leave and others come.

Belongs here: that sum. Does not belong here: which tables have one (`dagster_project.publishing`).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows there are, and the sums of the two halves of their MD5 sums as numbers."""

    rows: int = 0
    low: int = 0
    high: int = 0

    def __add__(self, other: Contents) -> Contents:
        return Contents(self.rows + other.rows, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Contents) -> Contents:
        return Contents(self.rows - other.rows, self.low - other.low, self.high - other.high)

    def __str__(self) -> str:
        """Sixty-four hex digits: each sum has fewer than 128 bits."""
        return f"{self.high:032x}{self.low:032x}"

    @classmethod
    def read(cls, rows: int, text: str) -> Contents:
        """What `str` wrote."""
        return cls(rows, low=int(text[32:], 16), high=int(text[:32], 16))


def contents_of(connection: duckdb.DuckDBPyConnection, rows: str) -> Contents:
    """The contents of a table, or of a query in brackets."""
    found = connection.sql(
        f"""
        WITH hashed AS (SELECT to_json(t)::VARCHAR AS row FROM {rows} AS t)
        SELECT count(*), coalesce(sum(md5_number_lower(row)), 0), coalesce(sum(md5_number_upper(row)), 0) FROM hashed
        """
    ).fetchall()[0]
    return Contents(*(int(value) for value in found))
