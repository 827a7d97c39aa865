"""Processes within limits that are enforced from outside of them: how one is asked for, and how it ended.

What parses files of strangers runs in a process that a nursery forks (`dagster_project.intake.nursery`), so that
everything is imported once and not for each document. The nursery watches the process and kills it at its limit; the
kernel holds memory, processor and output too, so that neither a burst between two looks nor a nursery that is stopped
lets it exceed them. If this process goes, its nurseries see the end of their input and end, with what they started.

Belongs here: the side of a nursery that asks, and what is asked and answered. It knows nothing of PDFs or ledgers. Does
not belong here: what an ending means for a document (`dagster_project.intake.judging`).
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import dagster_project

_PROJECT = Path(dagster_project.__file__).resolve().parent.parent
NURSERY_MODULE = "dagster_project.intake.nursery"
READY = "ready"
_LINGER_SECONDS = 5.0

#: How a process ended: by itself, at its limit of seconds, of memory, or killed by somebody else.
Ending = Literal["exited", "timeout", "memory", "lost"]


class Cancelled(Exception):
    """The run that wanted this process is being stopped."""


class NurseryLost(Exception):
    """The nursery ended while it worked, and its process with it: that says nothing of the document."""


class Unusable(RuntimeError):
    """The process cannot work here, whatever it is given: no document may be blamed for it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may take. The seconds are of the wall clock and of the processor, each; a process earns more of
    them with lines such as `pages 40`, by the rate of the first word."""

    memory_bytes: int
    output_bytes: int  # of each file that it writes
    seconds: float
    most_seconds: float
    rates: Mapping[str, float] = dataclasses.field(default_factory=dict)

    def seconds_for(self, lines: Sequence[str]) -> float:
        """The seconds that a process has which printed these lines."""
        earned = sum(rate * (last_said(word, lines) or 0) for word, rate in self.rates.items())
        return min(self.seconds + earned, self.most_seconds)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended. A negative return code is the signal that ended it."""

    ending: Ending
    return_code: int
    lines: list[str]  # the first that it printed
    error_text: str  # the end of its standard error
    seconds: float
    cpu_seconds: float
    peak_rss_bytes: int
    peak_data_bytes: int  # writable private memory, used or not; 0 where the system does not tell


def last_said(word: str, lines: Sequence[str]) -> int | None:
    """The number that a process printed last after a word, such as `pages 40`; None where it printed none."""
    numbers = [match[1] for line in lines if (match := re.fullmatch(rf"{word} (\d{{1,9}})", line))]
    return int(numbers[-1]) if numbers else None


def _environment() -> dict[str, str]:
    """What the process gets to see: no credentials, one thread, allocators that do not reserve ahead."""
    passed = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TZ")
    return {name: os.environ[name] for name in passed if name in os.environ} | {
        "PYTHONPATH": str(_PROJECT),
        "PYTHONSAFEPATH": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


class Nursery:
    """A running nursery of one module; one process at a time. Raises Unusable where it does not start."""

    def __init__(self, module: str) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed with the nursery
        self._process = subprocess.Popen(
            [sys.executable, "-m", NURSERY_MODULE, module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
            start_new_session=True,  # ctrl-C is for the run, which then closes its nurseries
        )
        if self._answer() != READY:
            self._errors.seek(0)
            said = self._errors.read().decode("utf-8", "replace")
            self.close()
            raise Unusable(f"{module} cannot work here: {said}")

    def run(self, arguments: Sequence[str], limits: Limits) -> Ended:
        """Run `main(*arguments)` of the module in a process of its own, to its end or to its limit.

        The process works in a folder of its own, which goes with it. Raises NurseryLost.
        """
        assert self._process.stdin is not None
        request = json.dumps({"arguments": list(arguments), "limits": dataclasses.asdict(limits)})
        try:
            self._process.stdin.write(request.encode() + b"\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):  # it has ended, or was closed
            raise NurseryLost from None
        answer = self._answer()
        if not answer:
            raise NurseryLost
        return Ended(**json.loads(answer))

    def close(self) -> None:
        """End it, and the process that it watches."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # nobody is there to read what was not sent
            self._process.stdin.close()
        try:
            self._process.wait(_LINGER_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def _answer(self) -> str:
        """The next line, empty where the nursery has ended."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode().rstrip("\n")


class Nurseries:
    """As many nurseries of one module as threads ask for at a time; closing it ends whatever they run."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._idle: queue.SimpleQueue[Nursery] = queue.SimpleQueue()
        self._all: list[Nursery] = []
        self._closed = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def run(self, arguments: Sequence[str], limits: Limits) -> Ended:
        """Run `main(*arguments)` of the module in a process of its own. Raises Cancelled once this was closed,
        NurseryLost where somebody ended the nursery."""
        with self._borrowed() as nursery:
            try:
                return nursery.run(arguments, limits)
            except NurseryLost:
                if self._closed.is_set():
                    raise Cancelled from None
                raise

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            for nursery in self._all:
                nursery.close()
            self._all.clear()

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[Nursery]:
        if self._closed.is_set():
            raise Cancelled
        try:
            nursery = self._idle.get_nowait()
        except queue.Empty:
            nursery = self._started()
        try:
            yield nursery
        except NurseryLost:
            nursery.close()
            raise
        else:
            self._idle.put(nursery)

    def _started(self) -> Nursery:
        nursery = Nursery(self._module)
        with self._lock:
            if self._closed.is_set():
                nursery.close()
                raise Cancelled
            self._all.append(nursery)
        return nursery
