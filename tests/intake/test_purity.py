"""The package that reads documents can be used on bytes alone, and the process that does starts fast."""

from __future__ import annotations

import subprocess
import sys

from dagster_project.settings import PROJECT_ROOT

FORBIDDEN = ("dagster", "dbt", "great_expectations", "duckdb", "sqlalchemy", "pandas")


def modules_after(code: str) -> set[str]:
    code = f"{code}\nimport sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_reading_imports_no_orchestration_and_no_database() -> None:
    everything = (
        "import pkgutil, importlib, dagster_project.disclosure as package\n"
        "import dagster_project.disclosure.ocr as ocr\n"
        "for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "    if module.name.rpartition('.')[2] not in {'bitmap', 'engine', 'recognise'} or ocr.is_installed():\n"
        "        importlib.import_module(module.name)"
    )
    assert not modules_after(everything) & set(FORBIDDEN)


def test_the_reading_process_imports_nothing_else_either() -> None:
    code = "import dagster_project.intake.nursery, dagster_project.intake.child as c; c.prepare()"
    assert not modules_after(code) & set(FORBIDDEN)
