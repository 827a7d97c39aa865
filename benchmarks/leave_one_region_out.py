"""How much of a region is understood by words that other regions taught: `make leave-one-out DIR=...`.

For each region (a folder of DIR) every word of the vocabulary of tables, columns and rows that only this region prints
is taken away, and its documents are read again. Counted is, over the core statements that the whole vocabulary
understands, how many are still understood as the same kind on the same page, and how many of their numbers still have
the same meaning: kind, measure, side, subject code, role of the row and unit of money. Words that nobody prints stay,
as they help nobody. Words of identity and of the text are not part of this.

Signs and their weights were set with all regions in sight; this measures words, not the weights.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.words import Heard, Learnt, listening
from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure
from dagster_project.settings import Settings

Statements = dict[tuple[int, float], str]  # page and top of a core statement that is understood: its kind
Numbers = dict[tuple[int, float, float], tuple[str | None, ...]]  # place of a number of one: what it means


@dataclass
class Meaning:
    """What the core statements of one document say."""

    statements: Statements = field(default_factory=dict)
    numbers: Numbers = field(default_factory=dict)


@dataclass
class Share:
    """How much of a region is left."""

    region: str
    documents: int
    dropped: list[str]
    statements: int = 0
    statements_kept: int = 0
    numbers: int = 0
    numbers_kept: int = 0
    lost: list[str] = field(default_factory=list)


def meaning_of(disclosure: Disclosure) -> Meaning:
    core = vocabulary.tables().core
    understood = {
        row.statement_no: row for row in disclosure.statements if row.table_kind in core and row.status == "understood"
    }
    meaning = Meaning({(row.page_no, row.top): row.table_kind for row in understood.values()})
    for cell in disclosure.cells:
        if cell.statement_no in understood and cell.raw_state == "number":
            meaning.numbers[cell.page_no, cell.x0, cell.top] = (
                cell.table_kind, cell.measure, cell.side, cell.subject_code, cell.row_role, cell.unit_declared,
            )  # fmt: skip
    return meaning


def read_whole(path: Path) -> tuple[Path, Meaning | None, Heard]:
    with listening() as heard:
        try:
            meaning = meaning_of(read(path.read_bytes()))
        except Rejected:
            return path, None, {}
    return path, meaning, dict(heard)


def read_with(path: Path, learnt: Learnt) -> tuple[Path, Meaning]:
    with learnt.spoken():
        try:
            return path, meaning_of(read(path.read_bytes()))
        except Rejected:
            return path, Meaning()


def measure(root: Path, pool: ProcessPoolExecutor) -> list[Share]:
    regions = {folder.name: sorted(folder.rglob("*.pdf")) for folder in sorted(root.iterdir()) if folder.is_dir()}
    whole: dict[Path, Meaning] = {}
    heard: dict[str, Heard] = {}
    for region, paths in regions.items():
        heard[region] = {}
        for path, meaning, texts in pool.map(read_whole, paths):
            if meaning is not None:
                whole[path] = meaning
            for place, lines in texts.items():
                heard[region].setdefault(place, set()).update(lines)
    shares = []
    for region, paths in regions.items():
        read_ones = [path for path in paths if path in whole and whole[path].statements]
        if not read_ones:
            continue
        learnt = Learnt(heard, region)
        share = Share(region, len(read_ones), sorted(set(learnt.dropped)))
        for path, left in pool.map(read_with, read_ones, [learnt] * len(read_ones)):
            _compare(share, path, whole[path], left)
        shares.append(share)
        print(_line(share), file=sys.stderr)
    return shares


def _compare(share: Share, path: Path, before: Meaning, after: Meaning) -> None:
    share.statements += len(before.statements)
    share.numbers += len(before.numbers)
    for place, kind in before.statements.items():
        kept = after.statements.get(place) == kind
        share.statements_kept += kept
        if not kept:
            share.lost.append(f"{path.name} p. {place[0]} {kind} -> {after.statements.get(place)}")
    changed: dict[tuple[str, str], int] = {}
    for spot, means in before.numbers.items():
        now = after.numbers.get(spot)
        share.numbers_kept += now == means
        if now != means and now is not None:
            change = (str(means), str(now))
            changed[change] = changed.get(change, 0) + 1
    share.lost += [f"{path.name} {count} x {was} -> {now}" for (was, now), count in changed.items()]


def _line(share: Share) -> str:
    return (
        f"| {share.region} | {share.documents} | {len(share.dropped)} "
        f"| {share.statements_kept}/{share.statements} | {share.statements_kept / share.statements:.1%} "
        f"| {share.numbers_kept}/{share.numbers} | {share.numbers_kept / max(share.numbers, 1):.1%} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Settings().shared / "corpus")
    parser.add_argument("--lost", action="store_true", help="list what is lost, and the words taken away")
    arguments = parser.parse_args()
    with ProcessPoolExecutor(Settings().workers) as pool:
        shares = measure(arguments.folder, pool)
    print("| region | documents | words taken away | core statements understood | | numbers rightly placed | |")
    print("|---|---|---|---|---|---|---|")
    for share in shares:
        print(_line(share))
    if arguments.lost:
        for share in shares:
            print(f"\n## {share.region}\n\nwithout: {'; '.join(share.dropped)}\n")
            for line in share.lost:
                print(f"- {line}")


if __name__ == "__main__":
    main()
