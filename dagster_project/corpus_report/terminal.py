"""The report on a terminal: one line a document, the folders, and the reasons.

Belongs here: columns and widths; Chinese characters are two columns wide. Names come from outside: no control character
reaches the terminal.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from dagster_project.corpus_report import labels
from dagster_project.corpus_report.figures import NO_REGION, Corpus, Document, Totals, totals

_NAME_WIDTH = 44
_MOST_FILINGS, _MOST_PAGES = 3, 12
_HEADER = (
    "年 year",
    "核心 core",
    "表 tables",
    "搁置 aside",
    "印刷 printed",
    "归格 acc.",
    "存疑 susp.",
    "相符 tie",
    "不符 fail",
)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def printable(text: str | None) -> str:
    """Without control characters, also those that turn the direction of writing."""
    return "".join(c if c.isprintable() and unicodedata.category(c) != "Cf" else "�" for c in text or "")


def _fit(text: str, width: int) -> str:
    """The text in exactly this many columns; a longer one loses its middle."""
    if _width(text) > width:
        head, tail = text, ""
        while _width(head) > width // 2:
            head = head[:-1]
        for character in reversed(text):
            if _width(head) + 1 + _width(character + tail) > width:
                break
            tail = character + tail
        text = f"{head}…{tail}"
    return text + " " * (width - _width(text))


def share(value: float | None) -> str:
    """A share with two decimals; what is not quite everything never shows as 100 %."""
    if value is None:
        return "–"
    shown = f"{value:.2%}"
    return "99.99%" if shown == "100.00%" and value < 1 else shown


def _right(cells: Sequence[str]) -> str:
    return " ".join(
        " " * (max(0, _width(head) - _width(cell))) + cell for head, cell in zip(_HEADER, cells, strict=True)
    )


def _document_lines(document: Document) -> list[str]:
    """The figures of one document; below them who it is, and why tables of it were set aside."""
    lines = [_document_line(document)]
    for filing in document.filings[:_MOST_FILINGS]:
        words = (filing.document_kind, filing.disclosure_scope, filing.role)
        named = " · ".join(labels.chinese(word) for word in words)
        lines.append(f"      {printable(filing.unit_name)} {filing.fiscal_year} · {named}")
    if len(document.filings) > _MOST_FILINGS:
        lines.append(f"      … {len(document.filings)} 次公开 filings")
    pages: dict[str, list[int]] = {}
    for aside in document.set_aside:
        pages.setdefault(aside.reason or "", []).append(aside.page_no)
    for reason, numbers in pages.items():
        shown = ", ".join(str(number) for number in sorted(set(numbers))[:_MOST_PAGES])
        more = ", …" if len(set(numbers)) > _MOST_PAGES else ""
        lines.append(f"      ✗ {len(numbers)} × {reason} {labels.chinese(reason)} (p. {shown}{more})")
    return lines


def _document_line(document: Document) -> str:
    name = _fit(printable(document.name), _NAME_WIDTH)
    if document.status != "loaded":
        why = f"{labels.chinese(document.status)}: {labels.chinese(document.reason)} {document.reason}"
        return f"  {name} {printable(why)}"
    years = sorted({filing.fiscal_year for filing in document.filings})
    strip = "".join(labels.mark(core.state) for core in document.core) or "–"
    accounted = document.accounted / document.printed if document.printed else None
    cells = (
        "/".join(str(year) for year in years[:1]) + ("+" if len(years) > 1 else ""), strip, str(len(document.tables)),
        str(len(document.set_aside)), f"{document.printed:,}", share(accounted), str(document.suspect),
        share(document.ties.share), str(document.ties.failed),
    )  # fmt: skip
    return f"  {name} {_right(cells)}"


def _total_line(name: str, t: Totals) -> str:
    cells = (
        f"{t.loaded}/{t.files}", f"{t.core_answered}/{t.core}", str(t.tables), str(t.set_aside), f"{t.printed:,}",
        share(t.accounted_share), str(t.suspect), share(t.ties.share), str(t.ties.failed),
    )  # fmt: skip
    return f"  {_fit(printable(name), _NAME_WIDTH)} {_right(cells)}"


def _reasons(title: str, counted: Counter[str], names: Mapping[str, str] | None = None) -> list[str]:
    if not counted:
        return []
    named = names or {}
    lines = [f"    {n:>5,}  {name}  {named.get(name) or labels.chinese(name)}" for name, n in counted.most_common()]
    return ["", title, *lines]


def table(corpus: Corpus) -> str:
    """The whole report as text."""
    states = "  ".join(f"{labels.mark(s)} {labels.chinese(s)} {labels.english(s)}" for s in _STATES)
    lines = [f"核心表 core tables: {' '.join(labels.short(kind) for kind in labels.core_kinds())}    {states}"]
    for region, documents in corpus.regions.items():
        name = "（顶层 top）" if region == NO_REGION else f"{region}/"
        lines += ["", f"{_fit(printable(name), _NAME_WIDTH + 2)} {' '.join(_HEADER)}"]
        lines += [line for document in documents for line in _document_lines(document)]
    lines += ["", f"{_fit('文件夹 folders', _NAME_WIDTH + 2)} {' '.join(('读入 read'[:7], *_HEADER[1:]))}"]
    lines += [_total_line(region, totals(documents)) for region, documents in corpus.regions.items()]
    lines += [_total_line("合计 total", totals(corpus.documents))]
    lines += _reasons("搁置 tables set aside", Counter(t.reason or "" for d in corpus.documents for t in d.set_aside))
    lines += _reasons(
        "未找到的核心表 core tables not found", Counter(c.kind for d in corpus.documents for c in d.missing)
    )
    broken = [identity for document in corpus.documents for identity in document.broken]
    lines += _reasons(
        "不符 identities that do not tie",
        Counter(identity.rule_id for identity in broken),
        {identity.rule_id: identity.statement_zh for identity in broken},
    )
    lines += _reasons(
        "未评 identities not evaluated", sum((Counter(dict(d.not_evaluated)) for d in corpus.documents), Counter())
    )
    if corpus.other_files:
        lines += ["", f"另有 {corpus.other_files} 个非 PDF 文件 other files, neither PDFs nor called so"]
    if corpus.why_not_publishable:
        lines += ["", f"自查未通过 The audit of our own work failed: {printable(corpus.why_not_publishable)}"]
    return "\n".join(line.rstrip() for line in lines)


_STATES = ("found", "nil", "elsewhere", "set_aside", "missing")
