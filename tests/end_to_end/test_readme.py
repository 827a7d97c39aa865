"""What the README shows is what the release of the project's own raw folder says."""

from __future__ import annotations

import re

import duckdb
import pytest

from dagster_project.settings import PROJECT_ROOT
from dagster_project.summary import summary
from tests.conftest import Refreshed

pytestmark = pytest.mark.xdist_group("released")

README = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
QUERY_AND_RESULT = re.compile(r"```sql\n(?P<query>[^`]*)```\n\n(?P<table>(?:\|[^\n]*\n)+)")
SUMMARY = re.compile(r"ends like this:\n\n```text\n(?P<text>[^`]*)```")
EXAMPLES = [(match["query"], match["table"]) for match in QUERY_AND_RESULT.finditer(README)]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_there_are_three_queries() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize(("query", "table"), EXAMPLES)
def test_queries_give_the_results_shown(released: Refreshed, query: str, table: str) -> None:
    header, _, *rows = table.splitlines()
    with duckdb.connect(str(released.settings.published_db), read_only=True) as connection:
        result = connection.sql(query)
        assert result.columns == cells(header)
        assert [[str(value) for value in row] for row in result.fetchall()] == [cells(row) for row in rows]


def test_the_summary_shown_is_the_summary(released: Refreshed) -> None:
    shown = SUMMARY.search(README)
    assert shown is not None

    def facts(text: str) -> list[str]:
        """The lines with figures; release ids and folders differ from run to run."""
        return [re.sub(r"\s+", " ", line).strip() for line in text.splitlines() if re.search(r" {2}[\d.]+%?$", line)]

    assert facts(shown["text"]) == facts(summary(released.settings.published_db)) != []


def test_every_command_is_a_target_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z-]+)", README)) <= targets
