"""The names of kinds, states and reasons in Chinese and English (labels.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def _labels() -> dict[str, Any]:
    return dict(yaml.safe_load((Path(__file__).parent / "labels.yaml").read_text(encoding="utf-8")))


@cache
def core_kinds() -> tuple[str, ...]:
    """The nine core kinds in the order of the contract."""
    return tuple(entry["kind"] for entry in _labels()["core"])


@cache
def _entry(name: str) -> dict[str, str]:
    """What is said of a name, whatever it names; a name that has no label stands for itself."""
    kinds = {entry["kind"]: entry for entry in _labels()["core"]} | _labels()["other_kinds"]
    for group in (kinds, _labels()["states"], _labels()["statuses"], _labels()["words"], _labels()["reasons"]):
        if name in group:
            return dict(group[name])
    return {"zh": name, "en": ""}


def chinese(name: str | None) -> str:
    return _entry(name)["zh"] if name else ""


def english(name: str | None) -> str:
    return _entry(name)["en"] if name else ""


def short(kind: str) -> str:
    """The two characters of a core kind."""
    return _entry(kind).get("short", kind)


def mark(state: str) -> str:
    """The one character of the state of a core kind."""
    return _entry(state).get("mark", "?")
