"""Which kind of table it is: by title, by what it shows, by both, and by neither."""

from __future__ import annotations

import pytest

from dagster_project.disclosure import vocabulary
from dagster_project.disclosure.recognition import TableEvidence, recognise

FUNCTIONS = ("一般公共服务支出", "财政事务", "行政运行", "社会保障和就业支出")
FUNCTION_CODES = ("201", "20106", "2010601", "208")
ECONOMIC = ("工资福利支出", "基本工资", "商品和服务支出", "办公费")
ECONOMIC_CODES = ("301", "30101", "302", "30201")
INCOME = ("一般公共预算拨款收入", "政府性基金预算拨款收入", "财政专户管理资金收入", "事业收入", "上级补助收入")


def shown(
    title: str = "", columns: tuple[str, ...] = (), labels: tuple[str, ...] = (), codes: tuple[str, ...] = ()
) -> TableEvidence:
    return TableEvidence(vocabulary.fold(title), columns, labels, codes)


UNTITLED = [
    ("revenue", shown(columns=("科目编码", "科目名称", "合计", *INCOME), labels=FUNCTIONS, codes=FUNCTION_CODES)),
    (
        "expenditure",
        shown(
            columns=("科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级支出", "事业单位经营支出"),
            labels=FUNCTIONS,
            codes=FUNCTION_CODES,
        ),
    ),
    (
        "revenue_expenditure_summary",
        shown(
            columns=("收入/项目", "收入/预算数", "支出/项目", "支出/预算数"),
            labels=(*INCOME, *FUNCTIONS, "收入总计", "支出总计"),
        ),
    ),
    (
        "basic_by_economic",
        shown(columns=("科目编码", "科目名称", "合计", "人员经费", "公用经费"), labels=ECONOMIC, codes=ECONOMIC_CODES),
    ),
    (
        "three_public",
        shown(
            columns=(
                "合计",
                "因公出国(境)费",
                "公务用车购置及运行费/购置费",
                "公务用车购置及运行费/运行费",
                "公务接待费",
            )
        ),
    ),
]


@pytest.mark.parametrize(("kind", "evidence"), UNTITLED, ids=[kind for kind, _ in UNTITLED])
def test_a_table_without_a_title_shows_what_it_is(kind: str, evidence: TableEvidence) -> None:
    found = recognise(evidence)
    assert found.kind == kind, found.evidence
    assert found.score >= vocabulary.tables().weights.enough


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("××区2027年部门收支平衡表", "revenue_expenditure_summary"),
        ("2027年部门收支预算总体情况表", "revenue_expenditure_summary"),
        ("二、收入预算总表", "revenue"),
        ("部门支出总体情况表", "expenditure"),
        ("财政拨款收支预算总表", "fiscal_appropriation"),
        ("一般公共预算财政拨款支出预算表", "general_public_by_function"),
        ("一般公共预算财政拨款基本支出表", "basic_by_economic"),
        ("一般公共预算“三公”经费支出情况表", "three_public"),
        ("政府性基金预算财政拨款支出表", "government_fund"),
        ("国有资本经营预算财政拨款支出表", "state_capital"),
        ("政府采购（资产配置、购买服务）预算表", "procurement"),
        ("政府购买服务支出表", "service_purchase"),
    ],
)
def test_an_empty_table_is_what_its_title_says(title: str, kind: str) -> None:
    assert recognise(shown(title, ("科目编码", "科目名称", "合计"))).kind == kind


def test_codes_outweigh_a_title() -> None:
    """Found in a 2021 budget, page 28: 基本支出明细表 with its second line cut off lists functional subjects."""
    evidence = shown("一般公共预算基本支出明细表", ("科目编码", "科目名称", "合计"), FUNCTIONS, FUNCTION_CODES)
    assert recognise(evidence).entry is None


def test_what_nothing_names_is_unknown_and_says_so() -> None:
    found = recognise(shown("值班安排明细表", ("日期", "人员", "金额"), ("元旦",)))
    assert (found.entry, found.kind, found.score) == (None, "other", 0)


def test_two_kinds_with_as_many_votes_leave_the_kind_open() -> None:
    evidence = shown(columns=("科目编码", "科目名称", "合计", "基本支出", "项目支出"), codes=FUNCTION_CODES)
    assert recognise(evidence).entry is None


def test_a_kind_that_another_table_shows_better_is_not_for_choice() -> None:
    evidence = dict(UNTITLED)["basic_by_economic"]
    assert recognise(evidence, frozenset({"basic_by_economic"})).entry is None


def test_the_evidence_tells_each_vote() -> None:
    evidence = shown(
        "一般公共预算基本支出表", ("科目编码", "科目名称", "合计", "人员经费", "公用经费"), ECONOMIC, ECONOMIC_CODES
    )
    told = recognise(evidence).evidence
    for vote in ("title 一般公共预算基本支出表 +0.50", "codes economic +0.25", "columns 人员, 公用 +0.10"):
        assert vote in told


@pytest.mark.parametrize(
    ("codes", "labels", "coding"),
    [
        (FUNCTION_CODES, (), "functional"),
        (ECONOMIC_CODES, FUNCTIONS, "economic"),  # codes come before names
        ((), FUNCTIONS, "functional"),
        ((), ("机关工资福利支出", "机关商品和服务支出"), "government_economic"),
        (("201", "301"), (), None),
        ((), ("甲项目",), None),
    ],
)
def test_what_rows_are_coded_by(codes: tuple[str, ...], labels: tuple[str, ...], coding: str | None) -> None:
    assert shown(labels=labels, codes=codes).coding == coding
