"""The invented budget of an invented bureau: what must be read, however it is printed.

Amounts are in 元. Every sum ties: items to groups, classes and the total; the economic side to the basic expenditure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

BUREAU = "某某市示范局"
CENTRE = "某某市示范服务中心"  # a unit of the bureau, to which its class 229 belongs
YEAR = 2027
CODED = ("revenue", "expenditure", "general_public_by_function", "basic_by_economic")
Fact = tuple[str, str, str, Decimal]  # table kind, code or label, measure, amount

FUNCTIONS = {
    "201": "一般公共服务支出",
    "20106": "财政事务",
    "2010601": "行政运行",
    "2010602": "一般行政管理事务",
    "2010650": "事业运行",
    "20132": "组织事务",
    "2013201": "行政运行",
    "2013299": "其他组织事务支出",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "229": "其他支出",
    "22999": "其他支出",
    "2299999": "其他支出",
}
ECONOMIC = {
    "301": "工资福利支出",
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30108": "机关事业单位基本养老保险缴费",
    "30113": "住房公积金",
    "30199": "其他工资福利支出",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30211": "差旅费",
    "30228": "工会经费",
    "30299": "其他商品和服务支出",
}
_SPENT = {  # personnel, public, project
    "2010601": ("1834500.00", "226700.00", "0"),
    "2010602": ("0", "0", "1250000.00"),
    "2010650": ("415300.00", "58900.00", "73000.00"),
    "2013201": ("88000.00", "12000.00", "0"),
    "2013299": ("0", "0", "60000.00"),
    "2080505": ("248100.00", "0", "0"),
    "2210201": ("301700.00", "0", "0"),
    "2299999": ("0", "0", "20000.00"),
}
_BASIC = {
    "30101": "1306800.00", "30102": "943000.00", "30108": "248100.00", "30113": "301700.00",
    "30199": "88000.00", "30201": "120600.00", "30211": "88000.00", "30228": "77000.00", "30299": "12000.00",
}  # fmt: skip
INCOME = {"general_public_budget": Decimal("4515200.00"), "service_income": Decimal("73000.00")}
THREE_PUBLIC = {
    "overseas_travel": Decimal("0"), "vehicle_purchase": Decimal("0"), "vehicle_operation": Decimal("35000.00"),
    "official_reception": Decimal("12500.00"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of a statement by subjects."""

    code: str
    name: str
    amounts: dict[str, Decimal]  # by measure

    @property
    def depth(self) -> int:
        return (len(self.code) - 1) // 2


_OWN = {"2010650": Decimal("73000.00")}  # of the projects, paid from 事业收入


def _spent(code: str, *, is_appropriation: bool = False) -> dict[str, Decimal]:
    personnel = public = project = Decimal(0)
    for item, (one, two, three) in _SPENT.items():
        if item.startswith(code):
            personnel, public = personnel + Decimal(one), public + Decimal(two)
            project += Decimal(three) - (_OWN.get(item, Decimal(0)) if is_appropriation else 0)
    return {
        "total": personnel + public + project, "basic": personnel + public, "basic_personnel": personnel,
        "basic_public": public, "project": project,
    }  # fmt: skip


def by_function(*, is_appropriation: bool = False) -> list[Line]:
    return [Line(code, name, _spent(code, is_appropriation=is_appropriation)) for code, name in FUNCTIONS.items()]


def by_source() -> list[Line]:
    lines = []
    for code, name in FUNCTIONS.items():
        own = sum((amount for item, amount in _OWN.items() if item.startswith(code)), Decimal(0))
        amounts = {"total": _spent(code)["total"], "general_public_budget": _spent(code)["total"] - own}
        lines.append(Line(code, name, {**amounts, "service_income": own}))
    return lines


def by_economic() -> list[Line]:
    lines = []
    for code, name in ECONOMIC.items():
        amount = sum((Decimal(value) for item, value in _BASIC.items() if item.startswith(code)), Decimal(0))
        side = "basic_personnel" if code.startswith("301") else "basic_public"
        lines.append(Line(code, name, {"total": amount, side: amount}))
    return lines


def totals(*, is_appropriation: bool = False) -> dict[str, Decimal]:
    return {**_spent("", is_appropriation=is_appropriation), **INCOME}


def unit_of(code: str) -> str:
    """The unit that a class and what is below it belongs to, where a table is printed by units."""
    return CENTRE if code.startswith(("229", "302")) else BUREAU


def kind_of(code: str) -> str:
    """The kind of expenditure that an economic class is."""
    return "人员经费" if code.startswith("301") else "公用经费"


def three_public() -> dict[str, Decimal]:
    vehicles = THREE_PUBLIC["vehicle_purchase"] + THREE_PUBLIC["vehicle_operation"]
    return {
        "three_public_total": sum(THREE_PUBLIC.values(), Decimal(0)), "vehicle_total": vehicles, **THREE_PUBLIC,
    }  # fmt: skip


def facts() -> Iterator[Fact]:
    """What every print must yield. Zeros are left out: they are printed in many ways, and at times not at all."""
    tables = [
        ("revenue", by_source()),
        ("expenditure", by_function()),
        ("general_public_by_function", by_function(is_appropriation=True)),
        ("basic_by_economic", by_economic()),
    ]
    wanted = {
        "revenue": ("total", "general_public_budget", "service_income"), "expenditure": ("total", "basic", "project"),
        "general_public_by_function": ("total", "basic_personnel", "basic_public", "project"),
        "basic_by_economic": ("total", "basic_personnel", "basic_public"),
    }  # fmt: skip
    for kind, lines in tables:
        for line in lines:
            for measure in wanted[kind]:
                amount = line.amounts.get(measure, Decimal(0))
                if amount:
                    yield kind, line.code, measure, amount
    for measure, amount in three_public().items():
        if amount:
            yield "three_public", "", measure, amount
    spent, appropriated = _spent(""), _spent("", is_appropriation=True)
    yield "revenue_expenditure_summary", "事业收入", "", INCOME["service_income"]
    yield "revenue_expenditure_summary", "一般公共服务支出", "", _spent("201")["total"]
    yield "revenue_expenditure_summary", "支出总计", "", spent["total"]
    yield "fiscal_appropriation", "住房保障支出", "", _spent("221")["total"]
    yield "fiscal_appropriation", "支出总计", "", appropriated["total"]
