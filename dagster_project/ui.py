"""`make ui`: Dagster's web UI and daemon over the same definitions and the same home as `make run`.

It listens on this machine only; GOUJI_UI_PORT is the port (3000).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dagster_project.instance import prepare_home
from dagster_project.settings import PROJECT_ROOT, Settings


def main() -> None:
    prepare_home(Settings())
    dagster = str(Path(sys.executable).with_name("dagster"))
    port = os.environ.get("GOUJI_UI_PORT", "3000")
    os.chdir(PROJECT_ROOT)
    os.execv(dagster, [dagster, "dev", "-m", "dagster_project.definitions", "-h", "127.0.0.1", "-p", port])


if __name__ == "__main__":
    main()
