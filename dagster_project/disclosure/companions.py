"""Documents that belong together: what one does not say of its identity, its companion says.

Statements and the text that explains them are often two files, and one of them may leave out the unit, the year or the
scope. A companion is a document of the other role whose totals agree after rounding, about the same unit and year where
both name them. Belongs here: the card of a document (what it says by itself, and its totals), and the choice among
cards. It is a pure function of all cards, so that a release stays a function of the raw folder. Does not belong here:
reading (`reader`), or when a document is read again (`dagster_project.intake`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.cards import Card, Total
from dagster_project.disclosure.covers import fold_years, is_name, read_page
from dagster_project.disclosure.given import Given, Said
from dagster_project.disclosure.keys import name_key
from dagster_project.disclosure.records import FilingPartRecord, NarrativeClaimRecord, ReportedCellRecord

_FACTORS = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}
_TOTAL_ROLES = frozenset({"grand_total", "current_total", "subtotal"})
_GIVEN = ("unit_name", "fiscal_year", "document_kind", "disclosure_scope", "region")
_OTHER_ROLE = {"statements": "explanation", "explanation": "statements"}
_MOST_TOTALS = 80  # the largest are kept
_DIGITS = 1000  # a total counts where it has at least so many units in its last place: 0.12 agrees with anything
_AGREEING = 2  # totals that must agree where both documents name one unit
_AGREEING_ALONE = 3  # where one of them names none


def make_card(
    said: Said, parts: Sequence[FilingPartRecord], cells: Iterable[ReportedCellRecord],
    claims: Iterable[NarrativeClaimRecord],
) -> Card:  # fmt: skip
    """The card of a document, from what was read of it. One that holds several disclosures is nobody's companion."""
    role = parts[0].role if len(parts) == 1 else "both"
    core = vocabulary.tables().core
    printed: list[ReportedCellRecord | NarrativeClaimRecord] = [
        cell for cell in cells if cell.table_kind in core and (cell.row_role in _TOTAL_ROLES or cell.level in (0, 1))
    ]
    if role == "explanation":
        printed = [claim for claim in claims if claim.claim_kind == "amount"]
    totals = {
        (row.amount * _FACTORS[row.unit_declared], _FACTORS[row.unit_declared].scaleb(-(row.decimals or 0)))
        for row in printed
        if row.amount and row.unit_declared in _FACTORS
    }
    large = sorted((total for total in totals if total[0] >= _DIGITS * total[1]), reverse=True)[:_MOST_TOTALS]
    return Card(
        said.unit_name, said.fiscal_year, said.document_kind, said.disclosure_scope, said.region,
        parts[0].document_kind, parts[0].disclosure_scope, role,
        tuple((f"{amount.normalize():f}", f"{ulp.normalize():f}") for amount, ulp in large),
    )  # fmt: skip


def given_by_companions(cards: Mapping[str, Card]) -> dict[str, Given]:
    """For each document (by its id) that does not say all of its identity: what its companions say, if they agree."""
    shelves: dict[tuple[str, str | None], list[str]] = {}
    for document_id, card in sorted(cards.items()):
        shelves.setdefault((card.role, name_key(card.unit_name) if card.unit_name else None), []).append(document_id)
    found: dict[str, Given] = {}
    for document_id, card in cards.items():
        other_role = _OTHER_ROLE.get(card.role)
        if card.is_complete or other_role is None:
            continue
        key = name_key(card.unit_name) if card.unit_name else None
        if key is None:
            near = [other for (role, _), shelf in shelves.items() if role == other_role for other in shelf]
        else:
            near = [*shelves.get((other_role, key), ()), *shelves.get((other_role, None), ())]
        companions = {other: cards[other] for other in near if _is_companion(card, cards[other])}
        given = _given(card, companions) if companions else None
        if given is not None:
            found[document_id] = given
    return found


def given_by_source(publisher: str | None, title: str | None) -> Given | None:
    """What the register of sources says of a document: its title as one reads a cover, else its publisher."""
    witnesses = read_page(1, [fold_years(title or "")])
    best = next((witness for witness in witnesses if witness.source == "title"), None)
    name = best.name if best is not None and best.name else (publisher or "").strip()
    scope = {"": None, None: None, "单位": "unit_budget", "预算单位": "unit_budget"}.get(
        best.scope if best is not None else None, "department_budget"
    )
    kind = {"预算": "budget", "决算": "final_accounts"}.get((best.kind if best is not None else None) or "")
    given = Given(
        f"sources.csv: {title or publisher}", name if is_name(name) else None, best.year if best is not None else None,
        kind, scope,
    )  # fmt: skip
    return given if given.unit_name or given.fiscal_year else None


def joined(first: Given | None, second: Given | None) -> Given | None:
    """What two witnesses from elsewhere say together; the first comes first."""
    if first is None or second is None:
        return first or second
    if not _adds(first, second):
        return first
    return Given(
        f"{first.evidence}; {second.evidence}", first.unit_name or second.unit_name,
        first.fiscal_year or second.fiscal_year, first.document_kind or second.document_kind,
        first.disclosure_scope or second.disclosure_scope, first.region or second.region,
    )  # fmt: skip


def missing_of(card: Card, given: Given | None) -> Given | None:
    """Of what is given only what the document does not say itself, nor is taken to be anyway."""
    if given is None:
        return None
    missing = Given(
        given.evidence,
        None if card.unit_name else given.unit_name,
        None if card.fiscal_year else given.fiscal_year,
        None if card.document_kind or given.document_kind == card.assumed_kind else given.document_kind,
        None if card.disclosure_scope or given.disclosure_scope == card.assumed_scope else given.disclosure_scope,
        None if card.region else given.region,
    )
    return missing if any(getattr(missing, name) is not None for name in _GIVEN) else None


def given_for(cards: Mapping[str, Card], sources: Mapping[str, Given]) -> dict[str, Given]:
    """What each document is told: by its companions first, then by the register of sources; nothing that it says."""
    companions = given_by_companions(cards)
    told = {
        document_id: missing_of(card, joined(companions.get(document_id), sources.get(document_id)))
        for document_id, card in cards.items()
    }
    return {document_id: given for document_id, given in told.items() if given is not None}


def _adds(first: Given, second: Given) -> bool:
    return any(getattr(first, name) is None and getattr(second, name) is not None for name in _GIVEN)


def _is_companion(card: Card, other: Card) -> bool:
    """Of the other role and no other name: whether nothing else speaks against it, and the totals for it."""
    named = (card.unit_name, other.unit_name)
    for one, two in (
        (card.fiscal_year, other.fiscal_year), (card.document_kind, other.document_kind), (card.region, other.region)
    ):  # fmt: skip
        if one is not None and two is not None and one != two:
            return False
    return _agreeing(card.totals, other.totals) >= (_AGREEING_ALONE if None in named else _AGREEING)


def _agreeing(totals: Collection[Total], others: Collection[Total]) -> int:
    """How many totals are in both, after rounding to the coarser last place."""
    theirs = [(Decimal(amount), Decimal(ulp)) for amount, ulp in others]
    return sum(
        any(abs(Decimal(amount) - other) * 2 <= max(Decimal(ulp), other_ulp) for other, other_ulp in theirs)
        for amount, ulp in totals
    )


def _given(card: Card, companions: Mapping[str, Card]) -> Given | None:
    """What all companions say as one; two that differ say nothing."""
    names = {name_key(c.unit_name): c.unit_name for c in companions.values() if c.unit_name}
    years = {c.fiscal_year for c in companions.values() if c.fiscal_year}
    kinds = {c.document_kind for c in companions.values() if c.document_kind}
    regions = {c.region for c in companions.values() if c.region}
    scopes = {c.disclosure_scope for c in companions.values() if c.disclosure_scope}
    evidence = "companion " + ", ".join(document_id[:12] for document_id in sorted(companions))
    only_name = next(iter(names.values())) if len(names) == 1 else None
    if card.unit_name is None and only_name is None:
        return None
    return Given(
        evidence, only_name, years.pop() if len(years) == 1 else None, kinds.pop() if len(kinds) == 1 else None,
        scopes.pop() if len(scopes) == 1 else None, regions.pop() if len(regions) == 1 else None,
    )  # fmt: skip
