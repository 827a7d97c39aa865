"""What a refresh says at its end, read from the release and from nothing else.

Belongs here: the figures of the summary and how they are laid out on a terminal.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import duckdb

_STATUSES = ("pass", "rounding", "fail", "not_applicable", "not_evaluated")
_SEVERITIES = ("error", "warn", "info")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _line(label: str, value: object, note: str = "") -> str:
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    return f"  {label}{' ' * max(1, 34 - _width(label))}{shown:>12}{'  ' + note if note else ''}".rstrip()


def _printable(text: str | None) -> str:
    """File names and details come from outside: no control characters reach the terminal."""
    return "".join(c if c.isprintable() else "�" for c in text or "")


def _in_brackets(detail: str | None) -> str:
    return f" ({_printable(detail)})" if detail else ""


def _counts(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> dict[str, int]:
    return dict(connection.sql(f"SELECT {column}, count(*) FROM {table} GROUP BY ALL").fetchall())


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", title, *lines]


def summary(published_db: Path) -> str:
    """The summary of the release as text."""
    release: dict[str, Any] = json.loads((published_db.parent / "release.json").read_text(encoding="utf-8"))
    counts = release["counts"]
    printed, accounted = counts["printed_numbers"], counts["accounted_numbers"]
    with duckdb.connect(str(published_db), read_only=True) as connection:
        rejected = connection.sql(
            "SELECT file_path, reason, detail FROM audit.intake WHERE status = 'rejected' ORDER BY 1"
        ).fetchall()
        rules = _counts(connection, "audit.rule_result", "status")
        findings = _counts(connection, "audit.finding", "severity")
    lines = [f"Release {release['release_id']}"]
    lines += _section(
        "Files 文件",
        [
            _line("seen 收到", counts["files"]),
            _line("loaded 入库", counts["loaded"]),
            _line("duplicate 重复", counts["duplicate"]),
            _line("rejected 拒收", counts["rejected"]),
            *(
                f"    {_printable(path)}: {reason}" + (f" ({_printable(d)})" if d else "")
                for path, reason, d in rejected
            ),
            _line("pages 页", counts["pages"]),
            _line("printed numbers 印刷数字", printed),
            _line("accounted for 已归格", accounted, f"{accounted / printed:.2%}" if printed else ""),
        ],
    )
    facts = {name: n for name, n in counts["rows"].items() if name.startswith("marts.fct_")}
    lines += _section("Rows of facts 事实表", [_line(name, rows) for name, rows in facts.items()])
    lines += _section("Rules by status 勾稽规则", [_line(name, rules.get(name, 0)) for name in _STATUSES])
    lines += _section("Findings by severity 发现", [_line(name, findings.get(name, 0)) for name in _SEVERITIES])
    lines += _section(
        "Results 结果",
        [f"  {published_db}", f"  {published_db.parent / 'parquet'}", f"  {published_db.parent / 'release.json'}"],
    )
    return "\n".join(lines)
