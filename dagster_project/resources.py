"""What assets are given when they run, besides each other's results.

Belongs here: Dagster resources. Does not belong here: settings (`dagster_project.settings`).
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject

from dagster_project.building import one_refresh_at_a_time
from dagster_project.settings import Settings


class RefreshLock(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Held for the length of a run by every step that touches the build or the release."""

    building_dir: str

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["RefreshLock"]:
        with one_refresh_at_a_time(Path(self.building_dir)):
            yield self


def build_resources(settings: Settings, project: DbtProject) -> dict[str, Any]:
    return {
        "settings": settings,
        "lock": RefreshLock(building_dir=str(settings.building_dir)),
        "dbt": DbtCliResource(
            project_dir=project,
            profiles_dir=str(settings.dbt_dir),
            # The one beside this interpreter: the environment need not be activated.
            dbt_executable=str(Path(sys.executable).with_name("dbt")),
        ),
        "io_manager": dg.FilesystemIOManager(base_dir=str(settings.dagster_home / "storage")),
    }
