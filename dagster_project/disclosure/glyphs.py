"""Which character a printed glyph stands for, where a printer encoded its shape instead.

Some printers write Kangxi and CJK radical code points (⽬, ⻔) for ordinary characters. NFKC maps U+2F00 to U+2FDF to
traditional forms in places (⼾ to 戶) and leaves U+2E80 to U+2EFF alone, so the exceptions are a table of their own.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

import yaml

RADICALS = ("\u2e80", "\u2fdf")  # the first and the last character that is folded


@cache
def _exceptions() -> dict[str, str]:
    text = files("dagster_project.disclosure.vocabulary").joinpath("radicals.yaml").read_text("utf-8")
    table: dict[str, str] = yaml.safe_load(text)
    return table


def fold_glyph(char: str) -> str:
    """The character that the glyph shows; anything but a radical is returned as it is."""
    if RADICALS[0] <= char <= RADICALS[1]:
        return _exceptions().get(char) or unicodedata.normalize("NFKC", char)
    return char
