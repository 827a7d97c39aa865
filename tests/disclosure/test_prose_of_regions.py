"""What sentences claim in ways that the corpus does not have: prose.yaml, invented after what many provinces print.

Every claim that a reader would take is held there, and none is found beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.disclosure.cells import FilingContext
from dagster_project.disclosure.narrative import read_narrative
from dagster_project.disclosure.records import NarrativeClaimRecord
from tests.disclosure.test_narrative import printed_pages

STYLES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("prose.yaml").read_text("utf-8"))
WIDTH = 30  # characters of a line


def _lines(style: dict[str, Any]) -> list[str]:
    """The heading and the paragraphs, broken as a page breaks them: an indent, then full lines."""
    lines = [f"　　{style['heading']}"]
    for paragraph in style["text"].strip().split("\n"):
        lines += _broken(f"　　{paragraph.strip()}")
    return lines


def _broken(paragraph: str) -> Iterable[str]:
    """Lines as wide as the page: figures are half as wide as characters, and are not broken."""
    line, width = "", 0.0
    for char in paragraph:
        own = 0.5 if char.isascii() else 1.0
        if width + own > WIDTH and not char.isascii() and char not in "，。；：、）":
            yield line
            line, width = "", 0.0
        line, width = line + char, width + own
    yield line


def _said(claims: list[NarrativeClaimRecord]) -> list[str]:
    """Claims as prose.yaml writes them."""
    topics = {claim.claim_id: claim.topic for claim in claims}
    return [" ".join(str(word) for word in _words(claim, topics) if word is not None) for claim in claims]


def _words(claim: NarrativeClaimRecord, topics: dict[str, str | None]) -> Iterable[object]:
    yield claim.claim_kind
    yield claim.topic or "?"
    yield claim.subject_ref
    if claim.claim_kind == "amount":
        yield from (claim.amount, claim.unit_declared, claim.base_kind)
    elif claim.claim_kind == "change":
        percent = f"{claim.change_percent}%" if claim.change_percent is not None else None
        yield from (claim.direction, claim.change, percent, claim.base_year, claim.base_kind)
        yield f"of {claim.amount}" if claim.amount is not None else None
    elif claim.claim_kind == "share":
        yield f"{claim.share_percent}%"
    else:
        yield from (claim.value, claim.value_unit)
    if claim.whole_claim_id is not None:
        yield f"in {topics[claim.whole_claim_id]}"


@pytest.mark.parametrize("name", STYLES)
def test_what_a_reader_would_take(name: str) -> None:
    style = STYLES[name]
    context = FilingContext("doc", 1, style.get("year", 2026), style.get("phase", "approved_budget"), None)
    claims = read_narrative(list(printed_pages(_lines(style))), context).claims
    assert _said(claims) == style["claims"]


def test_a_part_that_is_called_like_its_whole_is_no_cell_of_its_table() -> None:
    """收入预算…，其中：本年收入…: the table's total of revenue is that of the whole."""
    style = STYLES["parts with a share and a change each"]
    context = FilingContext("doc", 1, 2026, "approved_budget", None)
    claims = read_narrative(list(printed_pages(_lines(style))), context).claims
    totals = [claim for claim in claims if claim.topic == "revenue_total" and claim.claim_kind == "amount"]
    assert [claim.table_kind for claim in totals] == ["revenue", None]
