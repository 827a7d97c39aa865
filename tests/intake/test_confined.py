"""Limits hold from outside, whatever the process does, and nothing outlives what started it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from dagster_project.intake.confined import Cancelled, Ended, Limits, Nurseries, Nursery, NurseryLost, Unusable
from tests.intake import children

MIB = 1 << 20


def limits(memory: int = 256 * MIB, seconds: float = 20, most: float = 60, **rates: float) -> Limits:
    return Limits(memory, 4 * MIB, seconds, most, rates)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery(children.__name__)
    yield nursery
    nursery.close()


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def wait_until_gone(pid: int, seconds: float = 10) -> None:
    started = time.monotonic()
    while not gone(pid):
        assert time.monotonic() - started < seconds, f"{pid} lives on"
        time.sleep(0.02)


def test_a_process_that_ends_by_itself_is_let_alone(nursery: Nursery) -> None:
    ended = nursery.run(["end"], limits())
    assert (ended.ending, ended.return_code, ended.lines, ended.error_text) == ("exited", 3, ["a"], "b")


def test_a_process_that_takes_too_long_is_killed_with_all_it_started(nursery: Nursery) -> None:
    started = time.monotonic()
    ended = nursery.run(["start_another"], limits(seconds=1))
    assert ended.ending == "timeout"
    assert time.monotonic() - started < 5
    wait_until_gone(int(ended.lines[0]))


def test_a_process_that_calculates_is_ended_too(nursery: Nursery) -> None:
    ended = nursery.run(["calculate"], limits(seconds=1))
    assert (ended.ending, ended.cpu_seconds < 3) == ("timeout", True)


def test_a_process_can_earn_more_time(nursery: Nursery) -> None:
    assert nursery.run(["earn_time"], limits(seconds=0.5, pages=1)).ending == "exited"
    assert nursery.run(["earn_time"], limits(seconds=0.5, most=0.5, pages=1)).ending == "timeout"
    assert nursery.run(["earn_time"], limits(seconds=0.5, scans=1)).ending == "timeout"


@pytest.mark.parametrize("action", ["hoard", "burst"])
def test_memory_never_exceeds_its_limit(nursery: Nursery, action: str) -> None:
    ended = nursery.run([action], limits())
    assert ended.ending == "memory" or ended.return_code == 12
    assert 0 < ended.peak_rss_bytes <= 256 * MIB


def test_output_never_exceeds_its_limit(nursery: Nursery, tmp_path: Path) -> None:
    assert nursery.run(["flood", str(tmp_path)], limits()).return_code == -signal.SIGXFSZ
    assert (tmp_path / "records.arrow").stat().st_size <= 4 * MIB


def test_a_process_that_chatters_is_not_held_up(nursery: Nursery) -> None:
    ended = nursery.run(["chatter"], limits())
    assert (ended.ending, ended.return_code, ended.lines[0]) == ("exited", 0, "nothing of interest")


def test_a_process_that_somebody_else_kills_is_told_from_one_that_died(nursery: Nursery) -> None:
    assert nursery.run(["be_killed"], limits()).ending == "lost"
    ended = nursery.run(["abort"], limits())
    assert (ended.ending, ended.return_code) == ("exited", -signal.SIGABRT)


def run_until_it_says(nursery: Nurseries | Nursery, tmp_path: Path) -> tuple[list[object], threading.Thread, int]:
    """A process that waits, in a thread of its own: how it ended, the thread, and its id."""
    ended: list[object] = []

    def run() -> None:
        try:
            ended.append(nursery.run(["tell_id", str(tmp_path)], limits()))
        except (NurseryLost, Cancelled) as error:
            ended.append(type(error))

    before = {child.pid for child in psutil.Process().children(recursive=True)}
    thread = threading.Thread(target=run)
    thread.start()
    started = time.monotonic()
    while True:
        waiting = [c for c in psutil.Process().children(recursive=True) if c.pid not in before]
        forked = [c for c in waiting if c.ppid() != os.getpid()]
        if forked:
            return ended, thread, forked[0].pid
        assert time.monotonic() - started < 20
        time.sleep(0.02)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux ends a process with its parent")
def test_a_process_ends_with_its_nursery_even_where_that_is_killed(tmp_path: Path) -> None:
    nursery = Nursery(children.__name__)
    ended, thread, pid = run_until_it_says(nursery, tmp_path)
    os.kill(psutil.Process(pid).ppid(), signal.SIGKILL)
    thread.join(10)
    assert ended == [NurseryLost]
    wait_until_gone(pid)
    nursery.close()


def test_a_run_that_is_stopped_leaves_no_process(tmp_path: Path) -> None:
    with Nurseries(children.__name__) as nurseries:
        ended, thread, pid = run_until_it_says(nurseries, tmp_path)
        parent = psutil.Process(pid).ppid()
    thread.join(10)
    assert ended == [Cancelled]
    wait_until_gone(pid)
    wait_until_gone(parent)
    with pytest.raises(Cancelled):
        nurseries.run(["end"], limits())


def test_nurseries_are_used_again_and_replaced_when_lost() -> None:
    others = set(psutil.Process().children())
    with Nurseries(children.__name__) as nurseries:
        assert isinstance(nurseries.run(["end"], limits()), Ended)
        (first,) = set(psutil.Process().children()) - others
        assert isinstance(nurseries.run(["end"], limits()), Ended)
        assert set(psutil.Process().children()) - others == {first}
        first.kill()
        with pytest.raises(NurseryLost):
            nurseries.run(["end"], limits())
        assert isinstance(nurseries.run(["end"], limits()), Ended)


def test_a_module_that_does_not_start_blames_nobody() -> None:
    with pytest.raises(Unusable, match="no_such_module"):
        Nursery("dagster_project.no_such_module")
