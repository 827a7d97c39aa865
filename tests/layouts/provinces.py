"""Sets of statements as regions outside of the corpus print them (provinces.yaml), drawn for the invented budget.

Belongs here: what a row of such a table holds, how a table is drawn from its header paths, and what every figure of it
must be read as. Does not belong here: the budget (`budget`) and which tables a region has (the YAML).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from tests.disclosure.drawn import Sheet, drawn, width_of
from tests.layouts import budget
from tests.layouts.budget import BUREAU, ECONOMIC, FUNCTIONS, YEAR

_LEFT, _TOP, _ROW, _SIZE = 30.0, 60.0, 15.0, 7.0
UNITS = {"340001": f"{BUREAU}本级", "340002": "某某市示范中心"}
_CENTRE = ("2010650",)  # the subjects of 340002; all others are of 340001
GOVERNMENT_ECONOMIC = {"501": "机关工资福利支出", "502": "机关商品和服务支出"}
_FUND = {"212": "城乡社区支出", "21208": "国有土地使用权出让收入安排的支出", "2120801": "征地和拆迁补偿支出"}
_CAPITAL = {
    "223": "国有资本经营预算支出",
    "22301": "解决历史遗留问题及改革成本支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
}
_ITEMS = {
    "三公经费合计": "three_public_total", "1、因公出国（境）费用": "overseas_travel",
    "2、公务接待费": "official_reception",
    "3、公务用车费": "vehicle_total",
    "其中：（1）公务用车运行维护费": "vehicle_operation",
    "（2）公务用车购置费": "vehicle_purchase",
}  # fmt: skip
_NUMERALS = "一二三四五六七八九十"
_CODES = frozenset({"code", "class"})
_NO_MONEY = frozenset({"other", "zero", "blank", "words"})
_KEYS = frozenset({
    "code", "class", "group", "item", "name", "unit_code", "unit_name", "either_name", "ordinal", "project_code",
    "function_code", "function_name", "government_class", "government_group", "government_name", "named", "period",
})  # fmt: skip
PERIODS = {
    "prior": ("approved_budget", YEAR - 1), "executed": ("execution_estimate", YEAR - 1),
    "carryover": ("approved_budget", YEAR),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row: what its keys say and its amounts by measure, in 元."""

    keys: dict[str, str]
    amounts: Mapping[str, Decimal]
    is_total: bool = False
    period: tuple[str, int] | None = None  # of a row that stands for a year

    def name(self, sources: Set[str]) -> str:
        """What finds the row again in a table whose columns print these sources."""
        code = self.keys.get("code", "") if sources & _CODES else ""
        unit = self.keys.get("unit_code", "") if "unit_code" in sources else ""
        texts = (self.keys.get(key, "") for key in ("name", "unit_name", "either_name") if key in sources | {"name"})
        return code or unit or next(filter(None, texts), "")


@dataclass(frozen=True)
class Wanted:
    """One figure in print and what it must be read as; `measure` is None where it is no amount of a known measure."""

    title: str
    row: str
    path: str
    measure: str | None
    amount: Decimal  # of the year, in 元
    period: tuple[str, int]


@dataclass
class Province:
    """One region's set of statements."""

    name: str
    tables: list[dict[str, Any]]
    unit: str = "万元"
    total: str = "first"
    zero: str = "0.00"
    grouped: bool = False
    landscape: bool = False
    sheets: list[Sheet] = field(default_factory=list)

    def document(self) -> bytes:
        """The pages, drawn: a cover, and a page or more for every table."""
        self.sheets = [Sheet()]
        self.sheets[0].text(150, 300, f"{BUREAU}{YEAR}年部门预算", size=20)
        for table in self.tables:
            self._draw(table)
        return drawn(*self.sheets)

    def wanted(self) -> Iterator[Wanted]:
        """Every figure of the statements that must be understood."""
        for table in self.tables:
            for block in blocks_of(table):
                sources = frozenset(block["columns"].values())
                for row in self._rows(block["rows"]):
                    for path, source in block["columns"].items():
                        measure, period = source_of(source)
                        period = row.period or period
                        if source in _KEYS or source in ("blank", "words"):
                            continue
                        known = None if measure in _NO_MONEY or period is None else measure
                        yield Wanted(
                            table["title"], row.name(sources), path, known, self._printed(_amount(row, source)),
                            period or ("approved_budget", YEAR),
                        )  # fmt: skip

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _rows(self, kind: str) -> list[Row]:
        found = rows_of(kind)
        totals = [row for row in found if row.is_total]
        rest = [row for row in found if not row.is_total]
        return [*rest, *totals] if self.total == "last" else [*totals, *rest]

    # -- drawing -------------------------------------------------------------------------------------------------------

    def _draw(self, table: dict[str, Any]) -> None:
        blocks = blocks_of(table)
        paths = [path for block in blocks for path in block["columns"]]
        sources = [source for block in blocks for source in block["columns"].values()]
        sheet, width = self._page()
        weights = [2.6 if _is_wide(source) else 1.0 for source in sources]
        edges = [_LEFT]
        for weight in weights:
            edges.append(edges[-1] + weight * (width - 2 * _LEFT) / sum(weights))
        title = table["title"]
        sheet.text((width - width_of(title, 12)) / 2, _TOP, title, size=12)
        sheet.text(_LEFT, _TOP + _ROW, f"部门：{BUREAU}")
        sheet.right(edges[-1], _TOP + _ROW, f"单位：{self.unit}")
        y = _header(sheet, edges, paths, _TOP + _ROW + 6)
        columns = [self._rows(block["rows"]) for block in blocks]
        for index in range(max(map(len, columns), default=0)):
            if y > sheet.height - 60:
                sheet, _ = self._page()
                y = _header(sheet, edges, paths, _TOP)
            texts: list[str] = []
            for block, rows in zip(blocks, columns, strict=True):
                row = rows[index] if index < len(rows) else None
                texts += [self._text(row, source) if row else "" for source in block["columns"].values()]
            for left, right, text in zip(edges, edges[1:], texts, strict=False):
                _cell(sheet, (left, y, right, y + _ROW), text)
            y += _ROW
        if not any(columns):
            for left, right in pairwise(edges):
                _cell(sheet, (left, y, right, y + _ROW), "")
        if "note" in table:
            sheet.text(_LEFT, y + 2 * _ROW, table["note"])

    def _text(self, row: Row, source: str) -> str:
        if source in _KEYS:
            return row.keys.get(source, "")
        if source in ("blank", "words"):
            return "示范" if source == "words" else ""
        amount = _amount(row, source)
        if source.endswith("@percent"):
            return "11.11%" if amount else ""
        if not amount:
            return self.zero
        value = self._printed(amount) / (10000 if self.unit == "万元" else 1)
        return f"{value:,.2f}" if self.grouped else f"{value:.2f}"

    def _printed(self, amount: Decimal) -> Decimal:
        """An amount to the last digit that is printed."""
        digit = Decimal(100) if self.unit == "万元" else Decimal("0.01")
        return (amount / digit).quantize(Decimal(1)) * digit

    def _page(self) -> tuple[Sheet, float]:
        sheet = Sheet(842, 595) if self.landscape else Sheet()
        self.sheets.append(sheet)
        return sheet, sheet.width


def provinces() -> list[Province]:
    """All regions of the YAML."""
    data = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return [Province(**entry) for entry in data]


def blocks_of(table: dict[str, Any]) -> list[dict[str, Any]]:
    return list(table["blocks"]) if "blocks" in table else [table]


def source_of(source: str) -> tuple[str, tuple[str, int] | None]:
    """The measure in a column, and phase and year of its amounts; None where it shows a difference."""
    measure, _, period = source.partition("@")
    return measure, PERIODS.get(period) if period else ("approved_budget", YEAR)


def _amount(row: Row, source: str) -> Decimal:
    measure, _, period = source.partition("@")
    amount = row.amounts.get(measure, Decimal(0))
    if period == "carryover":  # the budget has none
        return Decimal(0)
    return amount * {"": Decimal(1), "prior": Decimal("0.9"), "executed": Decimal("0.8")}.get(period, Decimal("0.1"))


def rows_of(kind: str) -> list[Row]:
    """The rows of a table, the total first."""
    is_appropriated = kind.startswith("appropriated_")
    kind = kind.removeprefix("appropriated_")
    if kind in ("functions", "project_lines"):
        return _subjects(FUNCTIONS, _function_amounts(is_appropriated))
    if kind == "economic":
        return _subjects(ECONOMIC, _economic_amounts())
    if kind == "government_economic":
        classes = {f"5{code[1:]}": amounts for code, amounts in _economic_amounts().items() if len(code) == 3}
        return _subjects(GOVERNMENT_ECONOMIC, {**classes, "": _economic_amounts()[""]})
    if kind == "units":
        return _units(_function_amounts(is_appropriated), {})
    if kind == "units_functions":
        return _units(_function_amounts(is_appropriated), FUNCTIONS)
    if kind == "units_economic":
        amounts = _economic_amounts()
        total, *rest = _subjects(ECONOMIC, amounts)
        unit = _keys(unit_code="340001", unit_name=UNITS["340001"])
        return [total, Row(unit, amounts[""]), *(replace_unit(row, "340001") for row in rest)]
    if kind in ("fund", "capital"):
        names = _FUND if kind == "fund" else _CAPITAL
        amount = Decimal("120000.00")
        return _subjects(names, {code: {"total": amount, "project": amount} for code in ("", *names)})
    if kind == "three_public":
        public = budget.three_public()
        return [
            Row(_keys(name=label), {"amount": public[measure]}, is_total=measure == "three_public_total")
            for label, measure in _ITEMS.items()
        ]
    if kind in ("one", "years"):
        public = budget.three_public()
        if kind == "one":
            return [Row({}, public)]
        return [
            Row(_keys(period=f"{year}年", name=f"{year}年"), public, period=("approved_budget", year))
            for year in (YEAR - 1, YEAR)
        ]
    if kind in ("income", "funds", "kinds"):
        return _lines(kind, is_appropriated=is_appropriated)
    if kind == "basic_items":
        return [
            Row({**row.keys, "unit_name": BUREAU, "project_code": "340001270000001", "function_code": "2010601",
                 "function_name": "行政运行"}, row.amounts)
            for row in _subjects(ECONOMIC, _economic_amounts())[1:] if len(row.keys["code"]) == 5
        ]  # fmt: skip
    if kind == "procurement":
        return [Row(_keys(name="办公设备购置"), {"total": Decimal("50000.00")})]
    return []


def replace_unit(row: Row, code: str) -> Row:
    """A row by subject, in a table that repeats the unit on every row."""
    keys = {**row.keys, "unit_code": code, "unit_name": UNITS[code]}
    return Row(keys, row.amounts, row.is_total)


def _keys(**texts: str) -> dict[str, str]:
    keys = dict(texts)
    code = keys.get("code", "")
    if code:
        keys |= {"class": code[:3], "group": code[3:5], "item": code[5:]}
        keys |= {"government_class": f"5{code[1:3]}", "government_name": "机关工资福利支出"} if code[0] == "3" else {}
        keys |= {"government_group": "01"} if code[0] == "3" and len(code) == 5 else {}
        keys["named"] = f"{'  ' * ((len(code) - 3) // 2)}{keys['name']}"
    keys.setdefault("either_name", keys.get("name") or keys.get("unit_name", ""))
    keys.setdefault("named", keys.get("name", ""))
    return keys


def _subjects(names: dict[str, str], amounts: Mapping[str, Mapping[str, Decimal]]) -> list[Row]:
    total = Row({**_keys(name="合计"), "unit_name": "合计"}, amounts[""], is_total=True)
    return [total, *(Row(_keys(code=code, name=name), amounts[code]) for code, name in names.items() if amounts[code])]


def _with_funds(amounts: dict[str, Decimal]) -> dict[str, Decimal]:
    own = amounts.pop("own", Decimal(0))
    general = amounts["total"] - own
    return {
        **amounts, "general_public_budget": general, "service_income": own, "unit_own_funds": own, "subtotal": general,
        "amount": amounts["total"],
    }  # fmt: skip


def _function_amounts(is_appropriated: bool) -> dict[str, dict[str, Decimal]]:
    lines = {line.code: line for line in budget.by_function(is_appropriation=is_appropriated)}
    sources = {line.code: line.amounts for line in budget.by_source()}
    found = {}
    for code, line in lines.items():
        own = Decimal(0) if is_appropriated else sources[code]["service_income"]
        found[code] = _with_funds({**line.amounts, "own": own})
    own = Decimal(0) if is_appropriated else budget.INCOME["service_income"]
    totals = budget.totals(is_appropriation=is_appropriated)
    found[""] = _with_funds({
        **{key: totals[key] for key in ("total", "basic", "basic_personnel", "basic_public", "project")}, "own": own,
    })  # fmt: skip
    return found


def _economic_amounts() -> dict[str, dict[str, Decimal]]:
    found = {line.code: {**line.amounts, "amount": line.amounts["total"]} for line in budget.by_economic()}
    classes = [found["301"], found["302"]]
    measures = ("total", "basic_personnel", "basic_public", "amount")
    found[""] = {key: sum((one.get(key, Decimal(0)) for one in classes), Decimal(0)) for key in measures}
    return found


def _units(amounts: Mapping[str, Mapping[str, Decimal]], names: dict[str, str]) -> list[Row]:
    """The bureau's units, each with its subjects; the centre has those of _CENTRE."""
    rows = [Row({**_keys(name="合计"), "unit_name": "合计"}, {**amounts[""], **budget.three_public()}, is_total=True)]
    for unit, title in UNITS.items():
        items = [
            code for code in FUNCTIONS if len(code) == 7 and (code in _CENTRE) == (unit == "340002") and code in amounts
        ]
        public = budget.three_public() if unit == "340001" else {}
        keys = _keys(unit_code=unit, unit_name=title)
        rows.append(Row(keys, {**_sum(amounts, items), **public}))
        for code in names:
            own = [item for item in items if item.startswith(code)]
            if own:
                rows.append(replace_unit(Row(_keys(code=code, name=names[code]), _sum(amounts, own)), unit))
    return rows


def _sum(amounts: Mapping[str, Mapping[str, Decimal]], codes: list[str]) -> dict[str, Decimal]:
    measures = {measure for code in codes for measure in amounts[code]}
    return {
        measure: sum((amounts[code].get(measure, Decimal(0)) for code in codes), Decimal(0)) for measure in measures
    }


def _lines(kind: str, *, is_appropriated: bool) -> list[Row]:
    general, own = budget.INCOME["general_public_budget"], budget.INCOME["service_income"]
    if kind == "kinds":
        spent = budget.totals()
        lines = {
            "一、基本支出": spent["basic"], "工资福利支出": spent["basic_personnel"],
            "商品和服务支出": spent["basic_public"],
            "二、项目支出": spent["project"], "支出总计": spent["total"],
        }  # fmt: skip
        return [Row(_keys(name=name), {"amount": value}, is_total=name == "支出总计") for name, value in lines.items()]
    income = {
        "一般公共预算拨款收入": general,
        "政府性基金预算拨款收入": Decimal(0),
        "国有资本经营预算拨款收入": Decimal(0),
    }
    if not is_appropriated:
        income |= {"事业收入": own, "事业单位经营收入": Decimal(0), "其他收入": Decimal(0)}
    total = general if is_appropriated else general + own
    rows = [
        Row(_keys(name=f"{_NUMERALS[place]}、{name}"), {"amount": amount})
        for place, (name, amount) in enumerate(income.items())
    ]
    return [*rows, Row(_keys(name="收入总计"), {"amount": total}, is_total=kind == "funds")]


def _is_wide(source: str) -> bool:
    return source.endswith("name") or source in ("named", "words")


def _header(sheet: Sheet, edges: list[float], paths: list[str], top: float) -> float:
    """The header as a tree: words that neighbours share stand over all of them, the last word reaches down."""
    parted = [path.split("/") for path in paths]
    depth = max(map(len, parted))

    def draw(first: int, end: int, level: int) -> None:
        start = first
        while start < end:
            words = parted[start][: level + 1]
            stop = start + 1
            is_leaf = len(parted[start]) == level + 1
            while not is_leaf and stop < end and parted[stop][: level + 1] == words and len(parted[stop]) > level + 1:
                stop += 1
            bottom = depth if is_leaf else level + 1
            _cell(sheet, (edges[start], top + level * _ROW, edges[stop], top + bottom * _ROW), words[-1], is_head=True)
            if not is_leaf:
                draw(start, stop, level + 1)
            start = stop

    draw(0, len(parted), 0)
    return top + depth * _ROW


def _cell(sheet: Sheet, box: tuple[float, float, float, float], text: str, *, is_head: bool = False) -> None:
    left, top, right, bottom = box
    sheet.box(left, top, right, bottom)
    room = right - left - 4
    size = min(_SIZE, _SIZE * room / max(width_of(text, _SIZE), 1))
    baseline = (top + bottom) / 2 + size / 3
    if is_head:
        sheet.text((left + right - width_of(text, size)) / 2, baseline, text, size=size)
    elif text and text[0] in "0123456789-" and "." in text:
        sheet.right(right - 2, baseline, text, size)
    else:
        indent = len(text) - len(text.lstrip())
        sheet.text(left + 2 + indent * size / 2, baseline, text.lstrip(), size=size)
