"""What a nursery runs in these tests in place of the reader: the function of this module that its first argument names,
or that the second line of the file names which is the first argument."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from dagster_project import landing


def prepare() -> None: ...


def main(action: str, out_dir: str = ".") -> int:
    path = Path(action)
    if path.is_file():
        action = path.read_text(encoding="utf-8").splitlines()[1]
    return int(globals()[action](path, Path(out_dir)) or 0)


def say(*lines: str) -> None:
    os.write(1, "".join(f"{line}\n" for line in lines).encode())


def hang(*_: Path) -> None:
    time.sleep(60)


def calculate(*_: Path) -> None:
    while True:
        pass


def earn_time(*_: Path) -> None:
    say("pages 9")
    time.sleep(1)


def hoard(*_: Path) -> None:
    blocks = []
    while True:
        blocks.append(bytearray(b"x" * (1 << 20)))


def burst(*_: Path) -> None:
    bytearray(b"x" * (1 << 31))


def flood(_: Path, out_dir: Path) -> None:
    with (out_dir / "records.arrow").open("wb") as file:
        while True:
            file.write(b"x" * (1 << 20))


def chatter(*_: Path) -> None:
    for _count in range(1 << 14):
        print("nothing of interest", flush=True)
        print("a warning", file=sys.stderr)


def start_another(*_: Path) -> None:
    say(str(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid))
    time.sleep(60)


def end(*_: Path) -> int:
    say("a")
    sys.stderr.write("b")
    return 3


def tell_id(*_: Path) -> None:
    say(str(os.getpid()))
    time.sleep(60)


def abort(*_: Path) -> None:
    os.abort()


def fail(*_: Path) -> None:
    raise ValueError(f"at {object()!r}")


def be_killed(*_: Path) -> None:
    os.kill(os.getpid(), 9)


def be_killed_once(path: Path, out_dir: Path) -> None:
    _once(path, os.getpid())
    reject(path, out_dir)


def lose_the_nursery_once(path: Path, out_dir: Path) -> None:
    _once(path, os.getppid())
    reject(path, out_dir)


def hold_until_somebody_dies(path: Path, out_dir: Path) -> None:
    """Waits to be ended when it is run first, and says who it is."""
    mark = path.with_suffix(".mark")
    if not mark.exists():
        mark.with_suffix(".new").write_text(str(os.getpid()))
        mark.with_suffix(".new").rename(mark)
        time.sleep(60)
    reject(path, out_dir)


def _once(path: Path, process: int) -> None:
    mark = path.with_suffix(".mark")
    if not mark.exists():
        mark.touch()
        os.kill(process, 9)
        time.sleep(60)


def reject(_: Path, out_dir: Path) -> None:
    (out_dir / "rejected.json").write_text('{"reason": "no_text", "detail": "nothing"}', encoding="utf-8")
    say("rejected")


def explanation(path: Path, out_dir: Path) -> None:
    """Says all of itself."""
    said = {
        "unit_name": "甘棠市林业局",
        "fiscal_year": 2026,
        "disclosure_scope": "department_budget",
        "region": "甘棠市",
    }
    _read(path, out_dir, _card("explanation", said))


def statements(path: Path, out_dir: Path) -> None:
    """Known once they are told whose they are."""
    nothing = dict.fromkeys(("unit_name", "fiscal_year", "disclosure_scope", "region"))
    card = _card("statements", nothing)
    if (out_dir / "given.json").exists():
        _read(path, out_dir, card)
    else:
        why = {"reason": "identity_unknown", "detail": "?", "card": card}
        (out_dir / "rejected.json").write_text(json.dumps(why), encoding="utf-8")
        say("rejected")


def _card(role: str, said: dict[str, object]) -> dict[str, object]:
    totals = [["12345600", "100"], ["9876500", "100"], ["3210000", "100"]]
    assumed = {"document_kind": "budget", "assumed_kind": "budget", "assumed_scope": "department_budget"}
    return {**said, **assumed, "role": role, "totals": totals}


def _read(path: Path, out_dir: Path, card: dict[str, object]) -> None:
    facts = {
        "document_id": hashlib.sha256(path.read_bytes()).hexdigest(), "text_sha256": card["role"], "page_count": 1,
        "printed_numbers": 1, "accounted_numbers": 1, "card": card,
    }  # fmt: skip
    (out_dir / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    landing.write_records(out_dir / "records.arrow", dict.fromkeys(landing.DOCUMENT_TABLES, ()))
    say("read", "done")
