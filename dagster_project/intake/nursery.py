"""The process that others are forked from: `python -m dagster_project.intake.nursery MODULE`.

It calls `prepare()` of the module, which imports what is needed, says that it is ready, and then runs
`main(*arguments)` of the module for each request on its standard input, one after the other, each in a process that is
forked from it. `main` returns the exit code. Requests and answers are lines of JSON
(`dagster_project.intake.confined`). The end of the input is the end of the nursery and of the process that it watches.

Belongs here: forking, limiting, watching and ending one process. Nothing here looks into a document, and nothing that a
document says is believed but how many seconds it earns.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import gc
import importlib
import json
import math
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from dagster_project.intake.confined import READY, Ended, Ending, Limits

EXIT_MEMORY = 12
_POLL_SECONDS = 0.02
# Of the memory of a process, what its program and libraries occupy: it is resident, and RLIMIT_DATA does not count it.
_PROGRAM_BYTES = 96 << 20
_OUTPUT_READ = 1 << 14  # of what the process prints, enough for the protocol and for the end of a traceback
_STDIN, _STDOUT, _STDERR = 0, 1, 2
_PR_SET_PDEATHSIG = 1

Main = Callable[..., int]


def data_limit(memory_bytes: int) -> int:
    """How much of a memory limit is left for data, so that data and program together stay below it."""
    return max(memory_bytes - _PROGRAM_BYTES, memory_bytes // 2)


def _confine(limits: Limits) -> None:
    """Let the kernel hold the limits of this process, before it has seen anything of a document.

    RLIMIT_DATA counts what is allocated and writable. (RLIMIT_AS would also count address space that allocators
    only reserve.) The signals at the limits of processor and output end the process, so that no code of it has to
    notice.
    """
    allowed = data_limit(limits.memory_bytes)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = math.ceil(limits.most_seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (min(math.ceil(limits.seconds), most), most + 1))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _end_with_parent(parent: int) -> None:
    """Have the kernel end this process when the nursery ends, however it does. Only Linux can; elsewhere the limit
    of the processor is what ends it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _child(main: Main, arguments: Sequence[str], limits: Limits, folder: Path, parent: int, said: int) -> int:
    """What the forked process does; its exit code."""
    os.setpgid(0, 0)
    _end_with_parent(parent)
    os.dup2(os.open(os.devnull, os.O_RDONLY), _STDIN)
    os.dup2(said, _STDOUT)
    os.dup2(os.open(folder / "stderr", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), _STDERR)
    os.chdir(folder)
    _confine(limits)
    try:
        return main(*arguments)
    except MemoryError:
        return EXIT_MEMORY
    except BaseException:
        traceback.print_exc()
        return 1


class _Watched:
    """A forked process while it runs, leader of a group of its own."""

    def __init__(self, main: Main, arguments: Sequence[str], limits: Limits, folder: Path) -> None:
        self._limits = limits
        self._stderr = folder / "stderr"
        self._started = time.monotonic()
        self._said = b""
        self._peak_data = 0
        nursery = os.getpid()
        self._pipe, said = os.pipe()
        os.set_blocking(self._pipe, False)
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                code = _child(main, arguments, limits, folder, nursery, said)
                sys.stderr.flush()
            finally:
                os._exit(code)
        os.close(said)
        with contextlib.suppress(ProcessLookupError):  # both sides say it, so that it is true for both from the start
            os.setpgid(self.pid, self.pid)
        # Where there is a descriptor for the process, its end wakes the nursery at once.
        self._pidfd = os.pidfd_open(self.pid) if hasattr(os, "pidfd_open") else None

    def to_its_end(self) -> Ended | None:
        """Wait until it ends, or has to be ended; None where nobody is waiting for the answer any more."""
        ending: Ending = "exited"
        listened = [fd for fd in (_STDIN, self._pipe, self._pidfd) if fd is not None]
        reaped, status, used = 0, 0, None
        while not reaped and ending == "exited":
            heard = select.select(listened, [], [], _POLL_SECONDS)[0]
            if _STDIN in heard:  # nothing is asked while something is being done: this is the end of the input
                self._kill()
                return None
            if self._pipe in heard and not self._listen():
                listened.remove(self._pipe)
            reaped, status, used = os.wait4(self.pid, os.WNOHANG)
            if not reaped:
                ending = self._reached()
        self._kill()
        if not reaped:
            _, status, used = os.wait4(self.pid, 0)
        assert used is not None
        while self._listen():
            pass
        os.close(self._pipe)
        if self._pidfd is not None:
            os.close(self._pidfd)
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGXCPU:
            ending = "timeout"
        elif code == -signal.SIGKILL and ending == "exited":
            ending = "lost"
        return Ended(
            ending, code, self._lines(), self._last_words(), time.monotonic() - self._started,
            used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), self._peak_data,
        )  # fmt: skip

    def _listen(self) -> bool:
        """Take in some of what it prints; whether there is more to come. What is beyond the protocol is thrown away."""
        try:
            said = os.read(self._pipe, _OUTPUT_READ)
        except BlockingIOError:
            return False
        self._said = (self._said + said)[:_OUTPUT_READ]
        return bool(said)

    def _lines(self) -> list[str]:
        text = self._said.decode("utf-8", "replace")
        return text.splitlines() if text.endswith("\n") else text.splitlines()[:-1]

    def _last_words(self) -> str:
        """The end of what it wrote to its standard error."""
        try:
            with self._stderr.open("rb") as stream:
                stream.seek(max(0, self._stderr.stat().st_size - _OUTPUT_READ))
                return stream.read().decode("utf-8", "replace")
        except FileNotFoundError:
            return ""  # it was ended before it began

    def _reached(self) -> Ending:
        """The limit that it has reached; `exited` where it has reached none."""
        try:
            memory = psutil.Process(self.pid).memory_info()
        except psutil.NoSuchProcess:
            return "exited"
        self._peak_data = max(self._peak_data, getattr(memory, "data", 0))
        if memory.rss > self._limits.memory_bytes:
            return "memory"
        seconds = self._limits.seconds_for(self._lines())
        if time.monotonic() - self._started > seconds:
            return "timeout"
        if hasattr(resource, "prlimit"):
            most = resource.prlimit(self.pid, resource.RLIMIT_CPU)[1]
            resource.prlimit(self.pid, resource.RLIMIT_CPU, (min(math.ceil(seconds), most), most))
        return "exited"

    def _kill(self) -> None:
        """End it and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def serve(module: str) -> None:
    """Answer requests until the input ends."""
    work = importlib.import_module(module)
    work.prepare()
    # What is there now is never garbage, and pages of memory that the collector does not touch stay shared.
    gc.collect()
    gc.freeze()
    _answer(READY)
    while request := sys.stdin.readline():
        asked = json.loads(request)
        with tempfile.TemporaryDirectory(prefix="gouji-reading-") as folder:
            ended = _Watched(work.main, asked["arguments"], Limits(**asked["limits"]), Path(folder)).to_its_end()
        if ended is None:
            return
        _answer(json.dumps(dataclasses.asdict(ended)))


def _answer(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
