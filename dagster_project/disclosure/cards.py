"""The card of a document: what it says of itself, and the totals by which a companion knows it.

Belongs here: its shape. Does not belong here: how it is made and compared (`companions`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dagster_project.disclosure.errors import Rejected

Total = tuple[str, str]  # amount and unit in the last place, both in 元


@dataclass(frozen=True, slots=True)
class Card:
    """What one document says of itself; None where its pages do not say it.

    Kind and scope that no title says are still concluded from the words of the text: `assumed_kind`, `assumed_scope`.
    """

    unit_name: str | None
    fiscal_year: int | None
    document_kind: str | None
    disclosure_scope: str | None
    region: str | None  # the full name of its administrative division
    assumed_kind: str
    assumed_scope: str
    role: str
    totals: tuple[Total, ...]

    @property
    def is_complete(self) -> bool:
        return None not in (self.unit_name, self.fiscal_year, self.disclosure_scope, self.region)


class Unidentified(Rejected):
    """A budget disclosure whose pages do not say whose or of which year; others may. `card` is what they say."""

    def __init__(self, detail: str, card: Card) -> None:
        super().__init__("identity_unknown", detail)
        self.card = card


def card_from_json(fields: dict[str, Any]) -> Card:
    """A card as it was kept with a reading."""
    totals = tuple((str(amount), str(ulp)) for amount, ulp in fields["totals"])
    return Card(**{**fields, "totals": totals})
