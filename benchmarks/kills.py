"""Refreshes that somebody kills: `make kill-test [CASES=50] [SEED=1] [DIR=folder]`.

One refresh of the folder is left alone. Then, CASES times, a refresh from nothing is hit by kill -9 at a random moment:
the run itself, a process that reads (or the one that it is forked from), or a worker of a Dask cluster that reads for
it. The run is started again until it ends by itself, and what it released is compared, table by table, with the release
of the refresh that was left alone; no process of a run may be left at the end. Exit 1 where one differs.

Belongs here: killing and comparing. What has to hold is said in the tests of the rooms that it holds for.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from distributed import LocalCluster
from tqdm import tqdm

from dagster_project.settings import PROJECT_ROOT, Settings

VICTIMS = ("run", "reader", "dask worker")
_NURSERY = "dagster_project.intake.nursery"
_TRIES = 5  # of hitting something before it has ended by itself
_POLL = 0.02


@dataclass(frozen=True)
class Undisturbed:
    """A refresh that was left alone: what it released, and when (seconds) it read first, read last, and ended."""

    hashes: dict[str, str]
    first_reading: float
    last_reading: float
    end: float


@dataclass
class Case:
    """One refresh that was hit."""

    number: int
    victim: str
    moment: float = 0.0  # seconds after its start
    runs: int = 0  # until one ended by itself
    differing: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def is_well(self) -> bool:
        return not self.differing and not self.left_over and self.problem is None


class Refresh:
    """A refresh in a process of its own."""

    def __init__(self, raw: Path, home: Path, scheduler: str | None = None) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        settings = {"GOUJI_RAW_DIR": str(raw), "GOUJI_HOME": str(home), "GOUJI_WORKERS": "2"}
        if scheduler is not None:
            settings["GOUJI_DASK_SCHEDULER"] = scheduler
        self._said = (home / "said").open("wb")
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dagster_project.run"], cwd=PROJECT_ROOT, env=os.environ | settings,
            stdout=self._said, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.mine = psutil.Process(self._process.pid)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def ended(self) -> int:
        """Wait for its end; the exit code."""
        code = self._process.wait()
        self._said.close()
        return code

    def kill(self) -> None:
        """kill -9 of this one process, as somebody from outside would."""
        os.kill(self._process.pid, signal.SIGKILL)

    def children(self) -> list[psutil.Process]:
        try:
            return self.mine.children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def hashes(self) -> dict[str, str]:
        release = json.loads((self.home / "published" / "release.json").read_text(encoding="utf-8"))
        return {table: value for table, value in release["content_hashes"].items() if table != "audit.run"}

    def said(self) -> str:
        return (self.home / "said").read_text(encoding="utf-8", errors="replace")[-2000:]


def readers(among: list[psutil.Process]) -> list[psutil.Process]:
    """Nurseries, and what is forked from them."""
    found = []
    for process in among:
        with contextlib.suppress(psutil.NoSuchProcess):
            if _NURSERY in process.cmdline():
                found.append(process)
    return found


def leave_alone(raw: Path, home: Path) -> Undisturbed:
    refresh = Refresh(raw, home)
    seen: list[float] = []
    while not refresh.has_ended():
        if readers(refresh.children()):
            seen.append(refresh.seconds)
        time.sleep(_POLL)
    if refresh.ended() != 0 or not seen:
        raise SystemExit(f"The refresh that was left alone failed, or read nothing:\n{refresh.said()}")
    return Undisturbed(refresh.hashes(), seen[0], seen[-1], refresh.seconds)


def hit(
    case: Case, raw: Path, home: Path, undisturbed: Undisturbed, dice: random.Random, cluster: LocalCluster
) -> bool:
    """Start a refresh and kill what the case says; whether it was hit before it ended."""
    scheduler = cluster.scheduler_address if case.victim == "dask worker" else None
    refresh = Refresh(raw, home, scheduler)
    if case.victim == "run":
        moment = dice.uniform(0.5, undisturbed.end)
        while refresh.seconds < moment and not refresh.has_ended():
            time.sleep(_POLL)
        if refresh.has_ended():
            return False
        others = refresh.children()
        refresh.kill()
        case.moment = refresh.seconds
        refresh.ended()
        case.left_over = left_over(readers(others))
        return True
    moment = dice.uniform(0.0, undisturbed.last_reading - undisturbed.first_reading)
    first: float | None = None
    while not refresh.has_ended():
        of_cluster = [psutil.Process(nanny.pid) for nanny in cluster.workers.values() if nanny.pid]
        around = of_cluster if case.victim == "dask worker" else [refresh.mine]
        with contextlib.suppress(psutil.NoSuchProcess):
            reading = readers([child for process in around for child in process.children(recursive=True)])
            if reading and first is None:
                first = refresh.seconds
            if reading and first is not None and refresh.seconds - first >= moment:
                victim = dice.choice(of_cluster if case.victim == "dask worker" else reading)
                victim.kill()
                case.moment = refresh.seconds
                break
        time.sleep(_POLL)
    code = refresh.ended()
    if code != 0:
        case.problem = refresh.said()
    case.runs = 1
    return case.moment > 0


def left_over(processes: list[psutil.Process], seconds: float = 10) -> tuple[str, ...]:
    """Those of the processes that still run after a while."""
    alive = psutil.wait_procs(processes, timeout=seconds)[1]
    return tuple(" ".join(process.cmdline()[-2:]) for process in alive if process.status() != psutil.STATUS_ZOMBIE)


def judge(case: Case, raw: Path, home: Path, undisturbed: Undisturbed) -> None:
    """Run again where the run was killed, and compare."""
    if case.victim == "run":
        refresh = Refresh(raw, home)
        case.runs = 2
        if refresh.ended() != 0:
            case.problem = refresh.said()
            return
    release = json.loads((home / "published" / "release.json").read_text(encoding="utf-8"))
    hashes = {table: value for table, value in release["content_hashes"].items() if table != "audit.run"}
    names = hashes.keys() | undisturbed.hashes.keys()
    case.differing = tuple(sorted(name for name in names if hashes.get(name) != undisturbed.hashes.get(name)))


@contextlib.contextmanager
def a_cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as cluster:
        yield cluster


def run(cases: int, seed: int, raw: Path) -> list[Case]:
    done: list[Case] = []
    with tempfile.TemporaryDirectory(prefix="gouji-kills-") as folder, a_cluster() as cluster:
        first = Path(folder) / "undisturbed"
        undisturbed = leave_alone(raw, first)
        for number in tqdm(range(cases), desc="killing", unit="refresh"):
            dice = random.Random(f"{seed}-{number}")  # noqa: S311  not for secrets
            case = Case(number, VICTIMS[number % len(VICTIMS)])
            for attempt in range(_TRIES):
                home = Path(folder) / f"{number}-{attempt}"
                shutil.copytree(first / "dbt", home / "dbt")  # the parsed project, as on a machine that ran before
                if hit(case, raw, home, undisturbed, dice, cluster):
                    break
                shutil.rmtree(home)
            else:
                raise SystemExit(f"Case {number} was never hit in {_TRIES} tries.")
            if case.problem is None:
                judge(case, raw, home, undisturbed)
            done.append(case)
            if not case.is_well:
                tqdm.write(f"{case}")
            shutil.rmtree(home)
    return done


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("dir", type=Path, nargs="?", default=Settings().raw_dir)
    asked = parser.parse_args()
    done = run(asked.cases, asked.seed, asked.dir.resolve())
    for victim, count in Counter(case.victim for case in done).items():
        well = sum(case.is_well for case in done if case.victim == victim)
        print(f"{victim}: {count} killed, {well} ended with the same contents")
    return 0 if all(case.is_well for case in done) else 1


if __name__ == "__main__":
    sys.exit(main())
