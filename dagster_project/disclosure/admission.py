"""Whether a document is a departmental budget disclosure at all.

It is one by its content: a core statement with figures, or a text that explains a budget figure by figure. Notices,
laws and news speak of budgets and hold neither; the budget of a government is a disclosure of another kind. Belongs
here: that decision. Does not belong here: whose budget it is (`identity`).
"""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.cells import FilingContext
from dagster_project.disclosure.census import PrintedNumber
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.identity import IdentityEvidence
from dagster_project.disclosure.narrative import TextPage, read_narrative
from dagster_project.disclosure.pages import within
from dagster_project.disclosure.statements import Statement

_CORE_FIGURES = 3  # a blank form in the annex of a notice has the titles of the tables and no figures
_BUDGET_WORDS = 3
_EXPLAINED_AMOUNTS = 3


def require_budget(
    statements: Sequence[Statement], census: Sequence[PrintedNumber], evidence: IdentityEvidence,
    text_pages: Sequence[TextPage],
) -> None:  # fmt: skip
    """Rejected(not_a_budget_disclosure) where it is none."""
    government = evidence.says_government
    if government is not None:
        raise Rejected("not_a_budget_disclosure", f"the budget of a government, not of a department: {government}")
    core = [statement for statement in statements if statement.kind in vocabulary.tables().core]
    if _figures(core, census) >= _CORE_FIGURES:
        return
    if evidence.budget_words < _BUDGET_WORDS and not evidence.says_disclosure:
        raise Rejected("not_a_budget_disclosure", "no statement of a budget and no words of one")
    # What the amounts are is not asked here, so that the year of the context does not matter.
    claims = read_narrative(text_pages, FilingContext("", 1, 0, "approved_budget", None)).claims
    if sum(claim.claim_kind == "amount" for claim in claims) < _EXPLAINED_AMOUNTS:
        raise Rejected("not_a_budget_disclosure", "words of a budget, but no statement with figures and no explanation")


def _figures(statements: Sequence[Statement], census: Sequence[PrintedNumber]) -> int:
    """How many printed numbers stand in these statements."""
    frames = [frame for statement in statements for frame in statement.frames]
    return sum(any(page == number.page_no and within(number.box, box) for page, box in frames) for number in census)
