"""Papers that speak of budgets and are no departmental disclosure, and small ones that are. All are invented."""

from __future__ import annotations

import pytest

from dagster_project.disclosure.errors import Rejected
from dagster_project.disclosure.reader import read
from tests.disclosure.made import MadePage, made_pdf

NOTICE = [
    "甘棠市财政局关于做好2026年部门预算公开工作的通知",
    "各部门：",
    "为做好2026年部门预算公开工作，现将有关事项通知如下：",
    "一、部门预算公开的范围",
    "各部门应当公开部门预算，部门预算包括本级预算和所属单位预算。",
    "二、部门预算公开的内容",
    "各部门公开部门预算说明和部门预算表，包括收支总表、收入总表、支出总表。",
    "三、部门预算公开的时间",
    "部门预算应当在批复后20日内公开，单位预算应当在批复后20日内公开。",
    "甘棠市财政局",
    "2026年1月20日",
]
BLANK_FORMS = [
    ["表1 部门收支总表", "部门：        单位：万元"],
    ["表2 部门收入总表", "部门：        单位：万元"],
]
BLANK = [["项目", "预算数", "项目", "预算数"], ["一、一般公共预算拨款收入", "", "一、一般公共服务支出", ""]]
NEWS = [
    "甘棠市公布2026年部门预算",
    "本报讯 1月20日，甘棠市2026年部门预算集中向社会公开。",
    "今年全市一般公共预算收入安排120.5亿元，比上年增长3.2%，一般公共预算支出安排210.8亿元。",
    "记者从市财政局了解到，今年共有82个部门公开部门预算，“三公”经费预算1.2亿元，下降5%。",
    "市财政局有关负责人表示，部门预算公开是接受社会监督的重要方式。",
]
LAW = [
    "中华人民共和国预算法",
    "（2018年修正）",
    "第一章 总则",
    "第一条 为了规范政府收支行为，强化预算约束，制定本法。",
    "第八条 各部门预算由本部门及其所属各单位预算组成。",
    "第十四条 经本级政府财政部门批复的部门预算、决算及报表，应当在批复后二十日内由各部门向社会公开。",
    "各部门应当对部门预算、决算中机关运行经费的安排、使用情况等重要事项作出说明。",
    "第三十一条 各部门按照规定编制本部门预算草案，各单位编制单位预算草案。",
]
GOVERNMENT_REPORT = [
    "关于甘棠市2025年预算执行情况和2026年预算草案的报告",
    "甘棠市财政局",
    "一、2025年预算执行情况",
    "2025年全市一般公共预算收入完成116.8亿元，增长4.1%。一般公共预算支出205.3亿元。",
    "二、2026年预算安排情况",
    "2026年全市一般公共预算收入安排120.5亿元，其中：税收收入90亿元。一般公共预算支出安排210.8亿元。",
]
GOVERNMENT_TABLES = ["青枫县2026年政府预算公开", "表1 2026年一般公共预算收入表", "单位：万元"]
TAXES = [
    ["项目", "预算数"],
    *([name, f"{amount},000.00"] for name, amount in [
        ("增值税", 12), ("企业所得税", 7), ("个人所得税", 3), ("城市维护建设税", 2), ("契税", 5), ("印花税", 1),
    ]),
]  # fmt: skip
PERFORMANCE = ["甘棠市林业局2026年项目支出绩效目标表", "部门名称：甘棠市林业局"]
PERFORMANCE_ROWS = [
    ["项目名称", "绿化养护", "项目资金", "120.00"],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "养护面积", "300"],
]
PRICES = ["甘棠市2026年公立医院药品价格表", "单位：元"]
PRICE_ROWS = [["序号", "名称", "价格"], ["1", "川贝母", "7.94"], ["2", "蜈蚣", "7.32"], ["3", "水蛭", "7.39"]]
APPROVAL = [
    "甘棠市财政局关于批复2026年部门预算的通知",
    "甘棠市林业局：",
    "经市人大批准，现批复你部门2026年部门预算，请按部门预算执行，并于20日内公开部门预算。",
]


@pytest.mark.parametrize(
    ("pages", "detail"),
    [
        ([MadePage(NOTICE)], "no explanation"),
        ([MadePage(NOTICE), *(MadePage(lines, BLANK) for lines in BLANK_FORMS)], "no explanation"),
        ([MadePage(NEWS)], "no explanation"),
        ([MadePage(LAW)], "no explanation"),
        ([MadePage(GOVERNMENT_REPORT)], "government"),
        ([MadePage(GOVERNMENT_TABLES, TAXES)], "government"),
        ([MadePage(PERFORMANCE, PERFORMANCE_ROWS)], "no words"),
        ([MadePage(PRICES, PRICE_ROWS)], "no words"),
        ([MadePage(APPROVAL)], "no explanation"),
    ],
    ids=["notice", "notice with blank forms", "news", "law", "government report", "government tables", "performance",
         "prices", "approval"],
)  # fmt: skip
def test_what_is_no_departmental_disclosure(pages: list[MadePage], detail: str) -> None:
    with pytest.raises(Rejected) as rejected:
        read(made_pdf(pages))
    assert rejected.value.reason == "not_a_budget_disclosure"
    assert detail in rejected.value.detail


def test_pages_without_any_text_are_pictures() -> None:
    with pytest.raises(Rejected) as rejected:
        read(made_pdf([MadePage([]), MadePage([])]))
    assert rejected.value.reason == "no_text"


SUMMARY = [
    ["收入", "", "支出", ""],
    ["项目", "预算数", "项目", "预算数"],
    ["一、一般公共预算拨款收入", "1,234.50", "一、农林水支出", "1,234.50"],
    ["收入总计", "1,234.50", "支出总计", "1,234.50"],
]


def test_one_statement_with_figures_is_a_disclosure() -> None:
    document = read(made_pdf([MadePage(["甘棠市林业局2026年部门预算", "收支总表", "单位：万元"], SUMMARY)]))
    assert (document.document.unit_name, document.document.fiscal_year) == ("甘棠市林业局", 2026)
    assert [part.role for part in document.parts] == ["statements"]


def test_an_explanation_without_tables_is_a_disclosure() -> None:
    text = [
        "甘棠市林业局2026年部门预算情况说明",
        "一、收支总体情况说明",
        "2026年收入总计1234.50万元，支出总计1234.50万元。",
        "二、一般公共预算支出情况说明",
        "2026年一般公共预算支出1234.50万元，比上年增加34.50万元。",
        "三、“三公”经费支出情况说明",
        "2026年“三公”经费预算12.00万元，其中：公务接待费2.00万元，公务用车运行费10.00万元。",
    ]
    document = read(made_pdf([MadePage(text)]))
    assert [(part.role, part.disclosure_scope) for part in document.parts] == [("explanation", "department_budget")]


def test_statements_of_nobody_are_identity_unknown() -> None:
    with pytest.raises(Rejected) as rejected:
        read(made_pdf([MadePage(["2026年部门收支总表", "单位：万元"], SUMMARY)]))
    assert rejected.value.reason == "identity_unknown"


def test_an_audit_report_is_no_disclosure() -> None:
    lines = [
        "关于甘棠市2025年度市级预算执行和其他财政收支的审计工作报告",
        "一、市级财政管理审计情况",
        "审计了部门预算和决算草案编制情况，2025年市级一般公共预算收入116.80亿元，支出205.30亿元。",
        "二、部门预算执行审计情况",
        "审计了12个部门的部门预算执行情况，涉及资金8.20亿元，发现问题金额0.35亿元。",
    ]
    with pytest.raises(Rejected) as rejected:
        read(made_pdf([MadePage(lines)]))
    assert rejected.value.reason == "not_a_budget_disclosure"
