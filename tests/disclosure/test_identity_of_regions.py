"""Whose budget of which year a whole document is, as regions that are not in the corpus say it.

Invented documents: covers, contents, explanations, and two small statements below them, read from PDF bytes to the
identity. Belongs here: ways of saying unit, year, kind and scope. Does not belong here: covers alone, line by line
(`test_identity`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from dagster_project.disclosure.reader import read
from tests.disclosure.made import MadePage, made_pdf

BUDGET, ACCOUNTS = "budget", "final_accounts"
DEPARTMENT, UNIT = "department_budget", "unit_budget"
BUREAU = "某某市示范局"
OVER = f"部门：{BUREAU} 单位：万元"
_BALANCE = "收支总表"
_EXPENDITURE = "支出总表"


@dataclass(frozen=True)
class Case:
    """A document: the lines of its pages before the statements, the line over each of them, and what it is.

    `amounts` heads the column of amounts; `behind` are the lines of the pages behind the statements.
    """

    pages: Sequence[Sequence[str]]
    name: str
    year: int = 2027
    kind: str = BUDGET
    scope: str | None = DEPARTMENT  # None: nothing says it
    over: str = "单位：万元"
    titles: tuple[str, str] = (_BALANCE, _EXPENDITURE)
    amounts: str = "预算数"
    behind: Sequence[Sequence[str]] = ()


def _document(case: Case) -> bytes:
    balance, expenditure = case.titles
    revenues = [
        ["收入", "", "支出", ""],
        ["项目", case.amounts, "项目", case.amounts],
        ["一、一般公共预算拨款收入", "812.40", "一、教育支出", "530.10"],
        ["二、事业收入", "20.00", "二、卫生健康支出", "302.30"],
        ["本年收入合计", "832.40", "本年支出合计", "832.40"],
        ["收入总计", "832.40", "支出总计", "832.40"],
    ]
    expenditures = [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["", "合计", "832.40", "602.40", "230.00"],
        ["205", "教育支出", "530.10", "400.10", "130.00"],
        ["210", "卫生健康支出", "302.30", "202.30", "100.00"],
    ]
    pages = [MadePage(lines) for lines in case.pages]
    pages += [MadePage([balance, case.over], revenues), MadePage([expenditure, case.over], expenditures)]
    return made_pdf([*pages, *(MadePage(lines) for lines in case.behind)])


_CONTENTS = [
    "目 录", "第一部分 部门概况", "一、主要职能", "二、机构设置情况", "第二部分 2027年部门预算表", "一、收支总表",
    "二、支出总表", "第三部分 2027年部门预算情况说明", "第四部分 名词解释",
]  # fmt: skip
_OTHER_BODIES = [
    "第一部分 部门概况", "一、主要职能", "（一）贯彻执行国家、省、市关于示范工作的方针政策。",
    "（二）承办市政府交办的其他事项。",
    "市政府办公室、市财政局负责审核本部门预算，市财政局批复后二十日内公开。", "市人大常委会审查市政府提交的预算草案。",
    "根据市财政局《关于编制2026年部门预算的通知》要求，市财政局统一组织。", "某某市财政局", "某某市人民政府",
]  # fmt: skip

CASES = {
    # --- covers ---
    "an annex before the title": Case([["附件1", "2027年某某县示范局部门预算"]], "某某县示范局"),
    "an annex with a colon": Case([["附件1：", "2027年某某县示范局部门预算公开"]], "某某县示范局"),
    "an annex number in Chinese": Case([["附件一", "某某县示范局", "2027年部门预算"]], "某某县示范局"),
    "explanation of the disclosure": Case([["某某县示范局2027年部门预算公开说明"]], "某某县示范局"),
    "explanation, and tables named": Case([["某某县示范局2027年部门预算编制说明及公开表"]], "某某县示范局"),
    "information disclosed": Case([["2027年度某某市示范局部门预算信息公开"]], BUREAU),
    "text of the disclosure": Case([["某某市示范局2027年度部门预算公开文本"]], BUREAU),
    "template with the annual disclosure": Case([["某某市示范局2027年部门预算信息公开目录"]], BUREAU),
    "each on its line": Case([[BUREAU, "2027年度", "部门预算"]], BUREAU),
    "year, kind, unit": Case([["2027年度", "部门预算公开", BUREAU]], BUREAU),
    "unit at the foot with a date": Case([["2027年部门预算", BUREAU, "2027年2月"]], BUREAU),
    "unit at the foot with a day": Case([["2027年部门预算", BUREAU, "二〇二七年二月十日"]], BUREAU),
    "letter-spaced": Case([["某 某 市 示 范 局", "2 0 2 7 年", "部 门 预 算"]], BUREAU),
    "letter by letter downwards": Case([["某某市示范局2027年", "部", "门", "预", "算"]], BUREAU),
    "letter-spaced in one line": Case([["某某市示范局 2027 年 部 门 预 算 公 开"]], BUREAU),
    "year in Chinese numerals 〇": Case([["某某市示范局二〇二七年部门预算"]], BUREAU),
    "year in Chinese numerals ○": Case([[BUREAU, "二○二七年部门预算"]], BUREAU),
    "year in Chinese numerals 零": Case([["二零二七年", BUREAU, "部门预算公开"]], BUREAU),
    "year in Chinese numerals O": Case([["二O二七年度某某市示范局部门预算"]], BUREAU),
    "year in full-width digits": Case([["某某市示范局２０２７年部门预算"]], BUREAU),
    "year in brackets": Case([["某某市示范局部门预算公开", "（2027年）"]], BUREAU),
    "year range of the plan": Case([["某某市示范局2027年部门预算及2027-2029年支出规划"]], BUREAU),
    "and the special funds": Case([["某某市示范局2027年部门预算和“三公”经费预算公开"]], BUREAU),
    "book title marks": Case([["《某某市示范局2027年部门预算》"]], BUREAU),
    "with the province": Case([["某某省某某市示范局2027年部门预算"]], "某某省某某市示范局"),
    "letter of approval": Case([[BUREAU, "关于2027年部门预算公开的说明"]], BUREAU),
    "about the disclosure": Case([["某某市示范局关于2027年度部门预算公开情况的说明"]], BUREAU),
    "budget of the year's revenue and spending": Case([["某某市示范局2027年度部门收支预算"]], BUREAU),
    "district level": Case([["某某市某某区2027年区级部门预算", "部门：某某市某某区示范局"]], "某某市某某区示范局"),
    "provincial unit": Case([["某某省2027年省级部门预算公开", "部门名称：某某省示范厅"]], "某某省示范厅"),
    # --- names ---
    "office of the party committee": Case([["中共某某县委办公室2027年部门预算"]], "中共某某县委办公室"),
    "office of the party committee, two lines": Case([["中共某某县委办公室", "2027年部门预算"]], "中共某某县委办公室"),
    "party committee of a county": Case([["中共某某县委组织部", "2027年度部门预算公开"]], "中共某某县委组织部"),
    "commission of discipline": Case(
        [["中共某某县纪律检查委员会 某某县监察委员会", "2027年部门预算"]], "中共某某县纪律检查委员会某某县监察委员会"
    ),
    "youth league": Case([["共青团某某县委员会2027年部门预算"]], "共青团某某县委员会"),
    "youth league, short": Case([["共青团某某县委2027年部门预算"]], "共青团某某县委"),
    "party committee, short": Case([["中共某某县委2027年部门预算"]], "中共某某县委"),
    "political consultative conference": Case([["政协某某县委员会办公室2027年部门预算"]], "政协某某县委员会办公室"),
    "political consultative conference, full": Case(
        [["中国人民政治协商会议某某县委员会", "2027年部门预算"]], "中国人民政治协商会议某某县委员会"
    ),
    "people's congress": Case([["某某县人大常委会办公室2027年部门预算"]], "某某县人大常委会办公室"),
    "people's congress, short": Case([["某某县人大常委会2027年部门预算"]], "某某县人大常委会"),
    "women's federation": Case([["某某县妇联2027年部门预算"]], "某某县妇联"),
    "writers": Case([["某某县文联2027年部门预算公开"]], "某某县文联"),
    "disabled persons": Case([["2027年某某县残联部门预算"]], "某某县残联"),
    "court": Case([["某某县人民法院2027年部门预算"]], "某某县人民法院"),
    "procuratorate": Case([["2027年度", "某某县人民检察院部门预算"]], "某某县人民检察院"),
    "town": Case([["某某县示范镇人民政府2027年部门预算"]], "某某县示范镇人民政府"),
    "town alone": Case([["示范镇人民政府", "2027年部门预算公开"]], "示范镇人民政府"),
    "town, short": Case([["某某县示范镇2027年部门预算"]], "某某县示范镇"),
    "ethnic township": Case([["某某县示范彝族乡人民政府2027年部门预算"]], "某某县示范彝族乡人民政府"),
    "street office": Case([["某某区示范街道办事处2027年部门预算"]], "某某区示范街道办事处"),
    "street office of a government": Case(
        [["某某市某某区人民政府示范街道办事处", "2027年度部门预算"]], "某某市某某区人民政府示范街道办事处"
    ),
    "high-tech zone": Case([["某某高新区管委会2027年部门预算"]], "某某高新区管委会"),
    "development zone": Case([["某某经济技术开发区管理委员会", "2027年部门预算"]], "某某经济技术开发区管理委员会"),
    "school": Case([["某某市第一中学2027年单位预算"]], "某某市第一中学", scope=UNIT),
    "school under its bureau": Case(
        [["2027年单位预算公开", "主管部门：某某市教育局", "单位名称：某某市第一中学"]], "某某市第一中学", scope=UNIT
    ),
    "hospital": Case(
        [["某某市人民医院（某某大学附属医院）", "2027年单位预算"]], "某某市人民医院（某某大学附属医院）", scope=UNIT
    ),
    "hospital in one line": Case(
        [["某某市人民医院（某某大学附属医院）2027年单位预算公开"]], "某某市人民医院（某某大学附属医院）", scope=UNIT
    ),
    "own level": Case([["某某市示范局（本级）2027年单位预算"]], "某某市示范局（本级）", scope=UNIT),
    "own level without brackets": Case([["某某市示范局本级", "2027年单位预算公开"]], "某某市示范局本级", scope=UNIT),
    "whole": Case([["某某市示范局（汇总）2027年部门预算"]], "某某市示范局（汇总）"),
    "office of the bureau": Case([["某某市示范局机关2027年单位预算"]], "某某市示范局机关", scope=UNIT),
    "office of the bureau, in brackets": Case(
        [["某某市示范局（机关）", "2027年度单位预算"]], "某某市示范局（机关）", scope=UNIT
    ),
    "bodies of a prefecture": Case([["某某彝族自治州示范局2027年部门预算"]], "某某彝族自治州示范局"),
    "corps": Case([["第八师某某市示范局2027年部门预算"]], "第八师某某市示范局"),
    "detachment": Case([["某某市公安局交通警察支队", "2027年度单位预算公开"]], "某某市公安局交通警察支队", scope=UNIT),
    "archives": Case([["某某县档案馆（某某县史志研究室）2027年部门预算"]], "某某县档案馆（某某县史志研究室）"),
    "farm": Case([["国有某某县示范林场2027年单位预算"]], "国有某某县示范林场", scope=UNIT),
    "theatre": Case([["某某市示范歌剧院", "2027年单位预算"]], "某某市示范歌剧院", scope=UNIT),
    "council": Case([["某某市贸促会2027年部门预算"]], "某某市贸促会"),
    "newspaper": Case([["某某日报社2027年部门预算"]], "某某日报社"),
    # --- no cover ---
    "contents first": Case([_CONTENTS], BUREAU, over=OVER),
    "contents first, a heading names it": Case([_CONTENTS, ["第一部分 某某市示范局概况", "一、主要职能"]], BUREAU),
    "contents with the unit": Case(
        [["目录", "一、某某市示范局概况", "二、2027年部门预算表", "三、某某市示范局2027年部门预算情况说明"]], BUREAU
    ),
    "department over the tables": Case([], BUREAU, over=OVER, amounts="2027年预算数", scope=None),
    "unit name with a code in brackets": Case(
        [], BUREAU, over="单位名称：[305001]某某市示范局 单位：万元", amounts="2027年预算数", scope=None
    ),
    "budget unit with a code": Case(
        [], BUREAU, over="预算单位：305-某某市示范局 单位：万元", amounts="2027年预算数", scope=None
    ),
    "reporting unit with a seal": Case(
        [], BUREAU, over="填报单位（盖章）：某某市示范局 单位：万元", amounts="2027年预算数", scope=None
    ),
    "code after a space": Case(
        [], BUREAU, over="部门名称：305001 某某市示范局 金额单位：万元", amounts="2027年预算数", scope=None
    ),
    "department and code in brackets": Case(
        [], BUREAU, over="编制部门：某某市示范局（305） 单位：万元", amounts="2027年预算数", scope=None
    ),
    "unit printed before the money": Case(
        [], BUREAU, over="单位：某某市示范局 单位：万元", amounts="2027年预算数", scope=None
    ),
    "name without a label": Case([], BUREAU, over="某某市示范局 单位：万元", amounts="2027年预算数", scope=None),
    "year in the title of the tables": Case(
        [], BUREAU, over=OVER, titles=("2027年收支总表", "2027年支出总表"), scope=None
    ),
    "department in the title of the tables": Case(
        [], BUREAU, titles=("某某市示范局2027年收支总表", "某某市示范局2027年支出总表"), scope=None
    ),
    "scope in the title of the tables": Case(
        [], BUREAU, over="编制单位：某某市示范局 单位：万元", titles=("2027年部门收支总表", "2027年部门支出总表")
    ),
    "year in the titles, department scope": Case(
        [["某某市示范局部门预算公开"]], BUREAU, titles=("2027年部门收支总体情况表", "2027年部门支出总体情况表")
    ),
    # --- further covers ---
    "no scope in the title": Case([["某某县示范局2027年预算公开"]], "某某县示范局", scope=None),
    "no scope, explanation": Case([["关于某某县示范局2027年预算情况的说明"]], "某某县示范局", scope=None),
    "county title, unit below": Case([["某某县2027年部门预算公开", "某某县示范局"]], "某某县示范局"),
    "county title, level, unit below": Case([["某某县2027年县级部门预算（草案）", "某某县示范局"]], "某某县示范局"),
    "kind, then year in numerals": Case([["某某县示范局", "部门预算公开情况说明", "二〇二七年"]], "某某县示范局"),
    "unit in brackets behind": Case([["2027年部门预算公开表（某某县示范局）"]], "某某县示范局"),
    "unit behind a dash": Case([["2027年部门预算公开——某某县示范局"]], "某某县示范局"),
    "the county a line above": Case([["某某县", "示范局2027年部门预算"]], "某某县示范局"),
    "whole, behind": Case([["某某省示范厅2027年度部门预算（汇总）"]], "某某省示范厅"),
    "the kind of scope in brackets": Case([["某某市示范局（部门）2027年部门预算"]], BUREAU),
    "report": Case([["某某县示范局2027年度部门预算公开报告"]], "某某县示范局"),
    "accounts explained": Case(
        [["2026年度某某县示范局部门决算公开说明"]], "某某县示范局", year=2026, kind=ACCOUNTS, amounts="决算数"
    ),
    "accounts without scope": Case(
        [["某某县示范局2026年度决算公开"]], "某某县示范局", year=2026, kind=ACCOUNTS, amounts="决算数", scope=None
    ),
    "accounts of a unit": Case(
        [["某某县第一中学", "2026年度单位决算"]],
        "某某县第一中学",
        year=2026,
        kind=ACCOUNTS,
        amounts="决算数",
        scope=UNIT,
    ),
    # --- further labels ---
    **{
        f"label {label}": Case([], BUREAU, over=f"{label} 单位：万元", amounts="2027年预算数", scope=None)
        for label in (
            f"部门编码及名称：305-{BUREAU}",
            f"部门：[305]{BUREAU}",
            f"部门名称：305_{BUREAU}",
            f"编报单位：{BUREAU}",
            f"公开单位：{BUREAU}",
            f"报送单位：{BUREAU}",
            f"预算部门：{BUREAU}",
            f"填报部门：{BUREAU}",
            f"编制单位：{BUREAU}",
            f"单位（部门）名称：{BUREAU}",
            f"预算单位名称：{BUREAU}",
            f"部门（公章）：{BUREAU}",
            f"单位名称（公章）：{BUREAU}",
            f"部门/单位：{BUREAU}",
            f"部门、单位名称：{BUREAU}",
            f"填报单位：{BUREAU}（盖章）",
            f"制表单位：{BUREAU}",
            f"预算单位：{BUREAU}（305001）",
            f"部门名称：{BUREAU} 预算年度：2027",
            f"{BUREAU} 2027年",
        )
    },
    # --- several years ---
    "the year before in the text": Case(
        [["某某市示范局2027年部门预算"], ["2026年，我局完成2026年各项任务。", "2026年部门预算执行情况", "2025年决算"]],
        BUREAU,
    ),
    "the year before on the cover page": Case(
        [["某某市示范局2027年部门预算", "附：2026年部门预算绩效自评", "2026年预算执行情况"]], BUREAU
    ),
    "published in the year before": Case([["某某市示范局2027年部门预算", "2026年12月30日"]], BUREAU),
    "two years in one title": Case([["某某市示范局2026年预算执行情况和2027年部门预算"]], BUREAU),
    "two columns of years": Case(
        [["某某市示范局部门预算公开"]],
        BUREAU,
        over=OVER,
        amounts="2027年预算数",
        behind=[["2027年预算数832.40万元，比2026年预算数增加10.00万元。", "2026年预算数822.40万元。"]],
    ),
    "the executed year beside it": Case(
        [],
        BUREAU,
        over=OVER,
        amounts="2027年预算数",
        scope=None,
        behind=[["一般公共预算支出表", "2026年执行数", "2027年预算数"]],
    ),
    # --- scope ---
    "unit budget": Case([["某某市示范局2027年单位预算公开"]], BUREAU, scope=UNIT),
    "unit budget whose text speaks of departments": Case(
        [["某某市示范中心2027年单位预算"], ["部门预算是……", "部门预算公开", "部门预算编制", "部门决算"]],
        "某某市示范中心",
        scope=UNIT,
    ),
    "unit budget among tables of departments": Case(
        [["2027年某某市示范中心单位预算公开"]],
        "某某市示范中心",
        scope=UNIT,
        titles=("部门收支总表", "部门支出总表"),
        over="部门：某某市示范中心 单位：万元",
    ),
    "department budget with units": Case(
        [["某某市示范局2027年部门预算"], ["所属单位预算", "单位预算公开", "各预算单位单位预算", "单位预算表"]], BUREAU
    ),
    "the department's and its units'": Case([["某某市示范局2027年部门预算及所属单位预算公开"]], BUREAU),
    # --- kind ---
    "final accounts": Case(
        [["某某市示范局2026年度部门决算"]],
        BUREAU,
        year=2026,
        kind=ACCOUNTS,
        titles=("收入支出决算总表", "支出决算表"),
        over="公开01表 部门：某某市示范局 单位：万元",
        amounts="决算数",
    ),
    "final accounts that print the budget": Case(
        [["2026年度", "某某市示范局部门决算", "公开"], ["预算数832.40万元", "年初预算数", "部门预算", "全年预算数"]],
        BUREAU,
        year=2026,
        kind=ACCOUNTS,
        titles=("收入支出决算总表", "支出决算表"),
        amounts="全年预算数",
    ),
    "final accounts without a cover": Case(
        [],
        BUREAU,
        year=2026,
        kind=ACCOUNTS,
        titles=("收入支出决算总表", "支出决算表"),
        scope=None,
        over="部门：某某市示范局 2026年度 金额单位：万元",
        amounts="决算数",
    ),
    "final accounts without a cover, budget words in the text": Case(
        [],
        BUREAU,
        year=2026,
        kind=ACCOUNTS,
        titles=("2026年度收入支出决算总表", "2026年度支出决算表"),
        scope=None,
        over=OVER,
        amounts="决算数",
        behind=[["部门预算", "部门预算公开", "部门预算是", "财政拨款收支", "财政拨款收支", "单位预算"]],
    ),
    "a budget that prints the accounts": Case(
        [["某某市示范局2027年部门预算"], ["2025年决算数", "2025年部门决算", "决算数", "决算", "决算公开", "决算"]],
        BUREAU,
    ),
    "a budget without a cover that prints the accounts": Case(
        [],
        BUREAU,
        over=OVER,
        titles=("2027年收支预算总表", "2027年支出预算总表"),
        behind=[["2025年决算数832.40", "决算数", "决算", "决算公开", "决算"]],
        scope=None,
    ),
    # --- other bodies ---
    "other bodies in the text": Case([["某某市示范局2027年部门预算"], _OTHER_BODIES, _OTHER_BODIES], BUREAU),
    "other bodies, no cover": Case(
        [_OTHER_BODIES, _OTHER_BODIES],
        BUREAU,
        over=OVER,
        titles=("2027年收支总表", "2027年支出总表"),
    ),
    "the bureau of finance approves": Case(
        [
            ["某某市示范局2027年部门预算"],
            ["某某市财政局关于批复2027年部门预算的通知", "某某市财政局2027年部门预算批复"],
        ],
        BUREAU,
    ),
    "an institution names the units below it": Case(
        [
            ["某某市示范局2027年部门预算"],
            ["纳入预算编制范围的单位：", "某某市示范局本级", "某某市示范中心", "某某市示范站"],
        ],
        BUREAU,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_identity_of_regions(case: Case) -> None:
    document = read(_document(case)).document
    said = (document.unit_name, document.fiscal_year, document.document_kind)
    assert said == (case.name, case.year, case.kind), document.identity_evidence
    assert case.scope in (None, document.disclosure_scope), document.identity_evidence
