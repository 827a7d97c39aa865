"""What covers say, and what they say that cannot be. Covers are invented after the ways in which real ones differ."""

from __future__ import annotations

from datetime import date

import pytest

from dagster_project.disclosure.divisions import division_of
from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.given import Given
from dagster_project.disclosure.identity import IdentityEvidence


def _evidence(*pages: list[str]) -> IdentityEvidence:
    evidence = IdentityEvidence()
    for page_no, lines in enumerate(pages, start=1):
        evidence.add_page(page_no, lines)
    return evidence


@pytest.mark.parametrize(
    ("printed", "published_on"),
    [
        ("2026年2月5日", date(2026, 2, 5)),
        ("公开日期：2026年2月5日", date(2026, 2, 5)),
        ("2026年13月5日", None),
        ("2026年2月30日", None),
        ("2026年0月0日", None),
    ],
)
def test_a_date_that_no_calendar_knows_is_no_date_and_no_error(printed: str, published_on: date | None) -> None:
    document = _evidence(["某某市某某局2026年部门预算", printed]).conclude()
    assert (document.published_on, document.unit_name, document.fiscal_year) == (published_on, "某某市某某局", 2026)


def test_a_year_before_a_bracket_is_a_year() -> None:
    """Found over the forms of an office's statements for 2026, page 17: 2026（年度）."""
    evidence = IdentityEvidence()
    evidence.add_table(17, "2026(年度)", "某某委员会办公室")
    assert evidence.conclude().fiscal_year == 2026


@pytest.mark.parametrize(
    ("lines", "scope"),
    [
        (
            ["部门整体支出绩效目标表", "部门名称", "预算单位", "预算单位"],
            "department_budget",
        ),  # a column header is no scope
        (["2026年预算单位收入预算总表", "编制单位：某某中心"], "unit_budget"),
    ],
)
def test_scope_without_a_title_that_says_it(lines: list[str], scope: str) -> None:
    evidence = IdentityEvidence()
    evidence.add_table(1, "2026年收入总表", "某某市某某局")
    evidence.add_page(9, lines)
    assert evidence.conclude().disclosure_scope == scope


DEPARTMENT, UNIT = "department_budget", "unit_budget"
BUDGET, ACCOUNTS = "budget", "final_accounts"

COVERS = [
    (["甘棠市林业局2026年度部门预算公开"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["2026年甘棠市林业局部门预算编制说明"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠市林业局", "2026年部门预算编制说明"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠市林业局", "二○二六年部门预算"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠市林业局", "二〇二六年", "部门预算公开"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["二0二六年度甘棠市林业局部门预算"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["2025年度甘棠市种苗站单位决算"], ("甘棠市种苗站", 2025, ACCOUNTS, UNIT)),
    (["甘棠市种苗站2025年度单位决算公开"], ("甘棠市种苗站", 2025, ACCOUNTS, UNIT)),
    (["2025年度部门决算", "甘棠市林业局"], ("甘棠市林业局", 2025, ACCOUNTS, DEPARTMENT)),
    (["2026年甘棠市种苗站单位预算公开情况"], ("甘棠市种苗站", 2026, BUDGET, UNIT)),
    (["甘棠市林业局（本级）2026年单位预算"], ("甘棠市林业局（本级）", 2026, BUDGET, UNIT)),
    (["甘棠市林业局本级2026年单位预算"], ("甘棠市林业局本级", 2026, BUDGET, UNIT)),
    (["甘棠市林业局（汇总）", "2026年部门预算公开说明"], ("甘棠市林业局（汇总）", 2026, BUDGET, DEPARTMENT)),
    (
        ["甘棠市青枫区2026年区级部门预算", "预算主管部门：甘棠市青枫区教育局"],
        ("甘棠市青枫区教育局", 2026, BUDGET, DEPARTMENT),
    ),
    (
        ["青枫县2026年县级部门预算公开", "部门（单位）名称：", "青枫县水利局"],
        ("青枫县水利局", 2026, BUDGET, DEPARTMENT),
    ),
    (["2026年部门预算", "单位名称：青枫县水利局（盖章）"], ("青枫县水利局", 2026, BUDGET, DEPARTMENT)),
    (
        ["2026年部门预算公开表", "编制部门：青枫县水利局 编制日期：2026年1月"],
        ("青枫县水利局", 2026, BUDGET, DEPARTMENT),
    ),
    (["301001-甘棠市林业局2026年部门预算"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["[301001]甘棠市种苗站", "2026年单位预算公开"], ("甘棠市种苗站", 2026, BUDGET, UNIT)),
    (["附件2：", "甘棠市林业局2026年部门预算公开报表"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (
        ["中共甘棠市青枫区委", "社会工作部2026年度", "部门预算"],
        ("中共甘棠市青枫区委社会工作部", 2026, BUDGET, DEPARTMENT),
    ),
    (["甘棠市", "林业局", "2026年", "部门预算"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠市林业局", "部门预算公开", "（2026年度）"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["关于甘棠市林业局2026年部门预算公开的说明"], ("甘棠市林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠市红十字会2026年部门预算及“三公”经费公开"], ("甘棠市红十字会", 2026, BUDGET, DEPARTMENT)),
    (
        ["2026年部门预算", "甘棠市人民代表大会常务委员会", "2026年2月"],
        ("甘棠市人民代表大会常务委员会", 2026, BUDGET, DEPARTMENT),
    ),
    (["甘棠市第三中学2026年单位收支预算公开"], ("甘棠市第三中学", 2026, BUDGET, UNIT)),
    (["青枫县云溪镇人民政府2026年部门预算"], ("青枫县云溪镇人民政府", 2026, BUDGET, DEPARTMENT)),
    (["青枫自治旗农牧局2026年部门综合预算"], ("青枫自治旗农牧局", 2026, BUDGET, DEPARTMENT)),
]

# Other regions: annexes and contents on the cover, the name anywhere beside the title, the year over a table.
COVERS += [
    (
        ["附件1", "甘棠县林业局2026年部门预算公开", "目录", "第一部分 甘棠县林业局概况"],
        ("甘棠县林业局", 2026, BUDGET, DEPARTMENT),
    ),
    (["附件1", "甘棠县林业局", "2026年度部门预算信息公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (
        ["目录", "第一部分 甘棠县林业局概况", "第二部分 2026年部门预算情况说明", "第三部分 2026年部门预算表"],
        ("甘棠县林业局", 2026, BUDGET, DEPARTMENT),
    ),
    (["甘棠县林业局", "2026年度", "部门预算信息公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["2026年度", "甘棠县林业局", "部门预算"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["2026年度", "甘棠县林业局部门预算"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["中共甘棠县委办公室2026年部门预算公开"], ("中共甘棠县委办公室", 2026, BUDGET, DEPARTMENT)),
    (["中共甘棠县委办公室", "2026年部门预算编制说明"], ("中共甘棠县委办公室", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县人民法院2026年部门预算编制说明"], ("甘棠县人民法院", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县人民法院", "2026年单位预算公开"], ("甘棠县人民法院", 2026, BUDGET, UNIT)),
    (["甘棠区云溪街道办事处2026年部门预算公开"], ("甘棠区云溪街道办事处", 2026, BUDGET, DEPARTMENT)),
    (
        ["甘棠市甘棠区人民政府云溪街道办事处", "2026年部门预算"],
        ("甘棠市甘棠区人民政府云溪街道办事处", 2026, BUDGET, DEPARTMENT),
    ),
    (["甘棠县云溪乡人民政府2026年部门预算信息公开情况说明"], ("甘棠县云溪乡人民政府", 2026, BUDGET, DEPARTMENT)),
    (["甘棠经济技术开发区管理委员会2026年部门预算"], ("甘棠经济技术开发区管理委员会", 2026, BUDGET, DEPARTMENT)),
    (["甘棠经开区管委会2026年部门预算"], ("甘棠经开区管委会", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县第一中学（甘棠县高级中学）2026年单位预算"], ("甘棠县第一中学（甘棠县高级中学）", 2026, BUDGET, UNIT)),
    (
        ["甘棠县疾病预防控制中心（甘棠县卫生监督所）", "2026年单位预算公开"],
        ("甘棠县疾病预防控制中心（甘棠县卫生监督所）", 2026, BUDGET, UNIT),
    ),
    (["甘棠县人民医院2026年部门预算编制说明"], ("甘棠县人民医院", 2026, BUDGET, DEPARTMENT)),
    (["二〇二六年度", "甘棠县林业局部门预算公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局二○二六年部门预算公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局", "二〇二六年部门预算", "二〇二六年二月"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["2026年部门预算公开表", "部门名称：甘棠县林业局", "2026年1月20日"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["2026年部门预算公开", "单位名称:[101001]甘棠县林业局"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["部门收支总体情况表", "部门：甘棠县林业局 2026年度 单位：万元"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局（汇总）2026年部门预算公开"], ("甘棠县林业局（汇总）", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局（部门）2026年部门预算公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局（本级）2026年部门预算公开"], ("甘棠县林业局（本级）", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局机关2026年单位预算公开"], ("甘棠县林业局机关", 2026, BUDGET, UNIT)),
    (["2025年度甘棠县林业局部门决算"], ("甘棠县林业局", 2025, ACCOUNTS, DEPARTMENT)),
    (["甘棠县林业局2025年度部门决算公开情况说明"], ("甘棠县林业局", 2025, ACCOUNTS, DEPARTMENT)),
    (["2025年度", "甘棠县种苗站单位决算", "公开"], ("甘棠县种苗站", 2025, ACCOUNTS, UNIT)),
    (["甘棠县林业局2026年预算公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局2026年度预算公开说明"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局", "2026年预算公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局2026年部门预算及三公经费预算公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局关于2026年部门预算编制的说明"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局关于2026年度部门预算的公开说明"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局关于公开2026年部门预算的报告"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠省林业厅2026年度省级部门预算"], ("甘棠省林业厅", 2026, BUDGET, DEPARTMENT)),
    (["2026年甘棠省省级部门预算", "甘棠省林业厅"], ("甘棠省林业厅", 2026, BUDGET, DEPARTMENT)),
    (["2026年部门预算公开文本", "（甘棠县林业局）"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["部门预算公开", "甘棠县林业局", "2026"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["2026年部门预算情况公开", "甘棠县林业局", "2026年3月1日公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局2026年部门预算批复公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["中国共产主义青年团甘棠县委员会2026年部门预算"], ("中国共产主义青年团甘棠县委员会", 2026, BUDGET, DEPARTMENT)),
    (["共青团甘棠县委2026年部门预算"], ("共青团甘棠县委", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县妇女联合会2026年度部门预算公开说明"], ("甘棠县妇女联合会", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县公安局交通警察大队2026年单位预算"], ("甘棠县公安局交通警察大队", 2026, BUDGET, UNIT)),
    (["甘棠县人大常委会办公室2026年部门预算"], ("甘棠县人大常委会办公室", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县政协2026年部门预算公开"], ("甘棠县政协", 2026, BUDGET, DEPARTMENT)),
    (["甘棠自然保护区管理局2026年部门预算"], ("甘棠自然保护区管理局", 2026, BUDGET, DEPARTMENT)),
    (
        ["甘棠县林业局2026年部门预算公开", "编制单位：甘棠县财政局", "2026年2月"],
        ("甘棠县林业局", 2026, BUDGET, DEPARTMENT),
    ),
    (["甘棠县林业局 2026 年部门预算", "（2025年12月31日编制）"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (
        [
            "甘棠县林业局2026年部门预算",
            "第一部分 甘棠县林业局概况",
            "第二部分 2026年部门预算表",
            "第三部分 2025年预算执行情况",
            "2025年部门预算绩效情况",
        ],
        ("甘棠县林业局", 2026, BUDGET, DEPARTMENT),
    ),
    (["2026年预算", "甘棠县林业局"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局二〇二六年度单位预算公开说明"], ("甘棠县林业局", 2026, BUDGET, UNIT)),
    (["甘棠县林业局2026年部门（单位）预算公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["2026年甘棠县林业局（部门）预算公开"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县林业局2026年度部门预算公开目录"], ("甘棠县林业局", 2026, BUDGET, DEPARTMENT)),
    (["甘棠县交通运输局2026年部门预算公开（含所属单位）"], ("甘棠县交通运输局", 2026, BUDGET, DEPARTMENT)),
]


@pytest.mark.parametrize(("cover", "expected"), COVERS, ids=["/".join(lines)[:40] for lines, _ in COVERS])
def test_covers(cover: list[str], expected: tuple[str, int, str, str]) -> None:
    document = _evidence(cover).conclude()
    said = (document.unit_name, document.fiscal_year, document.document_kind, document.disclosure_scope)
    assert said == expected
    assert document.evidence.startswith("p. 1: ")


@pytest.mark.parametrize("printed", ["301001-甘棠市林业局", "[301001]甘棠市林业局", "301001甘棠市林业局"])
def test_a_code_before_the_name_is_kept_apart(printed: str) -> None:
    document = _evidence([printed, "2026年部门预算"]).conclude()
    assert (document.unit_code, document.unit_name) == ("301001", "甘棠市林业局")


def test_the_name_stands_over_the_tables_only() -> None:
    evidence = _evidence(["收支总表", "部门：甘棠市林业局 单位：万元"], ["收入总表"])
    evidence.add_table(1, "2026年收支总表", "甘棠市林业局")
    evidence.add_table(2, "2026年收入总表", "甘棠市林业局")
    document = evidence.conclude()
    assert (document.unit_name, document.fiscal_year) == ("甘棠市林业局", 2026)


def test_a_head_line_on_every_page_is_a_title() -> None:
    head = "甘棠市林业局2026年部门预算"
    document = _evidence(*([head, "收支总表"] for _ in range(6))).conclude()
    assert (document.unit_name, document.fiscal_year) == ("甘棠市林业局", 2026)


def test_a_heading_names_the_unit_where_the_cover_does_not() -> None:
    document = _evidence(["2026年部门预算"], ["目 录"], ["第一部分 甘棠市林业局概况"]).conclude()
    assert (document.unit_name, document.disclosure_scope) == ("甘棠市林业局", DEPARTMENT)


@pytest.mark.parametrize(
    "misleading",
    [
        "根据《中华人民共和国预算法》（2018年修正）",
        "《甘棠市2023年部门预算编制办法》",
        "2025年部门预算执行情况",
        "2025年与2024年预算收支对比表",
        "甘棠市财政局关于印发2023年部门预算的通知",
        "2025年部门预算绩效评价",
    ],
)
def test_what_speaks_of_another_year_does_not_name_the_year(misleading: str) -> None:
    evidence = _evidence([misleading, misleading], ["甘棠市林业局2026年部门预算", misleading], [misleading])
    assert evidence.conclude().fiscal_year == 2026


def test_a_stale_table_title_is_outvoted() -> None:
    evidence = _evidence(["甘棠市林业局2026年部门预算"])
    evidence.add_table(4, "2025年收支总表", "甘棠市林业局")
    evidence.add_table(5, "2026年收入总表", "甘棠市水利局")  # left over from a template
    document = evidence.conclude()
    assert (document.unit_name, document.fiscal_year) == ("甘棠市林业局", 2026)


def test_a_division_alone_is_no_unit() -> None:
    with pytest.raises(Rejected, match="identity_unknown"):
        _evidence(["甘棠市2026年市级部门预算"]).conclude()


def test_what_the_pages_do_not_say_may_be_given_and_what_they_say_stands() -> None:
    given = Given("companion: 甲", "甘棠市水利局", 2025, BUDGET, UNIT)
    document = _evidence(["甘棠市林业局部门预算情况说明"], ["第一部分 甘棠市林业局概况"]).conclude(given=given)
    assert (document.unit_name, document.fiscal_year) == ("甘棠市林业局", 2025)
    assert document.evidence.endswith("companion: 甲")
    own = _evidence(["甘棠市林业局2026年部门预算"]).conclude(given=given)
    assert (own.unit_name, own.fiscal_year, own.disclosure_scope) == ("甘棠市林业局", 2026, DEPARTMENT)
    assert "companion" not in own.evidence


@pytest.mark.parametrize(
    ("name", "region", "code"),
    [
        ("湖北省武汉市武昌区教育局", None, "420106"),
        ("武昌区教育局", None, "420106"),
        ("中国共产党北京市委员会宣传部", None, "110000"),
        ("江苏省人民检察院", None, "320000"),
        ("仙桃市财政局", None, "429004"),
        ("普陀区某某小学", None, None),  # two cities have a district of this name
        ("普陀区某某小学", "上海市普陀区", "310107"),
        ("某某小学", "上海市普陀区", "310107"),
        ("朝阳区财政局", "北京市", "110105"),
        ("城区教育局", None, None),
        ("甘棠市林业局", None, None),  # there is none
        ("蓬莱市教育局", None, "370684"),  # as it was called in the documents of its time
    ],
)
def test_the_division_that_a_name_begins_with(name: str, region: str | None, code: str | None) -> None:
    division = division_of(name, region)
    assert (division.code if division else None) == code


def test_the_title_names_the_division_and_a_label_the_unit() -> None:
    document = _evidence(["上海市普陀区2026年区级部门预算", "预算主管部门：教育局"]).conclude()
    assert document.division is not None
    assert (document.unit_name, document.division.code) == ("教育局", "310107")


def test_a_cover_that_names_the_department_and_the_unit_is_the_unit_s() -> None:
    cover = ["2026年单位预算", "主管部门：甘棠市林业局", "预算单位：甘棠市种苗站"]
    document = _evidence(cover).conclude()
    assert (document.unit_name, document.superior_name) == ("甘棠市种苗站", "甘棠市林业局")
    alone = _evidence(["甘棠市2026年市级部门预算", "预算主管部门：甘棠市林业局"]).conclude()
    assert (alone.unit_name, alone.superior_name) == ("甘棠市林业局", None)
