"""The disclosures inside one document: a department's statements, then those of its units, or several in a row.

A part begins where the statements begin again for somebody else. Whose a table is, the line over it says (编制单位),
else the last cover before it. A name that changes makes no part by itself: a department's document holds tables and
forms about its units. Only who has a set of core statements, which another in the document has too, is a part. Belongs
here: which statement and which page belongs to which part. Does not belong here: what a part's pages say (`identity`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dagster_project.disclosure import keys, vocabulary
from dagster_project.disclosure.cells import FilingContext
from dagster_project.disclosure.covers import clean_name, is_division, is_name
from dagster_project.disclosure.given import Given
from dagster_project.disclosure.identity import DocumentIdentity, IdentityEvidence
from dagster_project.disclosure.keys import own_level_key
from dagster_project.disclosure.narrative import Narrative, TextPage, read_narrative
from dagster_project.disclosure.records import (
    ContentsEntryRecord,
    DocumentSectionRecord,
    FilingPartRecord,
    NarrativeClaimRecord,
    StatementRecord,
)
from dagster_project.disclosure.statements import Statement

_CORE_KINDS = 3  # a disclosure has at least so many kinds of core statements
_EXPLAINING_AMOUNTS = 3  # a text that claims fewer amounts is a note, no explanation


@dataclass(frozen=True)
class Part:
    """One disclosure in a document: its pages, its statements (by their place in the document, from 1), who it is."""

    part_no: int
    pages: frozenset[int]
    statements: frozenset[int]
    identity: DocumentIdentity

    @property
    def first_page(self) -> int:
        return min(self.pages)

    @property
    def last_page(self) -> int:
        return max(self.pages)

    def context(self, document_id: str) -> FilingContext:
        """What cells and claims need to know of the part that they stand in."""
        phase = "final_accounts" if self.identity.document_kind == "final_accounts" else "approved_budget"
        division = self.identity.division
        return FilingContext(
            document_id, self.part_no, self.identity.fiscal_year, phase, division.code if division else None
        )  # fmt: skip


@dataclass(frozen=True)
class _Cover:
    """A page that names a unit in a title of its own."""

    page_no: int
    name: str
    scope: str


@dataclass(frozen=True)
class _Owner:
    """Whose a statement is: the name, and the cover that it stands behind."""

    key: str
    cover: int


def find_parts(
    statements: Sequence[Statement], evidence: IdentityEvidence, page_count: int, given: Given | None = None
) -> list[Part]:
    """All parts of a document, in the order of their first statements; mostly one."""
    every_page = frozenset(range(1, page_count + 1))
    covers = _covers(evidence)
    owners = _owners(statements, covers)
    chosen = _disclosures(statements, owners)
    if len(chosen) < 2:
        covers, owners = [], _owners_of_runs(statements, evidence, page_count)
        chosen = _disclosures(statements, owners)
    if len(chosen) < 2:
        everything = frozenset(range(1, len(statements) + 1))
        return [Part(1, every_page, everything, evidence.conclude(given=given))]
    groups = _groups(owners, chosen)
    pages = _pages(statements, groups, owners, covers, evidence, page_count)
    document = evidence.conclude(given=given)
    parts: list[Part] = []
    for number in range(len(chosen)):
        own_pages = frozenset(page for page, group in pages.items() if group == number)
        own_statements = frozenset(at for at, group in enumerate(groups, start=1) if group == number)
        first = parts[0].identity if parts else None
        name = _printed_name(statements, own_statements) or document.unit_name
        identity = evidence.conclude(own_pages, _inherited(document, name, first, evidence))
        parts.append(Part(number + 1, own_pages, own_statements, identity))
    return parts


def read_text(pages: Sequence[TextPage], parts: Sequence[Part], contexts: Mapping[int, FilingContext]) -> Narrative:
    """The text of every part, numbered through the document."""
    sections: list[DocumentSectionRecord] = []
    contents: list[ContentsEntryRecord] = []
    claims: list[NarrativeClaimRecord] = []
    for part in parts:
        text = read_narrative([page for page in pages if page.number in part.pages], contexts[part.part_no])
        before = len(sections), len(contents), len(claims)
        sections += [dataclasses.replace(row, section_no=row.section_no + before[0]) for row in text.sections]
        contents += [dataclasses.replace(row, entry_no=row.entry_no + before[1]) for row in text.contents]
        claims += [dataclasses.replace(row, claim_no=row.claim_no + before[2]) for row in text.claims]
    return Narrative(sections, contents, claims)


def part_records(
    document_id: str, parts: Sequence[Part], ledger: Sequence[StatementRecord], text: Narrative
) -> list[FilingPartRecord]:
    """One record for each part."""
    return [
        FilingPartRecord(
            document_id=document_id, part_no=part.part_no, unit_key=keys.unit_key(_code(part), part.identity.unit_name),
            unit_name=part.identity.unit_name, unit_code_printed=part.identity.unit_code,
            administrative_division_code=_code(part), administrative_division_path=_path(part),
            department_name_printed=part.identity.superior_name, department_key=_superior_key(part),
            fiscal_year=part.identity.fiscal_year,
            document_kind=part.identity.document_kind, disclosure_scope=part.identity.disclosure_scope,
            role=_role(part.part_no, ledger, text), first_page=part.first_page, last_page=part.last_page,
        )
        for part in parts
    ]  # fmt: skip


def _code(part: Part) -> str | None:
    return part.identity.division.code if part.identity.division is not None else None


def _superior_key(part: Part) -> str | None:
    name = part.identity.superior_name
    return keys.unit_key(_code(part), name) if name is not None else None


def _path(part: Part) -> str | None:
    return "/".join(part.identity.division.path) if part.identity.division is not None else None


def _role(part_no: int, ledger: Sequence[StatementRecord], text: Narrative) -> str:
    """Statements where it has core tables and no text that explains them, explanation where the other way round."""
    core = vocabulary.tables().core
    has_core = any(row.part_no == part_no and row.table_kind in core for row in ledger)
    amounts = sum(claim.part_no == part_no and claim.claim_kind == "amount" for claim in text.claims)
    if not has_core:
        return "explanation"
    return "both" if amounts >= _EXPLAINING_AMOUNTS else "statements"


def _covers(evidence: IdentityEvidence) -> list[_Cover]:
    """Titles that name a unit, without those that repeat the one before (the head line of every page)."""
    covers: list[_Cover] = []
    for witness in evidence.witnesses:
        if witness.source != "title" or witness.name is None or is_division(witness.name):
            continue
        cover = _Cover(witness.page_no, own_level_key(witness.name), witness.scope or "")
        if not any((cover.name, cover.scope) == (seen.name, seen.scope) for seen in covers):
            covers.append(cover)
    return covers


def _owners(statements: Sequence[Statement], covers: Sequence[_Cover]) -> list[_Owner]:
    """Whose each statement is."""
    owners: list[_Owner] = []
    for statement in statements:
        cover = max((at for at, cover in enumerate(covers) if cover.page_no <= statement.first_page), default=-1)
        printed = clean_name(statement.caption.organisation or "").name
        before = owners[-1] if owners else None
        if is_name(printed):
            key = own_level_key(printed)
        elif before is not None and before.cover == cover:
            key = before.key
        else:
            key = covers[cover].name if cover >= 0 else ""
        owners.append(_Owner(key, cover))
    return owners


def _owners_of_runs(
    statements: Sequence[Statement], evidence: IdentityEvidence, page_count: int
) -> list[_Owner]:  # fmt: skip
    """Whose each statement is where nothing over the tables says it: the tables begin again from the first one, and
    the pages from there on (a form, mostly) name somebody else."""
    begins = _run_begins(statements)
    owners: list[_Owner] = []
    for number, begin in enumerate(begins):
        end = begins[number + 1] if number + 1 < len(begins) else len(statements)
        last_page = statements[end].first_page - 1 if end < len(statements) else page_count
        name = evidence.name_on(range(statements[begin].first_page, last_page + 1))
        key = own_level_key(name) if name else (owners[-1].key if owners else "")
        owners += [_Owner(key, -1)] * (end - begin)
    return owners


def _run_begins(statements: Sequence[Statement]) -> list[int]:
    """Where a run of statements begins: at the first, and where its first core kind comes again behind a whole set."""
    core = vocabulary.tables().core
    begins = [0] if statements else []
    kinds: list[str] = []
    for at, statement in enumerate(statements):
        if statement.kind not in core:
            continue
        if kinds and statement.kind == kinds[0] and len(set(kinds)) >= _CORE_KINDS:
            begins.append(at)
            kinds = []
        kinds.append(statement.kind)
    return begins


def _disclosures(statements: Sequence[Statement], owners: Sequence[_Owner]) -> list[_Owner]:
    """The owners of a set of core statements that begins again: at least three kinds, that the first has too."""
    core = vocabulary.tables().core
    kinds: dict[_Owner, set[str]] = {}
    for statement, owner in zip(statements, owners, strict=True):
        if statement.kind in core:
            kinds.setdefault(owner, set()).add(statement.kind)
    complete = [owner for owner, own in kinds.items() if len(own) >= _CORE_KINDS]
    if not complete:
        return []
    first = kinds[complete[0]]
    return [owner for owner in complete if len(kinds[owner] & first) >= _CORE_KINDS]


def _groups(owners: Sequence[_Owner], chosen: Sequence[_Owner]) -> list[int]:
    """The part (from 0) of each statement; one of nobody's own belongs where it stands."""
    groups: list[int] = []
    for owner in owners:
        groups.append(chosen.index(owner) if owner in chosen else (groups[-1] if groups else 0))
    return groups


def _pages(
    statements: Sequence[Statement], groups: Sequence[int], owners: Sequence[_Owner], covers: Sequence[_Cover],
    evidence: IdentityEvidence, page_count: int,
) -> dict[int, int]:  # fmt: skip
    """The part (from 0) of each page. Text behind a part's statements is its own, up to where the next one is named."""
    of_page: dict[int, int] = {}
    for statement, group in zip(statements, groups, strict=True):
        for page_no in statement.pages:
            of_page.setdefault(page_no, group)
    interleaved = sorted(groups) != list(groups)
    named: dict[int, set[str]] = {}
    for witness in evidence.witnesses:
        if witness.name:
            named.setdefault(witness.page_no, set()).add(own_level_key(witness.name))
    for group in range(1, max(groups) + 1):
        at = groups.index(group)
        first, owner = statements[at].first_page, owners[at]
        before = max((page for page, other in of_page.items() if page < first and other != group), default=0)
        cover = covers[owner.cover].page_no if owner.cover >= 0 else None
        begins = [page for page in range(before + 1, first) if owner.key in named.get(page, ()) or page == cover]
        for page in range(begins[0], first) if begins else ():
            of_page[page] = group
    current = 0
    for page in range(1, page_count + 1):
        current = of_page.setdefault(page, 0 if interleaved else current)
    return of_page


def _printed_name(statements: Sequence[Statement], own: Collection[int]) -> str | None:
    """The name over the first statement that prints one."""
    names = (clean_name(statements[at - 1].caption.organisation or "").name for at in sorted(own))
    return next((name for name in names if is_name(name)), None)


def _inherited(
    document: DocumentIdentity, name: str, first: DocumentIdentity | None, evidence: IdentityEvidence
) -> Given:
    """What a part takes from its document where its own pages do not say it. Behind the statements of a department
    that the cover names come those of its units."""
    is_unit = first is not None and first.disclosure_scope == "department_budget" and first.scope_is_said
    is_covered = first is not None and any(
        witness.source == "title" and witness.name and own_level_key(witness.name) == own_level_key(first.unit_name)
        for witness in evidence.witnesses
    )
    return Given(
        "the rest by its document", name, document.fiscal_year, document.document_kind,
        "unit_budget" if is_unit and is_covered else None,
    )  # fmt: skip
