"""Why a document is not read. Reasons are the public ones of the warehouse contract (`audit.intake`)."""

from __future__ import annotations

from typing import Literal

RejectionReason = Literal[
    "not_a_pdf", "empty_file", "damaged", "encrypted", "no_text", "not_a_budget_disclosure", "identity_unknown",
    "resource_limit", "extraction_error",
]  # fmt: skip


class Rejected(Exception):
    """The document is not one that can be read; `detail` says in words what was seen."""

    def __init__(self, reason: RejectionReason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: RejectionReason = reason
        self.detail = detail
