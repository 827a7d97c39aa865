"""What OCR leaves in doubt about a cell, and what is recorded of it. Nothing is repaired: a doubt is a reason.

    ocr_unsure       a character of the cell is less sure than the recogniser's characters usually are
    ocr_disagrees    a second reading of the same picture says something else
    ocr_unread       something is printed that was not recognised (it stands in the text as the replacement character)
    ocr_not_a_number a money cell holds digits and is no amount

Belongs here: one cell. Does not belong here: recognition itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dagster_project.disclosure.pages import Char

UNSURE = "ocr_unsure"
DISAGREES = "ocr_disagrees"
UNREAD = "ocr_unread"
NOT_A_NUMBER = "ocr_not_a_number"

#: Stands for what is printed and was not recognised.
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the text of a cell comes from, as `ReportedCellRecord` has it."""

    text_source: str
    confidence: float | None
    suspect: str | None


def provenance(chars: Iterable[Char], page_source: str, *, is_broken: bool = False) -> Provenance:
    """Of a cell: its least sure character, and the first doubt of any. `is_broken`: it should be an amount."""
    shown = [char for char in chars if not char.text.isspace()]
    sure = [char.confidence for char in shown if char.confidence is not None]
    if not sure:
        return Provenance("native" if shown else page_source, None, None)
    doubts = [char.doubt for char in shown if char.doubt is not None]
    suspect = NOT_A_NUMBER if is_broken else doubts[0] if doubts else None
    return Provenance("ocr", round(min(sure), 4), suspect)


def is_broken_number(chars: Iterable[Char]) -> bool:
    """Whether a cell that is no amount looks like one that was read wrongly: more digits than anything else."""
    shown = [char for char in chars if not char.text.isspace()]
    if not any(char.confidence is not None for char in shown):
        return False
    text = unicodedata.normalize("NFKC", "".join(char.text for char in shown))
    digits = sum(char.isdigit() for char in text)
    others = sum(not char.isdigit() and char not in ",.-+()%" for char in text)
    return UNKNOWN in text or (digits > 0 and digits > others)
