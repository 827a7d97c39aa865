"""Which administrative division a unit belongs to, by the divisions that its name begins with (GB/T 2260).

A name is looked up from its beginning: province, city, county, any of them left out. A name of a county that several
cities have is looked up within the division that the cover names, or stays unknown: no code is guessed. Belongs here:
the table vocabulary/divisions.csv and this look-up. Does not belong here: where names are printed (`covers`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.vocabulary import fold

_SHORT = 2  # letters of a name that is one of many towns' (城区, 郊区): alone it says nothing
_LONGEST = 15


@dataclass(frozen=True, slots=True)
class Division:
    """A division, with the names from the province down to it."""

    code: str
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its full name, from the province down."""
        return "".join(self.path)


def division_of(name: str, region: str | None = None) -> Division | None:
    """The division that the name of a unit begins with; else that of the region which its cover names."""
    within = _deepest(fold(region), None) if region else None
    own = _deepest(vocabulary.identity().before_division.sub("", fold(name)), within)
    return own or within


def _deepest(text: str, within: Division | None) -> Division | None:
    """Follow the names that a text begins with downwards."""
    found: Division | None = None
    rest = text
    while True:
        step = _step(rest, found, within)
        if step is None:
            return found
        found, rest = step[0], rest[step[1] :]


def _step(text: str, above: Division | None, within: Division | None) -> tuple[Division, int] | None:
    """The division that a text begins with, below the one above it, and the length of its name."""
    for length in range(min(_LONGEST, len(text)), 1, -1):
        named = _by_name().get(text[:length], ())
        below = [division for division in named if above is None or _contains(above, division)]
        if above is None and within is not None:
            near = [division for division in named if division == within or _contains(within, division)]
            if near:
                return near[0], length
        if above is None and length <= _SHORT:
            continue
        if len(below) == 1:
            return below[0], length
    return None


def _contains(above: Division, below: Division) -> bool:
    """By the digits of the code; counties that a province governs itself (4290xx) stand below it too."""
    digits = above.code.rstrip("0")
    digits += "0" * (len(digits) % 2)
    return above.code != below.code and below.code.startswith(digits)


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    """All divisions by their names."""
    text = files(vocabulary.__name__).joinpath("divisions.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    names = {row["code"]: row["name"] for row in rows}
    found: dict[str, tuple[Division, ...]] = {}
    for code, name in names.items():
        above = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
        path = tuple(names[part] for part in above if part in names)
        found[name] = (*found.get(name, ()), Division(code, path))
    return found
