"""The layouts, as data: what tables, columns, rows and documents are called in print, loaded and validated once.

Belongs here: the shape of the vocabulary files and their loader. To teach the project a new word, add it to a file
beside this one. Does not belong here: any word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

Pattern = Annotated[re.Pattern[str], BeforeValidator(re.compile)]
_UNIT = re.compile(r"\((?:单位:)?[万亿]?元\)")  # in a header: 合计(万元)
_YEAR = re.compile(r"(20\d\d)年")
_OF_WHICH = re.compile(r"^其中[:：]?")
_NO_ITEM = ("amount", "other", "share")  # measures that a total below does not take over
_QUOTES = re.compile(r"[\s“”\"'‘’「」]")


def fold(text: str) -> str:
    """Text as the vocabulary compares it: NFKC, without blanks and quotation marks."""
    return _QUOTES.sub("", unicodedata.normalize("NFKC", text))


def _as_budget(text: str) -> str:
    """Titles and headers of final accounts are those of a budget but for one word."""
    return text.replace("决算", "预算")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Weights(_Entry):
    """What titles are worth, and what a kind needs to be taken."""

    title: float
    weak_title: float
    place: float
    enough: float
    lead: float


class Sign(_Entry):
    """Something that a table of a kind shows, or (with a negative weight) does not."""

    seen: Literal["columns", "labels", "codes", "sides", "title"]
    words: list[Pattern] = []
    at_least: int = 1
    weight: float


class Coding(_Entry):
    """What rows are coded by, by the first digits of a code or by a name."""

    coding: str
    code: Pattern
    name: Pattern


class TableKind(_Entry):
    """A kind of table, the titles that name it and the signs that it shows."""

    kind: str
    titles: list[Pattern]
    weak_titles: list[Pattern] = []
    unless: Pattern | None = None
    signs: list[Sign] = []
    fund_source: str | None = None
    classification: str | None = None
    nil: Pattern | None = None

    def is_named_by(self, title: str) -> bool:
        """Whether a folded line is a title of this kind."""
        return _any(self.titles, title) and not (self.unless and self.unless.search(title))

    def is_hinted_by(self, title: str) -> bool:
        """Whether a folded line may be a title of this kind, among others."""
        return _any(self.weak_titles, title) and not (self.unless and self.unless.search(title))


def _any(patterns: list[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


class CaptionPatterns(_Entry):
    """What the lines around a table say."""

    table_no: Pattern
    unit: Pattern
    unit_bare: Pattern
    organisation: Pattern
    organisation_label: Pattern
    note: Pattern
    page_number: Pattern


class Tables(_Entry):
    """vocabulary/tables.yaml"""

    weights: Weights
    kinds: list[TableKind]
    order: list[str]
    codings: list[Coding]
    core: frozenset[str]
    panels: frozenset[str]
    panels_at_times: frozenset[str]
    itemised: dict[str, frozenset[str]]
    forms: frozenset[str]
    captions: CaptionPatterns
    nil_note: Pattern
    unnamed_total: str
    unnamed_last_total: str

    def kind_named(self, title: str) -> TableKind | None:
        """The kind that a folded title names."""
        title = _as_budget(title)
        return next((entry for entry in self.kinds if entry.is_named_by(title)), None)

    def kind_hinted(self, title: str) -> TableKind | None:
        """The kind that a folded title may name, among others."""
        title = _as_budget(title)
        return next((entry for entry in self.kinds if entry.is_hinted_by(title)), None)

    def is_title(self, line: str) -> bool:
        """Whether a folded line is, or may be, the title of a table."""
        line = _as_budget(line)
        return any(entry.is_named_by(line) or entry.is_hinted_by(line) for entry in self.kinds)

    def entry(self, kind: str) -> TableKind:
        """The entry of a kind by its name. KeyError for a name that the vocabulary does not have."""
        for entry in self.kinds:
            if entry.kind == kind:
                return entry
        raise KeyError(kind)

    def nil_kind(self, note: str) -> str | None:
        """The kind whose own money a folded note speaks of."""
        return next((entry.kind for entry in self.kinds if entry.nil and entry.nil.search(note)), None)


class ColumnWords(_Entry):
    """What a header path means."""

    path: Pattern
    role: str = "money"
    measure: str | None = None
    fund_source: str | None = None
    vintage: str | None = None
    expenditure_kind: str | None = None
    value_unit: str | None = None
    unless_beside: str | None = None
    kinds: frozenset[str] | None = None
    unless_kinds: frozenset[str] = frozenset()
    generic: bool = False


class Composition(_Entry):
    """A measure and the measures that add up to it."""

    whole: str
    parts: list[str]
    kinds: frozenset[str]


class Columns(_Entry):
    """vocabulary/columns.yaml"""

    columns: list[ColumnWords]
    amount_leaf: Pattern
    compositions: list[Composition]
    amount_words: Pattern
    phases: dict[str, Pattern]
    previous_year: Pattern
    changes: Pattern
    period_row: Pattern
    comparison_row: Pattern
    sides: dict[str, Pattern]
    classifications: dict[str, Pattern]

    def meaning(self, path: str, kind: str) -> ColumnWords | None:
        """What this folded header path means in a table of this kind."""
        path = _UNIT.sub("", _as_budget(path))
        *above, leaf = path.split("/")
        while above and self.amount_leaf.fullmatch(leaf):
            leaf = above.pop()
        plain = "/".join([*above, leaf])
        part = _OF_WHICH.sub("", leaf)
        if part != leaf:
            found = self._first("/".join([*above, part]), kind)
            if found is not None and found.expenditure_kind is not None:
                return found
        found = self._first(plain, kind)
        # Above a word for amounts, words for names (支出功能分类科目/预算数) say nothing of the column.
        says_nothing = found is None or found.measure == "other" or (found.role != "money" and plain != path)
        return (self._first(path, kind) or found) if says_nothing else found

    def is_unit_code(self, path: str) -> bool:
        """Whether codes of units stand under this folded header path, in any kind of table."""
        words = self.meaning(path, "")
        return words is not None and words.role == "unit_code"

    def whole(self, path: str, kind: str) -> ColumnWords | None:
        """What the words above the last one mean, where they mean an item that the last one can be the total of."""
        above = _as_budget(path).rpartition("/")[0]
        found = self._first(above, kind) if above else None
        if found is None or found.role != "money" or found.generic or found.measure in _NO_ITEM:
            return None
        return found

    def of_measure(self, measure: str) -> ColumnWords:
        """The words of a measure in any kind of table. KeyError for a measure that no entry has."""
        for entry in self.columns:
            if entry.measure == measure and entry.vintage is None:
                return entry
        raise KeyError(measure)

    def _first(self, path: str, kind: str) -> ColumnWords | None:
        for entry in self.columns:
            speaks_of_kind = (entry.kinds is None or kind in entry.kinds) and kind not in entry.unless_kinds
            if speaks_of_kind and entry.path.search(path):
                return entry
        return None

    def year(self, path: str, fiscal_year: int) -> int:
        """The year that the figures under this folded header path are about."""
        if self.changes.search(path):
            return fiscal_year
        named = _YEAR.search(path)
        if named:
            return int(named[1])
        return fiscal_year - 1 if self.previous_year.search(path) else fiscal_year

    def phase(self, path: str) -> str | None:
        """The phase of the budget that a folded header path names."""
        if self.changes.search(path):
            return None
        return next((phase for phase, pattern in self.phases.items() if pattern.search(path)), None)


class RowRoleWords(_Entry):
    """What a label makes of its row."""

    label: Pattern
    role: str
    kinds: frozenset[str] | None = None


class RowItemWords(_Entry):
    """Which item a row is about, in a table whose lines are items."""

    label: Pattern
    line_item: str
    kinds: frozenset[str]


class FundSourceWords(_Entry):
    """Which source of money an income line names."""

    label: Pattern
    fund_source: str


class Ordinal(_Entry):
    """A way of numbering lines, and its depth in an outline."""

    pattern: Pattern
    level: int


class Rows(_Entry):
    """vocabulary/rows.yaml"""

    roles: list[RowRoleWords]
    line_items: list[RowItemWords]
    fund_sources: list[FundSourceWords]
    branch: Pattern
    ordinals: list[Ordinal]
    level_marks: list[Ordinal]
    unit_name: Pattern
    common_items: dict[str, str]

    def line_item(self, name: str, kind: str) -> str | None:
        """The item that a folded name of a row stands for, in a table of this kind."""
        return next((e.line_item for e in self.line_items if kind in e.kinds and e.label.search(name)), None)


class Identity(_Entry):
    """vocabulary/identity.yaml"""

    titles: list[Pattern]
    undated_title: Pattern
    book_marks: Pattern
    past_year: Pattern
    title_tail: Pattern
    name_behind: Pattern
    title_lines: int
    title_length: int
    not_a_title: Pattern
    leaders: Pattern
    item_number: Pattern
    year: Pattern
    year_alone: Pattern
    in_brackets: Pattern
    column_year: Pattern
    label_year: Pattern
    chinese_year: Pattern
    chinese_digits: dict[str, int]
    labelled_name: Pattern
    name_before_unit: Pattern
    superior_label: Pattern
    name_label: Pattern
    named_heading: Pattern
    named_table: Pattern
    name_noise: Pattern
    name_code: Pattern
    code_behind: Pattern
    level_words: Pattern
    organisation: Pattern
    division: Pattern
    before_division: Pattern
    goes_on: Pattern
    not_a_name: Pattern
    final_accounts: Pattern
    budget: Pattern
    unit_scope: Pattern
    department_scope: Pattern
    correction: Pattern
    printed_date: Pattern
    government_title: Pattern
    taxes: Pattern


class FormColumn(_Entry):
    """What a column of a list inside of a form holds."""

    role: str
    path: Pattern
    year_role: str | None = None
    horizon: str | None = None
    line_item: str | None = None
    attribute: str | None = None


class FormList(_Entry):
    """A list inside of a form: the words that its header must hold, and its columns."""

    name: str
    needs: list[Pattern]
    columns: list[FormColumn]


class FormLineItem(_Entry):
    """What a line of a list is about."""

    list: str
    label: Pattern
    line_item: str
    side: str | None = None
    fund_source: str | None = None
    role: str = "detail"


class FormAttribute(_Entry):
    """A label whose value stands beside it."""

    attribute: str
    label: Pattern
    line_item: str | None = None


class FormHorizon(_Entry):
    """Words over a list and the horizon that they give it."""

    text: Pattern
    horizon: str


class TargetOperator(_Entry):
    """How a target compares."""

    pattern: Pattern
    operator: str


class Forms(_Entry):
    """vocabulary/forms.yaml"""

    lists: list[FormList]
    line_items: list[FormLineItem]
    attributes: list[FormAttribute]
    horizons: list[FormHorizon]
    target_row: Pattern
    overall: Pattern
    levels_in_one: Pattern
    code_and_name: Pattern
    sheet_title: Pattern
    operators: list[TargetOperator]
    operators_after: list[TargetOperator]

    def line_item(self, list_name: str, label: str) -> FormLineItem | None:
        """What a folded label of this list is about."""
        return next((item for item in self.line_items if item.list == list_name and item.label.search(label)), None)

    def attribute(self, label: str) -> FormAttribute | None:
        """The attribute that a folded label names; labels are short."""
        if len(label) > 20:
            return None
        return next((entry for entry in self.attributes if entry.label.search(label)), None)

    def horizon(self, text: str) -> str | None:
        """The horizon that a folded text names."""
        return next((entry.horizon for entry in self.horizons if entry.text.search(text)), None)


class Outline(_Entry):
    """How headings and the contents page look."""

    part: Pattern
    contents_title: Pattern
    before_year: Pattern
    leaders: Pattern
    names_table: Pattern
    not_a_heading: Pattern
    heading_length: int


class SectionWords(_Entry):
    """What a heading says of its section."""

    heading: Pattern
    kind: str = ""
    topic: str = ""


class FigureWords(_Entry):
    """Units of figures in sentences, and the words beside them."""

    money_units: str
    quantity_units: str
    count_units: str
    worded_units: str
    at_line_begin: Pattern
    threshold: Pattern
    before_bare_zero: Pattern


class DirectionWords(_Entry):
    """Words for up and down."""

    words: str
    direction: str


class BaseKindWords(_Entry):
    """What a comparison is made with."""

    words: Pattern
    kind: str


class SubjectCodeTopic(_Entry):
    """What a printed code is a code of."""

    code: Pattern
    topic: str


class ClaimTopic(_Entry):
    """What a figure of money is about."""

    topic: str
    words: Pattern
    unless: Pattern | None = None
    unless_sentence: Pattern | None = None
    limited: Pattern | None = None
    sections: frozenset[str] | None = None
    named: bool = False
    project: bool = False
    fund_source: str | None = None
    side: str | None = None


class ContextWords(_Entry):
    """Words, and topics of wholes, that say of which money a figure speaks, whatever its section explains."""

    words: Pattern
    wholes: frozenset[str]
    context: str
    topics: frozenset[str]


class CountedTopic(_Entry):
    """What a number of things is about."""

    topic: str
    units: Pattern
    before: Pattern | None = None
    after: Pattern | None = None
    unless: Pattern | None = None
    name: Pattern | None = None
    like_whole: bool = False
    sections: frozenset[str] | None = None


class Enumeration(_Entry):
    """A list of things named without figures."""

    topic: str
    trigger: Pattern
    sections: frozenset[str] | None = None


class ClaimCell(_Entry):
    """The table that holds the figure of a topic."""

    topic: str
    table_kind: str
    measure: str
    side: str | None = None
    sections: frozenset[str] | None = None


class Narrative(_Entry):
    """vocabulary/narrative.yaml"""

    outline: Outline
    section_kinds: list[SectionWords]
    titles: Pattern
    section_topics: list[SectionWords]
    figures: FigureWords
    directions: list[DirectionWords]
    after_direction: str
    unchanged: Pattern
    base: Pattern
    base_kinds: list[BaseKindWords]
    other_phase: Pattern
    past: Pattern
    share: Pattern
    share_of: Pattern
    as_of: Pattern
    reason: Pattern
    reason_goes_on: Pattern
    parts: Pattern
    parts_of: Pattern
    nil: Pattern
    nil_of_another_year: Pattern
    list_of_a_kind: Pattern
    financed_by: Pattern
    lead_noise: Pattern
    tail_noise: Pattern
    generic_lead: Pattern
    subject_paths: list[Pattern]
    subject_code: Pattern
    subject_code_topics: list[SubjectCodeTopic]
    topics: list[ClaimTopic]
    contexts: list[ContextWords]
    sides_of_a_fund: frozenset[str]
    counted: list[CountedTopic]
    enumerations: list[Enumeration]
    enumeration_tail: Pattern
    enumerated: Pattern
    cells: list[ClaimCell]

    def section_kind(self, heading: str) -> str | None:
        """The kind of section that a folded heading opens."""
        return next((entry.kind for entry in self.section_kinds if entry.heading.search(heading)), None)

    def section_topic(self, heading: str) -> str | None:
        """What a section with this folded heading explains."""
        return next((entry.topic for entry in self.section_topics if entry.heading.search(heading)), None) or None

    def cell(self, topic: str | None, section_topic: str | None) -> ClaimCell | None:
        """The table that holds the figure of a topic that is spoken of in such a section."""
        for entry in self.cells:
            if entry.topic == topic and (entry.sections is None or section_topic in entry.sections):
                return entry
        return None


_Model = TypeVar("_Model", bound=BaseModel)


def _load(name: str, model: type[_Model]) -> _Model:
    document: Any = yaml.safe_load(files(__name__).joinpath(name).read_text("utf-8"))
    return model.model_validate(document)


@cache
def tables() -> Tables:
    return _load("tables.yaml", Tables)


@cache
def columns() -> Columns:
    return _load("columns.yaml", Columns)


@cache
def rows() -> Rows:
    return _load("rows.yaml", Rows)


@cache
def identity() -> Identity:
    return _load("identity.yaml", Identity)


@cache
def forms() -> Forms:
    return _load("forms.yaml", Forms)


@cache
def narrative() -> Narrative:
    return _load("narrative.yaml", Narrative)
