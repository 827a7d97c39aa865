"""`make corpus-report DIR=folder`: how well the documents of a folder are read.

The folder (default: GOUJI_RAW_DIR) goes through the whole pipeline into $GOUJI_HOME/corpus-report/pipeline, a home of
its own, so that the release that readers have is never touched; a second run opens only new documents. Exit 0 where the
report was written, whatever it says; 1 where the pipeline broke, or the audit of our own work failed (the report is
written all the same where there is anything to report); 2 where the folder is not there or holds no file.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
from pydantic import ValidationError

from dagster_project.building import why_not_publishable
from dagster_project.corpus_report import exports, terminal
from dagster_project.corpus_report.figures import Corpus, figures
from dagster_project.corpus_report.page import PICTURES, page
from dagster_project.corpus_report.pictures import draw_all
from dagster_project.intake.listing import shown_path, walk
from dagster_project.manifest import DbtProjectBroken
from dagster_project.run import failures, refresh
from dagster_project.settings import Settings

_USAGE = "usage: make corpus-report DIR=folder"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def report_folder(settings: Settings) -> Path:
    """Where the report lies; the pipeline works below it."""
    return settings.home / "corpus-report"


def _pipeline_settings(settings: Settings, documents: Path) -> Settings:
    """The same settings over this folder, with a home of its own, and nothing served to anyone."""
    home = report_folder(settings) / "pipeline"
    return settings.model_copy(update={"raw_dir": documents, "home": home, "postgres_url": None})


def write_report(corpus: Corpus, settings: Settings, folder: Path) -> Path:
    """Write every form of the report into this folder; the page. `settings` are those of the pipeline that was run."""
    files = {shown_path(path, settings.raw_dir): path for path, _ in walk(settings.raw_dir)}
    folder.mkdir(parents=True, exist_ok=True)
    title = settings.raw_dir.name
    waiting = folder / f".{PICTURES}"
    shown = draw_all(corpus, files, settings, waiting)
    shutil.rmtree(folder / PICTURES, ignore_errors=True)
    waiting.rename(folder / PICTURES)
    exports.write_csv(corpus, folder)
    (folder / "summary.md").write_text(exports.markdown(corpus, "Corpus report"), encoding="utf-8")
    target = folder / "index.html"
    target.write_text(page(corpus, shown, files, folder, title), encoding="utf-8")
    return target


def report(settings: Settings, documents: Path) -> int:
    """Run the pipeline over the folder and report."""
    pipeline = _pipeline_settings(settings, documents)
    pipeline.home.mkdir(parents=True, exist_ok=True)
    _say(f"Reading {documents}")
    try:
        result = refresh(pipeline)
    except DbtProjectBroken as error:
        _say(str(error))
        return 1
    for failure in failures(result):
        _say(failure)
    # A build that failed its audit is exactly what has to be looked at.
    refused = None if result.success else why_not_publishable(pipeline)
    warehouse = pipeline.published_db if result.success else pipeline.build_db
    try:
        corpus = figures(warehouse, refused)
    except duckdb.Error as error:
        if result.success:
            raise
        _say(f"There is nothing to report: the pipeline broke ({error}). It said: {pipeline.home / 'refresh.log'}")
        return 1
    target = write_report(corpus, pipeline, report_folder(settings))
    print(terminal.table(corpus))
    print()
    for path in (target, *(target.parent / f"{name}.csv" for name in ("documents", "tables", "identities"))):
        print(f"  {path}")
    return 0 if result.success else 1


def main(arguments: Sequence[str]) -> int:
    if len(arguments) > 1:
        _say(_USAGE)
        return 2
    try:
        settings = Settings()
    except ValidationError as error:
        _say(f"A setting is wrong: {error}")
        return 2
    documents = Path(arguments[0]).expanduser().resolve() if arguments else settings.raw_dir
    if not documents.is_dir():
        _say(f"{documents} is not a folder. {_USAGE}")
        return 2
    if next(walk(documents), None) is None:
        _say(f"{documents} holds no file. {_USAGE}")
        return 2
    return report(settings, documents)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    sys.exit(main(sys.argv[1:]))
