"""The figures as files for other programs: CSV (documents, tables, broken identities) and a Markdown summary.

Belongs here: columns of those files. Text cells cannot start a formula in a spreadsheet, and no text of a document is
markup in the summary.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from dagster_project.assets.preview import markdown_table
from dagster_project.corpus_report import labels
from dagster_project.corpus_report.figures import NO_REGION, Corpus, Document, Totals, totals
from dagster_project.corpus_report.terminal import share

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def _harmless(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:  # the mark lets Excel see that it is UTF-8
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_harmless(value) for value in row] for row in rows)


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.6f}" if whole else ""


def _document_row(d: Document) -> list[object]:
    first = d.filings[0] if d.filings else None
    states = {core.kind: core.state for core in d.core}
    return [
        d.file_path, d.region, d.status, d.reason, d.detail, d.document_id,
        first.unit_name if first else None, first.fiscal_year if first else None,
        first.document_kind if first else None, first.disclosure_scope if first else None,
        first.role if first else None,
        len(d.filings), d.evidence, d.page_count, d.text_source, *(states.get(kind) for kind in labels.core_kinds()),
        len(d.tables), len(d.set_aside), d.printed, d.accounted, _ratio(d.accounted, d.printed), d.suspect,
        d.ties.passed, d.ties.rounding, d.ties.failed, d.ties.not_evaluated,
        f"{d.ties.share:.6f}" if d.ties.share is not None else "",
    ]  # fmt: skip


def write_csv(corpus: Corpus, folder: Path) -> None:
    """documents.csv, tables.csv and identities.csv."""
    _write(
        folder / "documents.csv",
        [
            "file_path", "region", "status", "reason", "detail", "document_id", "unit_name", "fiscal_year",
            "document_kind", "disclosure_scope", "role", "filings", "identity_evidence", "pages", "text_source",
            *labels.core_kinds(), "tables", "set_aside", "printed_numbers", "accounted_numbers", "accounted_share",
            "suspect_numbers", "ties_pass", "ties_rounding", "ties_fail", "ties_not_evaluated", "tie_share",
        ],
        map(_document_row, corpus.documents),
    )  # fmt: skip
    _write(
        folder / "tables.csv",
        [
            "file_path", "statement_no", "table_no", "title", "table_kind", "score", "evidence", "unit_declared",
            "pages", "rows", "is_nil", "printed_numbers", "accounted_numbers", "status", "reason",
        ],
        (
            [
                d.file_path, t.statement_no, t.table_no, t.title, t.kind, f"{t.score:.3f}", t.evidence, t.unit_declared,
                " ".join(str(page) for page in t.pages), t.row_count, t.is_nil, t.printed, t.accounted, t.status,
                t.reason,
            ]
            for d in corpus.documents
            for t in d.tables
        ),
    )  # fmt: skip
    _write(
        folder / "identities.csv",
        [
            "file_path", "rule_id", "table_kind", "instance", "row_label", "column_path", "stated", "expected",
            "difference", "value_unit", "page",
        ],
        (
            [
                d.file_path, i.rule_id, i.table_kind, i.instance, i.row_label, i.column_path, i.left, i.right,
                i.difference, i.value_unit, i.page_no,
            ]
            for d in corpus.documents
            for i in d.broken
        ),
    )  # fmt: skip


def _summary_row(name: str, t: Totals) -> list[object]:
    return [
        name, t.files, t.loaded, t.rejected, t.pages, f"{t.core_answered} / {t.core}", t.tables, t.set_aside,
        f"{t.printed:,}", share(t.accounted_share), t.suspect, f"{t.ties.evaluated:,}", share(t.ties.share),
        t.ties.failed, f"{t.ties.not_evaluated:,}",
    ]  # fmt: skip


def _reason_lines(title: str, rows: list[tuple[str, int]]) -> list[str]:
    if not rows:
        return []
    named = [(name, f"{labels.chinese(name)} {labels.english(name)}".strip(), n) for name, n in rows]
    return ["", f"## {title}", "", markdown_table(["", "", "n"], named)]


def markdown(corpus: Corpus, title: str) -> str:
    """A summary by folder, with its date and versions."""
    when = f"{corpus.finished_at:%Y-%m-%d}" if corpus.finished_at else "unknown"
    named = {("(top)" if region == NO_REGION else region): totals(d) for region, d in corpus.regions.items()}
    rows = [_summary_row(name, t) for name, t in named.items()]
    rows.append(_summary_row("total 合计", totals(corpus.documents)))
    aside: dict[str, int] = {}
    missing: dict[str, int] = {}
    rejected: dict[str, int] = {}
    for document in corpus.documents:
        for table in document.set_aside:
            aside[table.reason or ""] = aside.get(table.reason or "", 0) + 1
        for core in document.missing:
            missing[core.kind] = missing.get(core.kind, 0) + 1
        if document.status == "rejected":
            rejected[document.reason or ""] = rejected.get(document.reason or "", 0) + 1

    def most_first(counts: dict[str, int]) -> list[tuple[str, int]]:
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    lines = [
        f"# {title}",
        "",
        f"Made on {when} by `make corpus-report`, code `{corpus.code_version}`, reader `{corpus.extractor_version}`.",
        "Numbers are those of the warehouse: printed and accounted numbers of `marts.dim_document`; identities of the",
        "rules within a table and of code hierarchies in `audit.rule_result` (a tie is a pass, exactly or within",
        "rounding; the share is of those evaluated); tables of `audit.table_ledger`. Core tables are the nine core",
        "kinds of each document that holds statements: found, nil, or in another file of the same filing.",
        "",
        markdown_table(
            [
                "folder", "files", "read", "rejected", "pages", "core tables", "tables", "set aside", "printed numbers",
                "accounted for", "suspect", "identities evaluated", "tie", "do not tie", "not evaluated",
            ],
            rows,
        ),
    ]  # fmt: skip
    lines += _reason_lines("Why tables were set aside", most_first(aside))
    lines += _reason_lines("Core tables not found", most_first(missing))
    lines += _reason_lines("Why files were rejected", most_first(rejected))
    return "\n".join(lines) + "\n"
