"""What subjects are called: every code that a name is known to be a name of.

Names that published documents print lie in vocabulary/subjects, which the warehouse loads as well; those of the
national classification that were not seen there, of other years too, lie beside it and serve this look-up alone.
Belongs here: the look-up. Does not belong here: which of several codes a row means (`naming`).
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.vocabulary import fold

_FILES = {
    "functional": (
        "subjects/functional_class_name.csv", "subjects/functional_subject_observed.csv",
        "functional_subject_unobserved.csv",
    ),
    "economic": ("subjects/economic_subject_observed.csv", "economic_subject_unobserved.csv"),
    "government_economic": ("subjects/economic_subject_government.csv",),
}  # fmt: skip
_BETWEEN_WORDS = re.compile(r"[、,，·.\-]")
_BRACKETS = str.maketrans("〔〕[]【】", "()()()")
_END = re.compile(r"(?<=.)(支出|费用?)$")  # 其他公安支出, 因公出国（境）费用: printed with and without


def codes_named(name: str, scheme: str) -> frozenset[str]:
    """The codes of a scheme that have this name; of those that have nearly this name, where none has it to the letter.

    Names that differ in brackets, in the marks between words or in a last 支出 or 费 are nearly the same.
    """
    exact = _by_name(scheme).get(_plain(name))
    return exact or _by_name(scheme).get(core_name(name), frozenset())


def is_subject(code: str, scheme: str) -> bool:
    """Whether any name of a code is known."""
    return code in _codes(scheme)


def core_name(name: str) -> str:
    """A name without what is left out at times."""
    return _END.sub("", _plain(name))


def _plain(name: str) -> str:
    return _BETWEEN_WORDS.sub("", fold(name).translate(_BRACKETS))


@cache
def _by_name(scheme: str) -> dict[str, frozenset[str]]:
    """The codes of each name and, where no name is just that, of each name without its end."""
    exact: dict[str, set[str]] = {}
    nearly: dict[str, set[str]] = {}
    for code, name in _named(scheme):
        exact.setdefault(_plain(name), set()).add(code)
        nearly.setdefault(core_name(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in {**nearly, **exact}.items()}


@cache
def _codes(scheme: str) -> frozenset[str]:
    return frozenset(code for code, _ in _named(scheme))


@cache
def _named(scheme: str) -> tuple[tuple[str, str], ...]:
    """Codes and their names; the files have them in their first two columns."""
    found: list[tuple[str, str]] = []
    for name in _FILES.get(scheme, ()):
        lines = files(vocabulary.__name__).joinpath(name).read_text("utf-8").splitlines()
        found += [(code, subject) for code, subject, *_ in csv.reader(lines[1:])]
    return tuple(found)
