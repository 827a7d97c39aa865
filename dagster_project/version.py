"""Which code made a release: a hash of all sources that shape one, and git's name for them.

Belongs here: the version of the whole code. The version of extraction alone is in `dagster_project.intake.version`.
"""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from dagster_project.intake.version import content_hash
from dagster_project.settings import PROJECT_ROOT

_SOURCES = {".py", ".yaml", ".yml", ".sql", ".csv", ".json", ".toml", ".md"}


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(PROJECT_ROOT), *arguments], capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None  # no git, or not a checkout: the hash of the sources says it all
    return done.stdout.strip()


@cache
def sources_hash() -> str:
    """The hash of all sources that shape a release."""
    folders = ("dagster_project", "dbt", "expectations")
    left_out = {"target", "logs", "dbt_packages", "__pycache__"}
    files = [
        path
        for folder in folders
        for path in (PROJECT_ROOT / folder).rglob("*")
        if path.suffix in _SOURCES and path.is_file() and not left_out & set(path.relative_to(PROJECT_ROOT).parts)
    ]
    return content_hash(PROJECT_ROOT, files)


@cache
def code_version() -> str:
    """The start of the hash of the sources, after git's name for the commit where there is one."""
    sources = sources_hash()[:12]
    top = _git("rev-parse", "--show-toplevel")
    commit = _git("describe", "--tags", "--always") if top and Path(top).resolve() == PROJECT_ROOT else None
    return f"{commit}+{sources}" if commit else sources
