"""Text of documents is data, in metadata too."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dagster_project.assets.preview import escaped, markdown_table, table_records


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert\\(1\\)&lt;/script&gt;"),
        ("a | b\nc", "a \\| b c"),
        ("[x](http://y)", "\\[x\\]\\(http\\://y\\)"),
        ("![x](y)", "\\!\\[x\\]\\(y\\)"),
        (None, ""),
        ("长" * 100, "长" * 59 + "…"),
    ],
)
def test_a_cell_holds_no_markup(text: str | None, shown: str) -> None:
    assert escaped(text) == shown


def test_a_row_stays_one_row() -> None:
    assert markdown_table(["a", "b"], [["1\n2", "|"]]).count("\n") == 2


def test_records_hold_only_what_a_table_can_show() -> None:
    (record,) = table_records([{"a": Decimal("1.50"), "b": None, "c": [1], "d": 2}])
    assert record.data == {"a": "1.50", "b": None, "c": "[1]", "d": 2}
