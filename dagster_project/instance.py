"""Where Dagster keeps its history: $GOUJI_HOME/dagster, with telemetry off.

Belongs here: that folder and its dagster.yaml.
"""

from __future__ import annotations

import os

import dagster as dg

from dagster_project.settings import Settings

_DAGSTER_YAML = """\
# Written at every start.
telemetry:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1 # refreshes share one build
"""


def prepare_home(settings: Settings) -> None:
    """Make DAGSTER_HOME and point this process and those it starts at it."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    target = settings.dagster_home / "dagster.yaml"
    if not target.is_file() or target.read_text(encoding="utf-8") != _DAGSTER_YAML:
        target.write_text(_DAGSTER_YAML, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"


def prepared_instance(settings: Settings) -> dg.DagsterInstance:
    prepare_home(settings)
    return dg.DagsterInstance.get()
