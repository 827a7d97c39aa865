"""A machine that cannot run the project is told why in one sentence, before anything is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.settings import PROJECT_ROOT

SCRIPT = PROJECT_ROOT / "scripts" / "bootstrap.py"


def bootstrap(tmp_path: Path, before: str) -> subprocess.CompletedProcess[str]:
    """Run the script as make does, after some lines that make this Python look like another one."""
    lines = [
        "import runpy, sys",
        before,
        f"sys.argv = ['bootstrap.py', {str(tmp_path / 'venv')!r}, 'requirements.lock']",
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')",
    ]
    return subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("sys.version_info = (3, 9, 1)", "Python 3.9 is too old: install Python 3.11"),
        ("sys.modules['ensurepip'] = None", "This Python has no venv module: install it"),
    ],
)
def test_one_clear_sentence(tmp_path: Path, before: str, sentence: str) -> None:
    done = bootstrap(tmp_path, before)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "venv").exists()
