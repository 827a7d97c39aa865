"""Where Dagster keeps its history: $GOUJI_HOME/dagster, with telemetry off.

Belongs here: that folder and its dagster.yaml.
"""

from __future__ import annotations

import json
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
event_log_storage: # as without these lines, but through connections that are kept open
  module: dagster_project.history
  class: History
  config:
    base_dir: {base_dir}
"""


def prepare_home(settings: Settings) -> None:
    """Make DAGSTER_HOME and point this process and those it starts at it."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    target = settings.dagster_home / "dagster.yaml"
    wanted = _DAGSTER_YAML.format(base_dir=json.dumps(str(settings.dagster_home / "history" / "runs")))
    if not target.is_file() or target.read_text(encoding="utf-8") != wanted:
        target.write_text(wanted, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"


def prepared_instance(settings: Settings) -> dg.DagsterInstance:
    prepare_home(settings)
    return dg.DagsterInstance.get()
