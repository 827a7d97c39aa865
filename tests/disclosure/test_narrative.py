"""The text around the tables: paragraphs, outline, contents, claims.

What the seed claims was read from its pages into tests/golden/seed_claims.csv; here the reader is held against it. The
rest are the traps, each with the words that were printed somewhere.
"""

from __future__ import annotations

import csv
import json
import re
from array import array
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.disclosure.cells import FilingContext
from dagster_project.disclosure.narrative import Narrative, read_narrative
from dagster_project.disclosure.narrative.figures import find_figures
from dagster_project.disclosure.narrative.lines import TextLine, TextPage
from dagster_project.disclosure.narrative.paragraphs import paragraphs
from dagster_project.disclosure.pdf import PdfDocument
from dagster_project.disclosure.reader import read
from dagster_project.disclosure.records import Disclosure, NarrativeClaimRecord

GOLDEN = Path(__file__).parents[1] / "golden" / "seed_claims.csv"
SIZE, LEFT, RIGHT = 15.0, 74.0, 524.0


# -- the seed -------------------------------------------------------------------------------------------------------


def test_the_seed_claims_what_is_read_from_its_pages(seed: Disclosure) -> None:
    golden = list(csv.DictReader(GOLDEN.open(encoding="utf-8")))
    headings = {section.section_id: section.heading for section in seed.sections}
    found = [
        {
            "page": claim.page_no, "section": headings[claim.section_id], "claim_kind": claim.claim_kind,
            "topic": claim.topic, "subject_ref": claim.subject_ref, "project_name": claim.project_name_printed,
            "amount": claim.amount, "change": claim.change, "direction": claim.direction,
            "change_percent": claim.change_percent, "share_percent": claim.share_percent, "value": claim.value,
            "value_unit": claim.value_unit, "unit": claim.unit_declared, "decimals": claim.decimals,
            "percent_decimals": claim.percent_decimals, "amount_year": claim.amount_year,
            "base_year": claim.base_year, "base_kind": claim.base_kind,
        }
        for claim in seed.claims
    ]  # fmt: skip
    printed = [{name: "" if value is None else str(value) for name, value in row.items()} for row in found]
    assert printed == [{name: value for name, value in row.items() if name != "raw"} for row in golden]


def test_every_figure_of_the_explanation_is_in_a_claim(seed: Disclosure, seed_bytes: bytes) -> None:
    """Counted from the characters of the pages alone."""
    pages = {page for section in seed.sections if section.section_kind == "explanation" for page in section.pages}
    text = "".join(
        "".join(line.text.replace(" ", "") for line in page.lines if not re.fullmatch(r"- ?\d+ ?-", line.text))
        for page in PdfDocument(seed_bytes).pages()
        if page.number in pages
    )
    printed = sorted(re.findall(r"\d[\d,]*(?:\.\d+)?(?=万元|%)", text))
    claimed: list[Decimal | None] = []
    for claim in seed.claims:
        if claim.claim_kind == "amount":
            claimed.append(claim.amount)
        elif claim.claim_kind == "change":
            claimed += [claim.change, claim.change_percent]
        elif claim.claim_kind == "share":
            claimed.append(claim.share_percent)
    assert len(printed) > 75
    assert sorted(str(value) for value in claimed if value is not None) == printed


def test_claims_stand_where_they_are_printed(seed: Disclosure, seed_bytes: bytes) -> None:
    chars = {page.number: page.chars for page in PdfDocument(seed_bytes).pages()}
    for claim in seed.claims:
        if claim.claim_kind not in ("amount", "share"):
            continue
        inside = [
            char.text
            for char in chars[claim.page_no]
            if claim.x0 - 0.1 <= char.centre[0] <= claim.x1 + 0.1 and claim.top <= char.centre[1] <= claim.bottom
        ]
        assert "".join(inside).strip() == str(claim.amount if claim.claim_kind == "amount" else claim.share_percent)


def test_keys_of_claims_and_sections_are_their_own(seed: Disclosure) -> None:
    claim_ids = {claim.claim_id for claim in seed.claims}
    section_ids = {section.section_id for section in seed.sections}
    assert len(claim_ids) == len(seed.claims)
    assert len(section_ids) == len(seed.sections)
    assert [claim.claim_no for claim in seed.claims] == list(range(1, len(seed.claims) + 1))
    for claim in seed.claims:
        assert claim.section_id in section_ids
        assert {claim.amount_claim_id, claim.whole_claim_id} - {None} <= claim_ids
    for section in seed.sections:
        assert section.parent_section_id is None or section.parent_section_id in section_ids


def test_changes_and_parts_name_their_amount(seed: Disclosure) -> None:
    by_id = {claim.claim_id: claim for claim in seed.claims}
    parts = [
        (by_id[claim.whole_claim_id].topic, claim.topic, claim.subject_ref or claim.project_name_printed)
        for claim in seed.claims
        if claim.whole_claim_id and claim.claim_kind == "amount"
    ]
    assert parts == [
        ("revenue_total", "fund", "一般公共预算财政拨款收入"),
        ("expenditure_total", "basic", None),
        ("expenditure_total", "project", None),
        ("fiscal_appropriation_total", "fund", "一般公共预算财政拨款本年收入"),
        ("fiscal_appropriation_total", "functional_class", "一般公共服务支出"),
        ("fiscal_appropriation_total", "functional_class", "社会保障和就业支出"),
        ("fiscal_appropriation_total", "functional_class", "卫生健康支出"),
        ("fiscal_appropriation_total", "functional_class", "住房保障支出"),
        ("general_public_appropriation", "general_public_appropriation", "本年预算"),
        ("basic", "basic_personnel", None),
        ("basic", "basic_public", None),
        ("basic", "basic_personnel", None),
        ("basic_personnel", "economic_class", "工资福利支出"),
        ("basic_personnel", "economic_class", "对个人和家庭的补助"),
        ("basic", "basic_public", None),
        ("three_public_total", "overseas_travel", None),
        ("three_public_total", "vehicle_total", None),
        ("three_public_total", "official_reception", None),
        ("project", "fund", "一般公共预算本年拨款"),
        ("project", "project_item", "接线员及督导员项目"),
        ("project", "project_item", "综合管理平台信息化运维及网格手持终端通项目"),
        ("procurement_total", "procurement_goods", None),
        ("procurement_total", "procurement_works", None),
        ("procurement_total", "procurement_services", None),
        ("service_purchase_total", "service_purchase_public", None),
        ("service_purchase_total", "service_purchase_support", None),
    ]
    for claim in seed.claims:
        if claim.claim_kind in ("change", "share"):
            assert claim.amount_claim_id is not None
            about = by_id[claim.amount_claim_id]
            assert (about.topic, about.amount, about.sentence) == (claim.topic, claim.amount, claim.sentence)


def test_reasons_of_the_seed(seed: Disclosure) -> None:
    reasons = [claim.reason_text for claim in seed.claims if claim.claim_kind == "change"]
    assert reasons[2:4] == ["人员增加", "落实过“紧日子”要求，压减部分预算"]
    assert reasons[10:13] == [None, None, None]  # 三公经费, 出国, 用车 change without a reason
    assert reasons[-1] == "一是政府集中采购目录调整；二是根据过紧日子相关要求，减少经费支出"


def test_paragraphs_of_the_seed_are_those_of_its_text(seed: Disclosure, seed_truth: dict[str, Any]) -> None:
    """Joined over line ends and page ends, without page numbers; blanks of justified lines are gone."""
    expected = ["".join(item["text"].split()) for item in seed_truth["narrative"] if item["kind"] == "p"]
    found = {line for section in seed.sections for line in section.text.split("\n")}
    assert [text for text in expected if text not in found] == []


def test_outline_of_the_seed(seed: Disclosure) -> None:
    outline = [(s.level, s.section_kind, s.topic, s.heading) for s in seed.sections if s.section_no > 5]
    assert outline == [
        (1, "other", None, "第二部分武昌区城市运行管理中心2026年部门预算表"),
        (1, "explanation", "total", "第三部分武昌区城市运行管理中心2026年部门预算情况说明"),
        (2, "explanation", "total", "一、收支预算总体安排情况"),
        (2, "explanation", "revenue", "二、收入预算安排情况"),
        (2, "explanation", "expenditure", "三、支出预算安排情况"),
        (2, "explanation", "fiscal_appropriation", "四、财政拨款收支预算总体情况"),
        (2, "explanation", "general_public", "五、一般公共预算支出安排情况"),
        (3, "explanation", "general_public", "（一）一般公共预算拨款规模变化情况"),
        (3, "explanation", "general_public", "（二）一般公共预算拨款结构情况"),
        (3, "explanation", "general_public", "（三）一般公共预算拨款具体使用情况"),
        (2, "explanation", "basic", "六、一般公共预算基本支出安排情况"),
        (2, "explanation", "three_public", "七、一般公共预算“三公”经费支出安排情况"),
        (2, "explanation", "government_fund", "八、政府性基金预算支出安排情况"),
        (2, "explanation", "state_capital", "九、国有资本经营预算支出安排情况"),
        (2, "explanation", "project", "十、项目支出安排情况"),
        (2, "explanation", "other", "十一、其他重要事项的情况说明"),
        (3, "explanation", "agency_operating_cost", "（一）机关运行经费情况"),
        (3, "explanation", "procurement", "（二）政府采购预算情况"),
        (3, "explanation", "service_purchase", "（三）政府购买服务预算情况"),
        (3, "explanation", "assets", "（四）国有资产占有使用情况"),
        (3, "explanation", "performance", "（五）预算绩效管理情况"),
        (1, "glossary", None, "第四部分名词解释"),
    ]
    assert [s.section_kind for s in seed.sections[:5]] == ["cover", "contents", "other", "functions", "organisation"]


def test_contents_of_the_seed(seed: Disclosure, seed_truth: dict[str, Any]) -> None:
    assert [entry.heading for entry in seed.contents] == ["".join(entry["text"].split()) for entry in seed_truth["toc"]]
    kinds = [entry.table_kind for entry in seed.contents if entry.table_kind]
    assert kinds == [
        "revenue_expenditure_summary", "revenue", "expenditure", "fiscal_appropriation", "general_public_by_unit",
        "basic_by_economic", "three_public", "government_fund", "state_capital", "project_expenditure",
        "performance_overall", "performance_project",
    ]  # fmt: skip
    assert {entry.level for entry in seed.contents} == {1, 2}


# -- another layout -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shanghai(shared: Path) -> Disclosure:
    name = json.loads((shared / "truth" / "shanghai_putuo_office2025.json").read_text("utf-8"))["file"]
    (path,) = [p for p in (shared / "corpus").rglob("*.pdf") if p.name == Path(name).name]
    return read(path.read_bytes())


def test_titles_without_ordinals_open_sections(shanghai: Disclosure) -> None:
    outline = [(s.section_kind, s.topic) for s in shanghai.sections if s.level == 1]
    assert outline == [
        ("cover", None), ("contents", None), ("functions", "functions"), ("organisation", "organisation"),
        ("glossary", None), ("explanation", "total"), ("other", None), ("explanation", "other"),
        ("explanation", "project"),
    ]  # fmt: skip
    core = [entry.table_kind for entry in shanghai.contents if entry.table_kind]
    assert len(core) == len(set(core)) == 9


def test_figures_before_and_after_the_tables(shanghai: Disclosure) -> None:
    known = [claim for claim in shanghai.claims if claim.topic is not None]
    amounts = {(c.topic, c.subject_ref): c.amount for c in known if c.claim_kind == "amount"}
    assert amounts[("revenue_total", None)] == Decimal("9101.68")
    assert amounts[("fund", "其他收入")] == 0
    assert amounts[("functional_item", "住房保障支出/住房改革支出/购房补贴")] == Decimal("186.77")
    assert amounts[("overseas_travel", None)] == 839
    assert amounts[("procurement_micro", None)] == 34
    assert amounts[("performance_amount", None)] == 6626
    unchanged = [c for c in known if c.direction == "unchanged"]
    assert [(c.change, c.base_year) for c in unchanged] == [(None, 2024)] * 8
    stock = [c for c in known if c.topic == "vehicles" and c.subject_ref is None]
    assert [(c.value, str(c.as_of)) for c in stock] == [(0, "2024-08-31")]
    planned = [c for c in known if c.topic == "asset_other" and c.value_unit == "辆"]
    assert [c.as_of for c in planned] == [None] * 9


# -- traps ----------------------------------------------------------------------------------------------------------


def _line(page_no: int, text: str, x0: float, top: float) -> TextLine:
    """A line of full-width type; digits are half as wide."""
    boxes: array[float] = array("f")
    x = x0
    for char in text:
        width = SIZE / 2 if char.isascii() else SIZE
        boxes.extend((x, top, x + width, top + SIZE))
        x += width
    return TextLine(page_no, text, boxes, SIZE, x0, top, x, top + SIZE)


def printed_pages(*pages: list[str]) -> Iterator[TextPage]:
    """Pages of lines; two full-width blanks before a line are its indent, and every page has its number."""
    for page_no, texts in enumerate(pages, start=1):
        lines = []
        for row, text in enumerate(texts):
            indent = 2 * SIZE if text.startswith("　　") else 0.0
            lines.append(_line(page_no, text.lstrip("　"), LEFT + indent, 90 + row * 28))
        lines.append(_line(page_no, f"- {page_no} -", 290, 790))
        yield TextPage(page_no, 595, 842, tuple(lines), (), False)


def _read(*pages: list[str], year: int = 2026) -> Narrative:
    return read_narrative(list(printed_pages(*pages)), FilingContext("doc", 1, year, "approved_budget", None))


def _claims(heading: str, *texts: str, year: int = 2026) -> list[NarrativeClaimRecord]:
    """Claims of paragraphs under a heading, each on a line of its own."""
    return _read([f"　　{heading}", *(f"　　{text}" for text in texts)], year=year).claims


FULL = "一二三四五六七八九十" * 3  # as long as a line of the text


def test_a_figure_is_joined_over_a_page_end() -> None:
    first = "　　" + (FULL[:20] + "机关服务(项)2026年预算数42.30万")[-28:]
    narrative = _read(
        [f"　　五、一般公共预算支出安排情况{'':1}", "　　" + FULL[:28], FULL, first],
        ["元，比2025年预算增加8.96万元，增长26.39%。", FULL, FULL],
    )
    amounts = [claim for claim in narrative.claims if claim.claim_kind == "amount"]
    assert [(claim.amount, claim.unit_declared, claim.page_no) for claim in amounts] == [(Decimal("42.30"), "万元", 1)]
    change = next(claim for claim in narrative.claims if claim.claim_kind == "change")
    assert (change.page_no, change.amount) == (2, Decimal("42.30"))
    assert "-1-" not in change.sentence.replace(" ", "")


def test_blanks_of_justified_lines_fall_away() -> None:
    paragraph, *_ = paragraphs(list(printed_pages(["　　基 本 支 出 606.28 万 元 ， 占 60.98% 其 中 ：", FULL, FULL])))
    assert paragraph.text.startswith("基本支出606.28万元，占60.98%其中：")
    assert paragraph.folded.startswith("基本支出606.28万元，占60.98%其中：")


def test_thousands_separators_and_full_width_figures() -> None:
    (total, part) = _claims("二、收入预算情况", "收入预算９,101.68万元，其中：事业收入1，262.00万元。")
    assert total.amount == Decimal("9101.68")
    assert part.amount == Decimal("262.00")  # a full-width comma divides; it groups no digits


def test_a_missing_mark_before_其中() -> None:
    claims = _claims(
        "（二）一般公共预算拨款结构情况",
        "基本支出606.28万元，占60.98% 其中：人员经费495.30万元、公用经费110.98万元；项目支出387.86万元，占39.02%。",
    )
    by_id = {claim.claim_id: claim.topic for claim in claims}
    wholes = {claim.topic: by_id.get(claim.whole_claim_id or "") for claim in claims if claim.claim_kind == "amount"}
    assert wholes == {"basic": None, "basic_personnel": "basic", "basic_public": "basic", "project": None}


def test_an_execution_estimate_is_no_budget_of_this_year() -> None:
    claims = _claims(
        "一、预算编制说明",
        "1. “教育支出（类）普通教育（款）小学教育（项）”53.84万元，主要用于学校。2025年当年预算执行数为54.60万元，"
        "2026年预算安排53.84万元，比2025年预算执行数减少1.39 %。主要原因是：学生减少。",
    )
    assert [(c.claim_kind, c.topic, c.amount_year, c.base_kind) for c in claims] == [
        ("amount", "functional_item", 2026, None),
        ("amount", "history_amount", 2025, "execution_estimate"),
        ("amount", "functional_item", 2026, None),
        ("change", "functional_item", 2026, "execution_estimate"),
    ]
    assert (claims[3].change, claims[3].change_percent, claims[3].base_year) == (None, Decimal("1.39"), 2025)
    assert claims[3].reason_text == "学生减少"


def test_上年_is_the_year_before() -> None:
    (amount, change) = _claims("一、三公经费情况", "公务接待费2.5万元，比上年预算减少0.5万元，下降16.67%。")
    assert (change.base_year, change.base_kind, change.direction) == (2025, "approved_budget", "decrease")
    assert change.amount_claim_id == amount.claim_id


def test_a_change_after_a_bracket_is_about_what_stands_before_it() -> None:
    claims = _claims(
        "一、三公经费情况",
        "公务用车购置及运行维护费2.5万元（公务用车购置费0万元，比上年增加0万元；公务用车运行维护费2.5万元，比上年减少1万元）比上年减少1万元，下降28.6%。",
    )
    topics = [(claim.claim_kind, claim.topic) for claim in claims]
    assert topics == [
        ("amount", "vehicle_total"), ("amount", "vehicle_purchase"), ("change", "vehicle_purchase"),
        ("amount", "vehicle_operation"), ("change", "vehicle_operation"), ("change", "vehicle_total"),
    ]  # fmt: skip
    assert claims[1].whole_claim_id == claims[3].whole_claim_id == claims[0].claim_id


def test_a_change_with_a_subject_of_its_own() -> None:
    claims = _claims(
        "（二）支出预算情况", "支出预算100万元，比2025年增加3万元，主要是基本支出增加5.00万元，项目支出减少2.00万元。"
    )
    assert [(c.claim_kind, c.topic, c.change, c.amount) for c in claims] == [
        ("amount", "expenditure_total", None, Decimal(100)),
        ("change", "expenditure_total", Decimal(3), Decimal(100)),
        ("change", "basic", Decimal("5.00"), None),
        ("change", "project", Decimal("2.00"), None),
    ]


def test_nothing_said_to_be_nil_in_a_reason() -> None:
    claims = _claims(
        "一、三公经费情况", "（一）因公出国（境）费0.00万元，与上年预算持平，主要原因是没有因公出国（境）事项。"
    )
    assert [claim.claim_kind for claim in claims] == ["amount", "change"]


@pytest.mark.parametrize(
    ("heading", "sentence", "topic"),
    [
        ("八、政府性基金预算支出情况", "2026年没有使用政府性基金预算拨款安排的支出。", "government_fund_expenditure"),
        ("二、机关运行经费预算", "本单位无机关运行经费。", "agency_operating_cost"),
        ("八、国有资本经营预算情况", "本部门未安排国有资本经营预算支出。", "state_capital_expenditure"),
    ],
)
def test_nil_statements(heading: str, sentence: str, topic: str) -> None:
    (claim,) = _claims(heading, sentence)
    assert (claim.claim_kind, claim.topic, claim.amount) == ("none_statement", topic, None)


def test_a_nought_without_a_unit() -> None:
    (amount, change) = _claims("一、三公经费情况", "公务接待费为0，与2025年预算持平。")
    assert (amount.amount, amount.unit_declared, amount.topic) == (0, None, "official_reception")
    assert (change.direction, change.change) == ("unchanged", None)


def test_a_threshold_is_part_of_a_name() -> None:
    (claim,) = _claims(
        "五、国有资产占有使用情况", "截至2025年8月31日，单价100万元（含）以上设备（不含车辆）1台（套）。"
    )
    assert (claim.topic, claim.value, claim.value_unit, str(claim.as_of)) == ("large_equipment", 1, "台", "2025-08-31")


def test_what_the_vocabulary_does_not_know_is_kept() -> None:
    (claim,) = _claims("一、收支预算总体情况", "另有某某专款12.5万元。")
    assert (claim.claim_kind, claim.topic, claim.amount, claim.subject_ref) == (
        "amount",
        None,
        Decimal("12.5"),
        "另有某某专款",
    )


def test_figures_in_words_and_figures_that_are_none() -> None:
    figures = find_figures("新增十二名人员，第三名，2026年预算，占20%，100万元以上，人均1.5万元，12人次")
    assert [(figure.kind, figure.value, figure.unit) for figure in figures] == [
        ("things", 12, "名"), ("percent", 20, "%"), ("money", Decimal("1.5"), "万元"),
    ]  # fmt: skip


def test_functions_and_glossary_claim_nothing() -> None:
    text = "支持企业10家，投入100万元。"
    assert _claims("一、主要职责", text) == []
    assert _claims("四、名词解释", text) == []


def _with_contents(title: list[str], *bodies: list[str]) -> Narrative:
    first, *rest = list(printed_pages(title, *bodies))
    pages = [TextPage(1, first.width, first.height, first.lines, (), True), *rest]
    return read_narrative(pages, FilingContext("doc", 1, 2026, "approved_budget", None))


def test_contents_go_on_over_a_page_and_end_where_the_body_begins() -> None:
    narrative = _with_contents(
        ["目 录", "第一部分 部门概况 ……… 1", "一、主要职能。", "第二部分 部门预算表 ……… 3", "一、部门收支总表 ……… 4"],
        [
            "二、部门收入总表 ……… 5",
            "第三部分 名词解释 ……… 7",
            "第一部分 某某局概况",
            "一、主要职能",
            "　　支持企业10家。",
        ],
    )
    assert [(e.level, e.heading, e.page_no_printed, e.table_kind) for e in narrative.contents] == [
        (1, "第一部分部门概况", 1, None),
        (2, "一、主要职能。", None, None),
        (1, "第二部分部门预算表", 3, None),
        (2, "一、部门收支总表", 4, "revenue_expenditure_summary"),
        (2, "二、部门收入总表", 5, "revenue"),
        (1, "第三部分名词解释", 7, None),
    ]
    assert [s.heading for s in narrative.sections] == ["目录", "第一部分某某局概况", "一、主要职能"]


def test_a_number_before_money_names_it() -> None:
    claims = _claims("五、国有资产占有使用情况", "固定资产3149.52万元，在建工程1项12277.73万元。")
    money = [(claim.topic, claim.subject_ref, claim.amount) for claim in claims if claim.claim_kind == "amount"]
    assert money == [
        ("asset_other", "固定资产", Decimal("3149.52")), ("asset_other", "在建工程", Decimal("12277.73")),
    ]  # fmt: skip


# -- what a region nobody has seen may print -----------------------------------------------------------------------


def _said(claim: NarrativeClaimRecord) -> tuple[Any, ...]:
    """What a claim says, as short as it can be told."""
    numbers = (claim.amount, claim.change, claim.change_percent, claim.share_percent, claim.value)
    return claim.claim_kind, claim.topic, tuple(str(number) for number in numbers if number is not None)


def test_the_money_that_pays_is_not_what_a_figure_is_about() -> None:
    claims = _claims(
        "六、其他事项说明",
        "2026年一般公共预算安排宣传印刷费12.5万元，比上年增加2.5万元。",
        "使用政府性基金预算资金安排的会议费3万元。",
        "财政拨款安排“三公”经费4.8万元。",
    )
    assert [(claim.topic, claim.table_kind, str(claim.amount)) for claim in claims] == [
        (None, None, "12.5"),
        (None, None, "12.5"),
        ("meetings", None, "3"),
        ("three_public_total", "three_public", "4.8"),
    ]


def test_parts_of_the_money_of_a_fund_are_looked_for_in_its_tables() -> None:
    claims = _claims(
        "三、财政拨款情况说明",
        "一般公共预算财政拨款支出300万元，其中：基本支出100万元，项目支出200万元。",
        "政府性基金预算支出50万元，其中：项目支出50万元。",
    )
    assert [(claim.topic, claim.table_kind, claim.measure) for claim in claims] == [
        ("general_public_appropriation", "general_public_by_function", "total"),
        ("basic", "general_public_by_function", "basic"),
        ("project", "general_public_by_function", "project"),
        ("government_fund_expenditure", "government_fund", "total"),
        ("project", None, None),
    ]


def test_a_change_after_a_list_is_about_the_whole() -> None:
    claims = _claims(
        "一、收支预算总体情况",
        "本单位预算收入420万元，其中：一般公共预算拨款400万元、其他收入20万元，较上年增加42万元，增长11.11%。",
    )
    assert _said(claims[-1]) == ("change", "revenue_total", ("420", "42", "11.11"))
    unclear = _claims(
        "一、收支预算总体情况", "预算收入420万元，其中：事业收入400万元，其他收入20万元，较上年增加42万元。"
    )
    assert _said(unclear[-1]) == ("change", None, ("42",))
    own = _claims(
        "一、收支预算总体情况", "预算收入420万元，其中：事业收入400万元，增加40万元，其他收入20万元，增加2万元。"
    )
    assert [claim.topic for claim in own if claim.claim_kind == "change"] == ["fund", "fund"]


@pytest.mark.parametrize(
    ("sentence", "direction", "change", "percent", "base_kind"),
    [
        ("三公经费预算8万元，较2025年年初预算数减少2万元，下降20%。", "decrease", "2", "20", "approved_budget"),
        ("三公经费预算8万元，同比减少2万元（20%），主要原因是压减开支。", "decrease", "2", "20", None),
        ("三公经费预算8万元，与上年执行数相比增加2万元，增长33.33％。", "increase", "2", "33.33", "execution_estimate"),
        ("三公经费预算8万元，比2024年决算数减少2万元。", "decrease", "2", None, "final_accounts"),
        ("三公经费预算８万元，与上年预算数相等。", "unchanged", None, None, "approved_budget"),
        ("三公经费预算8万元，本年数小于上年预算数2万元。", "decrease", "2", None, "approved_budget"),
        ("三公经费预算8万元，较上年无增减变化。", "unchanged", None, None, None),
        ("三公经费预算8万元，与上年保持一致。", "unchanged", None, None, None),
    ],
)
def test_ways_to_state_a_change(
    sentence: str, direction: str, change: str | None, percent: str | None, base_kind: str | None
) -> None:
    (claim,) = [claim for claim in _claims("二、“三公”经费情况", sentence) if claim.claim_kind == "change"]
    numbers = tuple(None if number is None else str(number) for number in (claim.change, claim.change_percent))
    assert (claim.direction, *numbers, claim.base_kind) == (direction, change, percent, base_kind)
    assert claim.amount == 8
    assert claim.topic == "three_public_total"


def test_a_share_is_of_the_whole_that_it_names() -> None:
    texts = ("财政拨款支出90万元，占本年支出合计的90%。", "　　其中公务接待费1万元，占培训费的5%。")
    claims = _read(
        ["　　三、支出预算情况", "　　支出合计100万元。", "　　四、财政拨款支出情况", f"　　{texts[0]}", texts[1]]
    ).claims
    total, _, share, *_, unknown = claims
    assert (share.claim_kind, share.whole_claim_id, share.amount) == ("share", total.claim_id, 90)
    assert (unknown.claim_kind, unknown.whole_claim_id, unknown.amount) == ("share", None, None)


def test_lists_below_a_kind_of_expenditure_are_no_rows() -> None:
    claims = _claims(
        "七、一般公共预算支出情况", "（1）公用经费：①行政运行（2010101）124.00万元；②培训支出（2050803）2万元。"
    )
    assert [(claim.subject_ref, claim.subject_code, str(claim.amount), claim.table_kind) for claim in claims] == [
        ("行政运行", "2010101", "124.00", None),
        ("培训支出", "2050803", "2", None),
    ]


def test_a_total_below_the_name_of_a_group_is_that_of_the_group() -> None:
    claims = _read(
        [
            "　　五、财政拨款支出情况",
            "　　（一）公共安全支出（类）",
            "　　检察（款）：2026年预算支出合计160万元。其中：",
            "　　1.行政运行（项）支出100万元。",
        ]
    ).claims
    assert [(claim.topic, claim.subject_ref) for claim in claims] == [
        ("functional_item", "检察"),
        ("functional_item", "行政运行"),
    ]


def test_figures_at_the_begin_of_a_line_go_on_with_the_sentence() -> None:
    """2026年烟台市住房和城乡建设局, page 34: 一般公共预算收入增加 | 12,895.94万元."""
    (claim,) = _read(["　　一、收支情况说明", "　　1.一般公共预算收入比上年增加", "12,895.94万元。"]).claims
    assert _said(claim) == ("change", "fund", ("12895.94",))


def test_nothing_left_over_is_not_nothing_this_year() -> None:
    """宣传部_2026年部门预算, page 12: 无2020年结转的“三公”经费支出, beside 三公经费 6.51 of the year."""
    assert _claims("六、“三公”经费情况", "本部门无2025年结转的“三公”经费支出。") == []
    (claim,) = _claims("六、“三公”经费情况", "本部门2026年无因公出国（境）经费预算。")
    assert (claim.claim_kind, claim.topic) == ("none_statement", "overseas_travel")


def test_amounts_of_the_year_before_without_a_word_that_compares() -> None:
    """2026年烟台市住房和城乡建设局, page 35: 比上年预算（注：上年3,468.18万元…）减少1271.66万元."""
    amount, past, change = _claims(
        "四、委托业务费情况",
        "委托业务费预算为2,196.52万元，比上年预算（注：上年3,468.18万元）减少1271.66万元，下降36.67%。",
    )
    assert (past.topic, past.amount_year) == ("history_amount", 2025)
    assert (change.amount, change.change_percent) == (amount.amount, Decimal("36.67"))
    (carried,) = _claims("二、收入预算情况", "上年结转20万元。")
    assert (carried.topic, carried.fund_source) == ("fund", "carryover")


def test_a_kind_of_expenditure_below_all_expenditure_is_that_of_all_funds() -> None:
    """2026年北京市司法局, page 7: 基本支出 19170.50 stands in 支出总表, 一般公共预算 alone has 19,108.43."""
    below = _read(
        ["　　三、支出预算情况说明", "　　支出预算100万元。", "　　（一）基本支出", "　　基本支出预算60万元。"]
    ).claims[-1]
    assert (below.topic, below.table_kind) == ("basic", "expenditure")
    named = _read(["　　第三部分 预算情况说明", "　　六、一般公共预算基本支出情况", "　　基本支出60万元。"]).claims[-1]
    assert (named.topic, named.table_kind) == ("basic", "basic_by_economic")


def test_a_total_with_a_year_end_balance_is_that_of_both_sides() -> None:
    """2026年北京市宣传部, page 5: 支出预算 133247.98 with 年终结转结余 301.35; 支出总表 has 132,946.63."""
    claims = _claims(
        "三、支出预算情况说明", "支出预算100万元。", "基本支出90万元，占本年支出预算100%。", "年终结转结余资金10万元。"
    )
    assert claims[0].table_kind == "revenue_expenditure_summary"
    assert (claims[2].claim_kind, claims[2].amount, claims[2].whole_claim_id) == ("share", None, None)
