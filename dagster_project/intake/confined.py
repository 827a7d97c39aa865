"""Run a process within limits of wall clock and memory that are enforced from outside of it, and say how it ended.

Belongs here: starting, watching and killing one process. It knows nothing of PDFs or ledgers. Does not belong here:
what an ending means for a document (`dagster_project.intake.reading`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

POLL_SECONDS = 0.02
# Of the memory of a process, what its program and libraries occupy: it is resident, and RLIMIT_DATA does not count it.
_PROGRAM_BYTES = 96 << 20
_OUTPUT_READ = 1 << 14  # of what the process prints, enough for the protocol and for the end of a traceback

Ending = Literal["exited", "timeout", "memory"]


class Cancelled(Exception):
    """The run that wanted this process is being stopped."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may take: memory in bytes, and seconds as a function of the lines that it printed so far, so
    that it can earn more time."""

    memory_bytes: int
    seconds: Callable[[list[str]], float]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended. A negative return code is the signal that ended it."""

    ending: Ending
    return_code: int
    lines: list[str]
    error_text: str  # the end of its standard error
    seconds: float
    peak_rss_bytes: int
    peak_data_bytes: int  # writable private memory, used or not; 0 where the system does not tell


def data_limit(memory_bytes: int) -> int:
    """How much of a memory limit is left for data, so that data and program together stay below it."""
    return max(memory_bytes - _PROGRAM_BYTES, memory_bytes // 2)


def _confine(process: psutil.Process, memory_bytes: int) -> None:
    """Let the kernel refuse memory beyond the limit, so that a burst between two looks cannot exceed it.

    RLIMIT_DATA counts what is allocated and writable. (RLIMIT_AS would also count address space that allocators
    only reserve.) RLIMIT_FSIZE keeps a flood of warnings from filling the disk. Only Linux can set the limits of
    another process; elsewhere the watching below is all there is.
    """
    if not hasattr(process, "rlimit"):
        return
    allowed = data_limit(memory_bytes)
    process.rlimit(psutil.RLIMIT_DATA, (allowed, allowed))
    process.rlimit(psutil.RLIMIT_FSIZE, (memory_bytes, memory_bytes))
    process.rlimit(psutil.RLIMIT_CORE, (0, 0))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and all it started: it leads a session of its own."""
    with contextlib.suppress(ProcessLookupError):  # it ended by itself in the meantime
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _head(path: Path) -> list[str]:
    with path.open("rb") as stream:
        text = stream.read(_OUTPUT_READ).decode("utf-8", "replace")
    return text.splitlines() if text.endswith("\n") else text.splitlines()[:-1]


def _tail(path: Path) -> str:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _OUTPUT_READ))
        return stream.read().decode("utf-8", "replace")


def run_confined(
    command: Sequence[str],
    limits: Limits,
    scratch: Path,
    env: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Ended:
    """Run a command to its end or to its limit. `scratch` is an existing folder for what it prints; it is also the
    working directory of the process."""
    out, err = scratch / "stdout", scratch / "stderr"
    started = time.monotonic()
    peak_rss = peak_data = 0
    ending: Ending = "exited"
    with out.open("wb") as out_stream, err.open("wb") as err_stream:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out_stream,
            stderr=err_stream,
            cwd=scratch,
            env=env,
            start_new_session=True,
        )
        try:
            watched = psutil.Process(process.pid)
            _confine(watched, limits.memory_bytes)
            while process.poll() is None:
                memory = watched.memory_info()
                peak_rss = max(peak_rss, memory.rss)
                peak_data = max(peak_data, getattr(memory, "data", 0))
                if cancelled():
                    raise Cancelled
                if memory.rss > limits.memory_bytes:
                    ending = "memory"
                    break
                if time.monotonic() - started > limits.seconds(_head(out)):
                    ending = "timeout"
                    break
                time.sleep(POLL_SECONDS)
        except psutil.NoSuchProcess:
            process.wait()  # it ended between two looks
        finally:
            _kill(process)
    return Ended(ending, process.returncode, _head(out), _tail(err), time.monotonic() - started, peak_rss, peak_data)
