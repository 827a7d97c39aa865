"""Which rows of which released table a change of documents can concern, as the models say it (meta.rows_of).

Belongs here: reading that out of dbt's manifest. Does not belong here: replacing rows (`merging`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

ALL = "all"  # any row: the table is made anew from what all documents contribute
CODE = "code"  # no row
REFRESH = "refresh"  # of this refresh alone: needed where tables are made anew, not kept


@dataclass(frozen=True, slots=True)
class Model:
    """One table that is made anew: its name with its schema, and the query that dbt made of its model."""

    table: str
    query: str


@dataclass(frozen=True, slots=True)
class Scope:
    """`rows_of`: by the name of a table with its schema, the column whose values tell which rows are concerned, or
    `all`, `code` or `refresh`. `anew`: the tables of `all`, in the order in which they are made."""

    rows_of: Mapping[str, str] = field(default_factory=dict)
    anew: tuple[Model, ...] = ()

    def key_of(self, table: str) -> str | None:
        """The column that tells which rows of a table are concerned; None where no column does."""
        column = self.rows_of.get(table)
        return None if column in (None, ALL, CODE, REFRESH) else column

    def tables_of(self, what: str) -> list[str]:
        """The tables of `all`, `code` or `refresh`."""
        return sorted(table for table, rows in self.rows_of.items() if rows == what)


def read_scope(manifest: Path) -> Scope:
    """The scope that the models of a finished dbt run declare."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    declared = {
        name: node
        for name, node in nodes.items()
        if node["resource_type"] in ("model", "seed") and "rows_of" in node["config"]["meta"]
    }
    anew = {name: node for name, node in declared.items() if node["config"]["meta"]["rows_of"] == ALL}
    return Scope(
        rows_of={_table(node): node["config"]["meta"]["rows_of"] for node in declared.values()},
        anew=tuple(Model(_table(anew[name]), anew[name]["compiled_code"]) for name in _in_order(anew)),
    )


def _in_order(nodes: Mapping[str, Any]) -> Iterable[str]:
    graph = {name: [above for above in node["depends_on"]["nodes"] if above in nodes] for name, node in nodes.items()}
    return TopologicalSorter(graph).static_order()


def _table(node: Mapping[str, Any]) -> str:
    return f"{node['schema']}.{node['alias']}"
