"""The parsed dbt project, made anew only when its sources changed: parsing costs more than all of intake.

Belongs here: where the manifest lies and when it is stale. Does not belong here: running models.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

from dagster_dbt import DbtProject

from dagster_project.intake.version import content_hash
from dagster_project.settings import Settings

_LEFT_OUT = {"target", "logs", "dbt_packages"}
_SUBJECTS = Path(__file__).resolve().parent / "disclosure" / "vocabulary" / "subjects"


class DbtProjectBroken(RuntimeError):
    """dbt cannot parse the project; the message is dbt's own."""


def _sources_hash(settings: Settings) -> str:
    files = [
        path
        for path in settings.dbt_dir.rglob("*")
        if path.is_file() and not _LEFT_OUT & set(path.relative_to(settings.dbt_dir).parts)
    ]
    # Names of subjects are read by the reader as well, and lie with its vocabulary.
    subjects = content_hash(_SUBJECTS, _SUBJECTS.glob("*.csv"))
    versions = " ".join(f"{name}=={importlib.metadata.version(name)}" for name in ("dbt-core", "dbt-duckdb"))
    parts = f"{content_hash(settings.dbt_dir, files)} {subjects} {versions} {settings.build_db}"
    return hashlib.sha256(parts.encode()).hexdigest()


def prepared_project(settings: Settings) -> DbtProject:
    """The dbt project with a manifest that is up to date."""
    project = DbtProject(settings.dbt_dir, target_path=settings.dbt_target, profiles_dir=settings.dbt_dir)
    stamp = settings.dbt_target / "sources.sha256"
    wanted = _sources_hash(settings)
    if project.manifest_path.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        return project
    settings.dbt_target.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), "parse", "--quiet"],
        env=os.environ
        | {
            "DBT_PROJECT_DIR": str(settings.dbt_dir),
            "DBT_PROFILES_DIR": str(settings.dbt_dir),
            "DBT_TARGET_PATH": str(settings.dbt_target),
            "DBT_LOG_PATH": str(settings.dbt_target),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "GOUJI_BUILD_DB": str(settings.build_db),
        },
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise DbtProjectBroken(f"dbt cannot parse {settings.dbt_dir}:\n{done.stdout}{done.stderr}")
    stamp.write_text(wanted)
    return project
