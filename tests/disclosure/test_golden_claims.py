"""Claims of the text against lists that were read from the pages: the seed, the filing before it, and its correction.

The lists are in tests/golden. What differs is settled by the page, never by copying what the reader says.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure, NarrativeClaimRecord

GOLDEN = Path(__file__).parents[1] / "golden"
Claim = tuple[str | int | Decimal | None, ...]


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _folded(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _golden(name: str) -> list[Claim]:
    return [
        (
            int(row["page"]),
            _folded(row["section"]),
            row["claim_kind"],
            row["topic"],
            _folded(row["subject_ref"]),
            _folded(row["project_name"]),
            _number(row["amount"]),
            _number(row["change"]),
            row["direction"],
            _number(row["change_percent"]),
            _number(row["share_percent"]),
            _number(row["value"]),
            row["value_unit"],
            row["unit"],
            _number(row["percent_decimals"]),
            row["base_year"],
            row["base_kind"],
        )
        for row in _rows(name)
    ]


def _read(document: Disclosure) -> list[Claim]:
    heading = {section.section_id: section.heading for section in document.sections}
    return [_claim(claim, heading[claim.section_id]) for claim in document.claims]


def _claim(claim: NarrativeClaimRecord, heading: str) -> Claim:
    return (
        claim.page_no,
        _folded(heading),
        claim.claim_kind,
        claim.topic or "",
        _folded(claim.subject_ref),
        _folded(claim.project_name_printed),
        claim.amount,
        claim.change,
        claim.direction or "",
        claim.change_percent,
        claim.share_percent,
        claim.value,
        claim.value_unit or "",
        claim.unit_declared or "",
        claim.percent_decimals,
        str(claim.base_year or ""),
        claim.base_kind or "",
    )


def test_claims_of_the_seed(seed: Disclosure) -> None:
    assert _read(seed) == _golden("seed_claims.csv")


@pytest.fixture(scope="module")
def year_before(shared: Path) -> Disclosure:
    return read((shared / "documents" / "clean_2025.pdf").read_bytes())


def test_claims_of_the_year_before(year_before: Disclosure) -> None:
    assert _read(year_before) == _golden("clean_2025_claims.csv")


def test_a_correction_changes_what_it_changes(seed: Disclosure, shared: Path) -> None:
    corrected = read((shared / "documents" / "revised_seed.pdf").read_bytes())
    rates = [(str(row.change_percent), row.page_no) for row in (*seed.claims, *corrected.claims) if row.change_percent]
    changed = {value for value, count in Counter(rates).items() if count % 2}
    printed = [row for row in _rows("revised_seed_changes.csv") if row["before"]]
    golden_rates = {
        (row[side].rstrip("%"), int(row["page"])) for row in printed for side in ("before", "after") if "%" in row[side]
    }
    assert changed == golden_rates
    amounts = [
        [(cell.page_no, cell.row_label, cell.raw_text) for cell in document.cells] for document in (seed, corrected)
    ]
    before = [(page, text) for page, _, text in (Counter(amounts[0]) - Counter(amounts[1])).elements()]
    after = [(page, text) for page, _, text in (Counter(amounts[1]) - Counter(amounts[0])).elements()]
    figures = [row for row in printed if "%" not in row["before"]]
    assert before == [(int(row["page"]), row["before"]) for row in figures]
    assert after == [(int(row["page"]), row["after"]) for row in figures]


def test_decimals_are_those_of_the_figure(seed: Disclosure, year_before: Disclosure) -> None:
    for document, name in ((seed, "seed_claims.csv"), (year_before, "clean_2025_claims.csv")):
        golden = [row["decimals"] for row in _rows(name)]
        assert [str(c.decimals) if c.decimals is not None else "" for c in document.claims] == golden


# -- documents of other regions ------------------------------------------------------------------------------------

_CORPUS = "corpus_claims.csv"


@pytest.mark.parametrize("document", sorted({row["document"] for row in _rows(_CORPUS)}))
def test_claims_of_other_regions(document: str, shared: Path) -> None:
    """All claims of money, changes, shares, things and nil statements on the pages that the list has."""
    path = shared / "corpus" / document
    if not path.is_file():
        pytest.skip(f"the corpus is not at {path.parent}")
    printed = [row for row in _rows(_CORPUS) if row["document"] == document]
    pages = {int(row["page"]) for row in printed}
    found = [
        claim
        for claim in read(path.read_bytes()).claims
        if claim.page_no in pages and claim.claim_kind != "mention" and claim.topic is not None
    ]
    expected = Counter(_of_row(row) for row in printed)
    got = Counter(_of_claim(claim) for claim in found)
    assert (sorted((expected - got).elements(), key=str), sorted((got - expected).elements(), key=str)) == ([], [])


def _of_row(row: dict[str, str]) -> Claim:
    return (
        int(row["page"]), row["claim_kind"], row["topic"], _folded(row["subject_ref"]), _number(row["amount"]),
        _number(row["change"]), row["direction"], _number(row["change_percent"]), _number(row["share_percent"]),
        _number(row["value"]), row["value_unit"], row["unit"], row["base_year"], row["base_kind"],
    )  # fmt: skip


def _of_claim(claim: NarrativeClaimRecord) -> Claim:
    return (
        claim.page_no, claim.claim_kind, claim.topic or "", _folded(claim.subject_ref), claim.amount, claim.change,
        claim.direction or "", claim.change_percent, claim.share_percent, claim.value, claim.value_unit or "",
        claim.unit_declared or "", str(claim.base_year or ""), claim.base_kind or "",
    )  # fmt: skip
