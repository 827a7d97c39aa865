"""The text of a disclosure: its outline, its contents page, and what its sentences claim.

Text that stands in tables and forms is theirs. The way of the text through the room:

    lines       a page -> its lines outside of tables, small enough to keep
    paragraphs  lines over pages -> paragraphs, folded for comparing
    contents    the contents page -> entries
    sections    paragraphs -> the outline
    figures     a paragraph -> money, percentages and numbers of things
    leads       a figure -> the words before and after it
    subjects    words before a figure -> what it is about
    changes, reasons, stated_days, enumerations
                words for changes, reasons, days and lists
    wholes      which amount is open for parts
    sentences   figures and words of a paragraph -> claims
    section_claims, section_reader
                what a section said before; its paragraphs in their order

Words are data: vocabulary/narrative.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.disclosure.cells import FilingContext
from dagster_project.disclosure.narrative.claims import Claim
from dagster_project.disclosure.narrative.contents import contents_entries, take_contents
from dagster_project.disclosure.narrative.lines import TextPage, text_page
from dagster_project.disclosure.narrative.paragraphs import paragraphs
from dagster_project.disclosure.narrative.section_reader import SectionReader
from dagster_project.disclosure.narrative.sections import read_sections
from dagster_project.disclosure.records import ContentsEntryRecord, DocumentSectionRecord, NarrativeClaimRecord

__all__ = ["Narrative", "TextPage", "read_narrative", "text_page"]
_WITH_CLAIMS = frozenset({"explanation", "organisation"})


@dataclass(frozen=True)
class Narrative:
    """Everything read from the text of one document."""

    sections: list[DocumentSectionRecord]
    contents: list[ContentsEntryRecord]
    claims: list[NarrativeClaimRecord]


def read_narrative(pages: Sequence[TextPage], context: FilingContext) -> Narrative:
    """Read the text of all pages, kept by `text_page`."""
    contents, rest = take_contents(pages)
    sections = read_sections(context.document_id, rest, contents, paragraphs(rest))
    claims: dict[str, NarrativeClaimRecord] = {}
    earlier: list[Claim] = []
    for section in sections:
        if section.kind not in _WITH_CLAIMS:
            continue
        reader = SectionReader(section, context, list(earlier))
        for paragraph in section.paragraphs:
            reader.read(paragraph)
        earlier += sorted(reader.claims, key=lambda claim: claim.position)
    for claim in earlier:
        record = claim.record(context.document_id, context.part_no, len(claims) + 1)
        claims.setdefault(record.claim_id, record)
    return Narrative(
        [section.record(context.document_id, context.part_no) for section in sections],
        contents_entries(contents, context.document_id, context.part_no),
        list(claims.values()),
    )
