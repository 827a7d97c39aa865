"""What is known of the identity of a document from elsewhere, and what its own pages leave to others to say.

Belongs here: their shapes. Does not belong here: who says it (`companions`), or how it is weighed (`ballot`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Given:
    """What is known of a document from elsewhere, for what its own pages do not say."""

    evidence: str
    unit_name: str | None = None
    fiscal_year: int | None = None
    document_kind: str | None = None
    disclosure_scope: str | None = None
    region: str | None = None  # the full name of the division that the unit belongs to


@dataclass(frozen=True)
class Said:
    """What the pages of a document say by themselves; None where they do not."""

    unit_name: str | None
    fiscal_year: int | None
    document_kind: str | None
    disclosure_scope: str | None
    region: str | None
