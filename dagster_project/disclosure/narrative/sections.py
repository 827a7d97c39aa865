"""The outline of the text: which paragraphs are headings, and what each section is and explains.

Belongs here: headings and the paragraphs below them. Does not belong here: what the paragraphs say (`claims`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dagster_project.disclosure import keys, vocabulary
from dagster_project.disclosure.narrative.contents import Contents
from dagster_project.disclosure.narrative.lines import TextPage
from dagster_project.disclosure.narrative.outline import outline_level, without_ordinal
from dagster_project.disclosure.narrative.paragraphs import Paragraph
from dagster_project.disclosure.pages import Box
from dagster_project.disclosure.records import DocumentSectionRecord

_OF_THEIR_OWN = frozenset({"glossary", "functions", "organisation"})  # kinds that stand within an explanation too
_RUN_IN = 25  # letters of a heading that its own text follows in the same line


@dataclass
class Section:
    """One section. `paragraphs` are its own; those below its sub-headings are theirs."""

    section_id: str
    section_no: int
    parent: Section | None
    level: int
    kind: str
    topic: str | None
    heading: str
    pages: set[int]
    page_no: int
    box: Box
    paragraphs: list[Paragraph] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # text that is no paragraph: of the contents

    def record(self, document_id: str, part_no: int) -> DocumentSectionRecord:
        text = "\n".join([*self.lines, *(paragraph.text for paragraph in self.paragraphs)])
        return DocumentSectionRecord(
            section_id=self.section_id, document_id=document_id, part_no=part_no, section_no=self.section_no,
            parent_section_id=self.parent.section_id if self.parent else None, level=self.level,
            section_kind=self.kind, topic=self.topic, heading=self.heading, text=text, pages=sorted(self.pages),
            page_no=self.page_no, x0=self.box[0], top=self.box[1], x1=self.box[2], bottom=self.box[3],
        )  # fmt: skip


def read_sections(
    document_id: str, pages: Sequence[TextPage], contents: Contents, paragraphs: Iterable[Paragraph]
) -> list[Section]:
    """All sections in the order of the document."""
    with_tables = {page.number for page in pages if page.tables}
    builder = _Builder(document_id, with_tables)
    contents_page = contents.lines[0].page_no if contents.lines else None
    for paragraph in paragraphs:
        if contents_page is not None and paragraph.pages[0] >= contents_page:
            builder.add_contents(contents)
            contents_page = None
        builder.add(paragraph)
    if contents_page is not None:
        builder.add_contents(contents)
    return builder.sections


class _Builder:
    def __init__(self, document_id: str, with_tables: set[int]) -> None:
        self.sections: list[Section] = []
        self._document_id = document_id
        self._with_tables = with_tables
        self._open: list[Section] = []  # from the outermost to the innermost

    def add(self, paragraph: Paragraph) -> None:
        if self._completes_part(paragraph):
            part = self._open.pop()
            self.sections.pop()
            self._begin(paragraph, 1, part.heading + paragraph.text, part.heading + paragraph.folded, part)
            return
        level = self._heading_level(paragraph)
        if level is not None:
            self._begin(paragraph, level, paragraph.text, paragraph.folded)
            return
        run_in = self._run_in_heading(paragraph)
        if run_in is not None:
            level, end = run_in
            self._begin(paragraph, level, paragraph.printed(0, end), paragraph.folded[:end])
        if not self._open:
            self._append("cover", None, 1, paragraph.text, set(paragraph.pages), paragraph.pages[0], paragraph.box)
            return
        section = self._open[-1]
        section.paragraphs.append(paragraph)
        section.pages.update(paragraph.pages)

    def add_contents(self, contents: Contents) -> None:
        title = contents.lines[0]
        box = (round(title.x0, 2), round(title.top, 2), round(title.x1, 2), round(title.bottom, 2))
        self._open = []
        heading = "".join(title.text.split())
        pages = {line.page_no for line in contents.lines}
        self._append("contents", None, 1, heading, pages, title.page_no, box)
        self._open[-1].lines = ["".join(line.text.split()) for line in contents.lines[1:]]
        self._open = []

    def _completes_part(self, paragraph: Paragraph) -> bool:
        """第三部分 on one line, what it is about on the next."""
        if not self._open or self._open[-1].level != 1 or self._open[-1].paragraphs:
            return False
        outline = vocabulary.narrative().outline
        folded = paragraph.folded
        is_short = len(folded) <= outline.heading_length and not outline.not_a_heading.search(folded)
        is_bare = bool(outline.part.fullmatch(vocabulary.fold(self._open[-1].heading)))
        return is_bare and is_short and outline_level(folded) is None

    def _heading_level(self, paragraph: Paragraph) -> int | None:
        """The level of the section that this paragraph opens, if it is a heading."""
        words = vocabulary.narrative()
        folded = paragraph.folded
        level = outline_level(folded)
        bare = without_ordinal(folded).removeprefix("：") if level == 1 else folded
        if len(folded) > words.outline.heading_length or words.outline.not_a_heading.search(bare):
            return None
        if level is None:
            if words.titles.search(folded) and (paragraph.centred or len(paragraph.lines) == 1):
                return 1 if paragraph.centred else None
            return self._table_title_level(paragraph)
        if level > 4 or (level == 4 and self._kind() != "explanation"):
            return None
        glossary = next((section for section in self._open if section.kind in ("glossary", "functions")), None)
        if glossary is not None and level > max(glossary.level, 2 if glossary.kind == "functions" else 1):
            return None
        return level

    def _table_title_level(self, paragraph: Paragraph) -> int | None:
        """The title of a table that stands between two explanations ends the first one."""
        if not self._open or self._kind() == "other" or paragraph.pages[0] not in self._with_tables:
            return None
        folded = paragraph.folded
        is_title = paragraph.centred and vocabulary.narrative().outline.names_table.search(folded)
        return 1 if is_title and vocabulary.tables().kind_named(folded) is not None else None

    def _run_in_heading(self, paragraph: Paragraph) -> tuple[int, int] | None:
        """Level and end of a heading that ends with 。 and is followed by its text: （一）机关运行经费。2026年…"""
        words = vocabulary.narrative()
        end = paragraph.folded.find("。")
        level = outline_level(paragraph.folded)
        if not 0 < end <= _RUN_IN or end + 1 >= len(paragraph.folded) or level not in (2, 3):
            return None
        heading = paragraph.folded[:end]
        topic = words.section_topic(without_ordinal(heading))
        if words.outline.not_a_heading.search(heading) or topic is None or self._kind() != "explanation":
            return None
        return (level, end) if topic != (self._open[-1].topic if self._open else None) else None

    def _kind(self) -> str | None:
        return self._open[-1].kind if self._open else None

    def _begin(
        self, paragraph: Paragraph, level: int, heading: str, folded: str, completed: Section | None = None
    ) -> None:
        words = vocabulary.narrative()
        while self._open and self._open[-1].level >= level:
            self._open.pop()
        parent = self._open[-1] if self._open else None
        bare = without_ordinal(folded)
        kind = words.section_kind(bare) or (parent.kind if parent and parent.kind != "cover" else "other")
        if parent is not None and parent.kind == "explanation" and kind not in _OF_THEIR_OWN:
            kind = "explanation"
        topic = words.section_topic(bare) if kind in ("explanation", "functions", "organisation") else None
        if topic in ("revenue", "expenditure") and parent is not None and parent.topic in words.sides_of_a_fund:
            topic = parent.topic  # （二）支出… below 一般公共预算… is about that money
        if topic is None and parent is not None and kind == parent.kind:
            topic = "other" if parent.topic == "total" else parent.topic
        pages = set(paragraph.pages)
        page_no, box = paragraph.pages[0], paragraph.box
        if completed is not None:
            pages, page_no, box = pages | completed.pages, completed.page_no, completed.box
        self._append(kind, topic, level, heading, pages, page_no, box)

    def _append(
        self, kind: str, topic: str | None, level: int, heading: str, pages: set[int], page_no: int, box: Box
    ) -> None:
        section_no = len(self.sections) + 1
        place = (page_no, *(round(edge) for edge in box))
        section_id = keys.digest("section", self._document_id, section_no, *place, heading)
        parent = self._open[-1] if self._open else None
        section = Section(section_id, section_no, parent, level, kind, topic, heading, pages, page_no, box)
        self.sections.append(section)
        self._open.append(section)
