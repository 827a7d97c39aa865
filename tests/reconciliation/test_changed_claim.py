"""Change one printed thing of the text: exactly the rules that use it fail.

As test_changed_form does it for the forms. The seed is wrong in places of its own; what counts is what fails of a
changed copy and not of the copy as published. A case may bring the filing of the year before along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure, NarrativeClaimRecord, ReportedCellRecord
from tests.reconciliation.warehouses import (
    FINDINGS_WITHOUT_A_PLACE,
    ROOT,
    as_document,
    build,
    fails,
    query,
)

pytestmark = pytest.mark.xdist_group("reconciliation_claims")

T5, T7 = "general_public_by_function", "three_public"
# What the filing of the year before prints, by code and by item, from its pages.
PRIOR_ITEMS = {
    "2010350": "351.97", "2010399": "417.30", "2080505": "33.96", "2101102": "16.98", "2101103": "19.78",
    "2210201": "37.46", "2210202": "5.94", "2210203": "16.25",
}  # fmt: skip
PRIOR_THREE_PUBLIC = {"three_public_total": "0.48", "official_reception": "0.48"}

Change = Callable[[Disclosure], Disclosure]
Where = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One thing that is changed, in the filing or in that of the year before."""

    name: str
    change: Change
    fails: frozenset[str] = frozenset()
    has_prior: bool = False
    prior_change: Change | None = None


# Two sections of the seed give two shares of the same amounts.
FAILS_AS_PUBLISHED = fails("N08")


def as_published(disclosure: Disclosure) -> Disclosure:
    return disclosure


def _matches(claim: NarrativeClaimRecord, where: Where) -> bool:
    subject = where.get("subject")
    rest = {key: value for key, value in where.items() if key != "subject"}
    return all(getattr(claim, key) == value for key, value in rest.items()) and (
        subject is None or (claim.subject_ref or "").split("/")[-1] == subject
    )


def claims(where: Where, count: int = 1, **new: Any) -> Change:
    """Print something else in the claims that match; as many as the case means to change."""

    def change(disclosure: Disclosure) -> Disclosure:
        found = {claim.claim_id for claim in disclosure.claims if _matches(claim, where)}
        assert len(found) == count, f"{where}: {len(found)} claims"
        return replace(disclosure, claims=[replace(c, **new) if c.claim_id in found else c for c in disclosure.claims])

    return change


def without(where: Where, count: int = 1) -> Change:
    def change(disclosure: Disclosure) -> Disclosure:
        kept = [claim for claim in disclosure.claims if not _matches(claim, where)]
        assert len(disclosure.claims) - len(kept) == count
        return replace(disclosure, claims=kept)

    return change


def contents_line(old: str, new: str) -> Change:
    def change(disclosure: Disclosure) -> Disclosure:
        assert sum(old in entry.heading for entry in disclosure.contents) == 1
        return replace(
            disclosure, contents=[replace(e, heading=new) if old in e.heading else e for e in disclosure.contents]
        )

    return change


def cell(code: str, text: str) -> Change:
    """Another total of an item in the filing of the year before."""

    def change(disclosure: Disclosure) -> Disclosure:
        return replace(
            disclosure,
            cells=[
                replace(c, amount=Decimal(text), raw_text=text)
                if (c.table_kind, c.subject_code, c.measure) == (T5, code, "total")
                else c
                for c in disclosure.cells
            ],
        )

    return change


def _change_of(subject: str) -> Where:
    return {"topic": "functional_item", "claim_kind": "change", "subject": subject}


CASES = [
    Case("as_published", as_published),
    Case("as_published_after_a_year", as_published, has_prior=True),
    # -- the year and the words ---------------------------------------------------------------------------------------
    Case("base_year", claims({"topic": "official_reception", "claim_kind": "change"}, base_year=2024), fails("Y01")),
    Case("direction", claims({"topic": "official_reception", "claim_kind": "change"}, direction="unchanged"),
         fails("C03", "Y03")),
    Case("nothing_but_something",
         claims({"topic": "government_fund_expenditure"}, claim_kind="amount", amount=Decimal("5.00"),
                unit_declared="万元", decimals=2), fails("N07")),
    # -- changes ------------------------------------------------------------------------------------------------------
    Case("growth_rate", claims(_change_of("住房公积金"), change_percent=Decimal("21.37")), fails("C01")),
    Case("change_of_the_total", claims({"topic": "three_public_total", "claim_kind": "change"}, change=Decimal("0.19")),
         fails("Y03")),
    Case("prior_of_an_item", as_published, fails("Y02"), has_prior=True, prior_change=cell("2010399", "417.40")),
    # -- shares -------------------------------------------------------------------------------------------------------
    Case("share", claims({"topic": "basic", "claim_kind": "share", "section_topic": "expenditure"},
                         share_percent=Decimal("60.89")), fails("C05", "C06")),
    # -- amounts against the statements -------------------------------------------------------------------------------
    Case("revenue", claims({"topic": "revenue_total", "claim_kind": "amount"}, amount=Decimal("994.41")), fails("N01")),
    Case("item", claims({"topic": "functional_item", "subject": "提租补贴"}, 2, amount=Decimal("7.80")),
         fails("N02", "C01")),
    Case("item_left_out", without({"topic": "functional_item", "subject": "提租补贴"}, 2), fails("N02")),
    Case("class", claims({"topic": "functional_class", "claim_kind": "amount", "subject": "卫生健康支出"},
                         amount=Decimal("46.31")), fails("N03")),
    Case("economic_subject_left_out", without({"topic": "economic_item", "subject": "培训费"}), fails("N04")),
    Case("reception", claims({"topic": "official_reception"}, 2, amount=Decimal("0.75")), fails("N05")),
    Case("project", claims({"topic": "project_item", "amount": Decimal("237.86")}, amount=Decimal("273.86")),
         fails("N06")),
    # -- sums within the text -----------------------------------------------------------------------------------------
    Case("procured_goods", claims({"topic": "procurement_goods"}, amount=Decimal("10")), fails("C07")),
    Case("purchased_services", claims({"topic": "service_purchase_public"}, amount=Decimal("1")), fails("C08")),
    # -- the contents page --------------------------------------------------------------------------------------------
    Case("section_listed", contents_line("名词解释", "第四部分 历年审计结论公告"), fails("M02", "M05")),
]  # fmt: skip


def _prior(seed: Disclosure) -> Disclosure:
    """The filing of the year before, as far as the text compares with it."""

    def of_last_year(cell: ReportedCellRecord) -> ReportedCellRecord:
        text = None
        if cell.table_kind == T5 and cell.measure == "total":
            text = "899.64" if cell.row_role == "grand_total" else PRIOR_ITEMS.get(cell.subject_code or "")
        elif cell.table_kind == T7:
            text = PRIOR_THREE_PUBLIC.get(cell.measure)
        elif cell.row_role == "grand_total" and cell.table_kind == "revenue_expenditure_summary":
            text = "899.64"
        year = replace(cell, amount_year=cell.amount_year - 1)
        return year if text is None else replace(year, amount=Decimal(text), raw_text=text)

    def claim_of_last_year(claim: NarrativeClaimRecord) -> NarrativeClaimRecord:
        year = replace(claim, amount_year=2025)
        return replace(year, amount=Decimal("190.50")) if claim.topic == "procurement_total" else year

    return replace(
        seed,
        document=replace(seed.document, fiscal_year=2025),
        parts=[replace(part, fiscal_year=2025) for part in seed.parts],
        cells=[of_last_year(cell) for cell in seed.cells],
        claims=[claim_of_last_year(claim) for claim in seed.claims],
    )


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (pdf,) = (ROOT / "raw").glob("*.pdf")
    seed = read(pdf.read_bytes())
    disclosures = []
    for case in CASES:
        disclosures.append(as_document(case.change(seed), case.name, targets=[]))
        if case.has_prior:
            disclosures.append(
                as_document((case.prior_change or as_published)(_prior(seed)), case.name, "a year before", targets=[])
            )
    folder = tmp_path_factory.mktemp("reconciliation_claims")
    return build(folder, disclosures)


_RESULTS = """
    select result.* from audit.rule_result as result
    inner join marts.dim_filing as filing using (filing_id)
    where filing.unit_key = ? and filing.fiscal_year = 2026
"""


def _failed(warehouse: Path, case: str) -> set[tuple[str, str]]:
    return set(query(warehouse, f"select rule_id, instance from ({_RESULTS}) where status = 'fail'", case))


def _place(instance: str) -> str:
    """Instances that stand for a document carry the beginning of its id."""
    return instance.rsplit(":", 1)[-1] if "@" in instance else instance


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_the_rules_that_use_it_fail(warehouse: Path, case: Case) -> None:
    baseline = "as_published_after_a_year" if case.has_prior else "as_published"
    before = {(rule_id, _place(instance)) for rule_id, instance in _failed(warehouse, baseline)}
    failed = {(rule_id, _place(instance)) for rule_id, instance in _failed(warehouse, case.name)} - before
    assert {rule_id for rule_id, _ in failed} == case.fails


def test_what_the_text_of_the_seed_has_wrong(warehouse: Path) -> None:
    found = query(
        warehouse,
        f"""select rule_id, right(lhs_text, 9), diagnosis, suggested_value, severity from ({_RESULTS})
        where status = 'fail' and rule_id[1] in ('C', 'N', 'Y') order by all""",
        "as_published",
    )
    assert found == [
        ("C01", "20.69%", "wrong_denominator", Decimal("26.08"), "error"),
        ("C01", "23.21%", "wrong_denominator", Decimal("18.83"), "error"),
        ("C01", "26.39%", None, Decimal("26.87"), "error"),
        ("C03", "增加 0 万元", "style", None, "info"),
        ("C03", "增加 0 万元", "style", None, "info"),
        ("N08", "39.01%", "plug", Decimal("39.01"), "error"),
        ("N08", "60.99%", "truncation", Decimal("60.99"), "error"),
        ("Y01", "2024年", "wrong_base_year", Decimal("2025.00"), "error"),
        ("Y01", "2024年", "wrong_base_year", Decimal("2025.00"), "error"),
        ("Y03", " 95.11 万元", None, Decimal("945000.00"), "error"),
        ("Y03", "899.02 万元", None, Decimal("8996400.00"), "error"),
    ]


def test_a_wrong_change_is_the_root_of_what_it_breaks(warehouse: Path) -> None:
    """8.96 for 8.34: the rate, the year before, and both sums of the items."""
    roots = query(
        warehouse,
        f"""
        select finding.rule_id, root.rule_id
        from audit.finding as finding
        inner join ({_RESULTS}) as result on finding.finding_id = result.result_id
        left join audit.finding as root on finding.root_finding_id = root.finding_id
        where finding.rule_id in ('Y02', 'Y03')
        order by all
        """,
        "as_published_after_a_year",
    )
    assert roots == [("Y02", "C01"), ("Y03", "C01"), ("Y03", "C01")]


@pytest.mark.parametrize(
    ("case", "rule_id", "status", "reason"),
    [
        ("as_published", "Y02", "not_evaluated", "prior_filing_missing"),
        ("as_published_after_a_year", "Y02", "pass", None),
        ("item_left_out", "Y03", "not_evaluated", "item_without_change"),
        ("as_published", "C07", "not_evaluated", "part_not_stated"),
        ("as_published", "N07", "not_applicable", "column_not_in_layout"),
    ],
)
def test_why_there_is_no_answer(warehouse: Path, case: str, rule_id: str, status: str, reason: str | None) -> None:
    assert (status, reason) in query(
        warehouse, f"select distinct status, reason from ({_RESULTS}) where rule_id = ?", case, rule_id
    )


def test_claims_are_bound_by_what_they_say(warehouse: Path) -> None:
    """A wrong amount is bound to its cell all the same; what no table holds says so."""
    bound = query(
        warehouse,
        """
        select claim.amount_cny, cell.raw_text, cell.subject_code
        from marts.fct_narrative_claim as claim
        inner join marts.dim_filing as filing using (filing_id)
        inner join marts.fct_reported_cell as cell on claim.resolved_cell_id = cell.cell_id
        where filing.unit_key = 'item' and claim.claim_kind = 'amount' and claim.subject_ref like '%提租补贴'
        """,
    )
    assert bound == [(Decimal("78000.00"), "7.08", "2210202")]
    reasons = query(
        warehouse,
        """
        select distinct claim.topic, claim.resolution_reason
        from marts.fct_narrative_claim as claim
        inner join marts.dim_filing as filing using (filing_id)
        where filing.unit_key = 'as_published' and claim.topic in ('headcount', 'procurement_total', 'economic_class')
            and claim.resolution_reason is not null
        order by all
        """,
    )
    assert reasons == [
        ("economic_class", "no_row"),
        ("headcount", "not_about_a_cell"),
        ("procurement_total", "no_table"),
    ]


def test_every_finding_leads_to_a_place(warehouse: Path) -> None:
    assert not query(warehouse, FINDINGS_WITHOUT_A_PLACE)
