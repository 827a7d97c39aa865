"""Limits hold from outside, whatever the process does."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
import pytest

from dagster_project.intake.confined import Cancelled, Limits, run_confined

MIB = 1 << 20


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def limits(memory: int = 256 * MIB, seconds: float = 20) -> Limits:
    return Limits(memory, lambda lines: seconds)


def test_a_process_that_ends_by_itself_is_let_alone(tmp_path: Path) -> None:
    ended = run_confined(python("import sys; print('a'); sys.stderr.write('b'); sys.exit(3)"), limits(), tmp_path)
    assert (ended.ending, ended.return_code, ended.lines, ended.error_text) == ("exited", 3, ["a"], "b")


def test_a_process_that_takes_too_long_is_killed_with_all_it_started(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time;"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True);"
        "time.sleep(60)"
    )
    started = time.monotonic()
    ended = run_confined(python(code), limits(seconds=1), tmp_path)
    assert ended.ending == "timeout"
    assert time.monotonic() - started < 5
    grandchild = int(ended.lines[0])
    while psutil.pid_exists(grandchild) and psutil.Process(grandchild).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() - started < 10, "it lives on"
        time.sleep(0.05)


def test_a_process_can_earn_more_time(tmp_path: Path) -> None:
    code = "import time; print('pages 9', flush=True); time.sleep(1)"
    ended = run_confined(python(code), Limits(256 * MIB, lambda lines: 20 if lines else 0.8), tmp_path)
    assert ended.ending == "exited"


@pytest.mark.parametrize(
    "code",
    [
        "blocks = []\nwhile True: blocks.append(bytearray(b'x' * (1 << 20)))",  # step by step
        "bytearray(b'x' * (1 << 31))",  # in one burst
    ],
)
def test_memory_never_exceeds_its_limit(tmp_path: Path, code: str) -> None:
    ended = run_confined(python(code), limits(), tmp_path)
    assert ended.ending == "memory" or (ended.return_code != 0 and "MemoryError" in ended.error_text)
    assert ended.peak_rss_bytes <= 256 * MIB


def test_a_run_that_is_stopped_leaves_no_process(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run_confined(python("import time; time.sleep(60)"), limits(), tmp_path, cancelled=lambda: True)
    assert not [p for p in psutil.Process().children() if "time.sleep(60)" in " ".join(p.cmdline())]
