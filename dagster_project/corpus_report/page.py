"""The HTML page of the report: one file, its pictures beside it, nothing from anywhere else.

Belongs here: what the template is given. Does not belong here: figures (`figures`), layout (page.html.jinja, page.css,
page.js). Text of documents is data: the template escapes everything, and the page forbids any script but its own.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import jinja2

from dagster_project.corpus_report import labels
from dagster_project.corpus_report.figures import NO_REGION, Corpus, Document, totals
from dagster_project.corpus_report.pictures import NOTHING, Shown
from dagster_project.corpus_report.terminal import share

_HERE = Path(__file__).parent
PICTURES = "pictures"
_TOP_PROBLEMS = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """One sort of problem of the whole corpus: how often, in how many documents. The tag chooses those documents."""

    tag: str
    zh: str
    en: str
    count: int
    documents: int


def _tags(document: Document) -> list[str]:
    """What the filters of the page find a document by: one tag for each occurrence."""
    tags = [f"aside {table.reason}" for table in document.set_aside]
    tags += [f"missing {core.kind}" for core in document.missing]
    tags += [f"rule {identity.rule_id}" for identity in document.broken]
    if document.status != "loaded":
        tags.append(f"file {document.reason}")
    return tags


def _problems(documents: Iterable[Document], sort: str) -> list[Problem]:
    """The most frequent first."""
    counts: Counter[str] = Counter()
    holders: defaultdict[str, set[str]] = defaultdict(set)
    statements: dict[str, tuple[str, str]] = {}
    for document in documents:
        statements |= {i.rule_id: (f"{i.rule_id} {i.statement_zh}", i.statement_en) for i in document.broken}
        for tag in _tags(document):
            if tag.startswith(sort + " "):
                counts[tag] += 1
                holders[tag].add(document.file_path)

    def named(tag: str) -> tuple[str, str]:
        name = tag.split(" ", 1)[1]
        return statements.get(name) or (labels.chinese(name), labels.english(name))

    return [Problem(tag, *named(tag), count, len(holders[tag])) for tag, count in counts.most_common(_TOP_PROBLEMS)]


def _level(value: float | None) -> str:
    """How good a share is, for its colour: all, nearly all, less."""
    if value is None:
        return "none"
    return "good" if value == 1 else "fair" if value >= 0.98 else "poor"


def _inline(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def page(corpus: Corpus, shown: Mapping[str, Shown], files: Mapping[str, Path], folder: Path, title: str) -> str:
    """The page as text, for the file index.html in this folder."""
    script = _inline("page.js")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "share": share, "level": _level, "zh": labels.chinese, "en": labels.english, "short": labels.short,
        "mark": labels.mark, "count": lambda n: f"{n:,}",
    }  # fmt: skip

    def link(document: Document, page_no: int | None = None) -> str:
        """The document on this disk, relative to the page; quoted, so that no name is anything but a path."""
        if document.file_path not in files:
            return ""
        path = quote(Path(os.path.relpath(files[document.file_path], folder)).as_posix())
        return f"{path}#page={page_no}" if page_no else path

    return environment.get_template("page.html.jinja").render(
        corpus=corpus, title=title, totals=totals, all=totals(corpus.documents), regions=corpus.regions,
        no_region=NO_REGION, nothing=NOTHING, shown=shown, pictures=PICTURES, link=link, tags=_tags,
        core_kinds=labels.core_kinds(), states=("found", "nil", "elsewhere", "set_aside", "missing"),
        problems={sort: _problems(corpus.documents, sort) for sort in ("aside", "missing", "rule", "file")},
        style=_inline("page.css"), script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )  # fmt: skip
