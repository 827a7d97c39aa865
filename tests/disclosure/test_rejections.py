"""Documents that are not read, each with its reason (those that exhaust their reader are tests of intake)."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.reader import read


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("zero_byte.pdf", {"empty_file"}),
        ("not_a_pdf.pdf", {"not_a_pdf"}),
        ("html_renamed.pdf", {"not_a_pdf"}),
        ("encrypted_no_password.pdf", {"encrypted"}),
        ("truncated.pdf", {"damaged"}),
        ("unrelated.pdf", {"not_a_budget_disclosure"}),
    ],
)
def test_reasons(shared: Path, name: str, reasons: set[str]) -> None:
    with pytest.raises(Rejected) as rejected:
        read((shared / "documents" / "hostile" / name).read_bytes())
    assert rejected.value.reason in reasons
    assert rejected.value.detail


@pytest.mark.parametrize("name", ["javascript.pdf", "encrypted_owner_only.pdf"])
def test_another_print_of_the_same_text_has_the_same_text_hash(shared: Path, seed_bytes: bytes, name: str) -> None:
    other = read((shared / "documents" / "hostile" / name).read_bytes())
    assert other.document.text_sha256 == read(seed_bytes).document.text_sha256
