"""Print the invented budget in a layout: titles, header words, codes, rulings, units and places of totals vary.

Belongs here: a layout as data and how it is drawn. Does not belong here: the budget (`budget`) and what is expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from tests.disclosure.drawn import Sheet, drawn, width_of
from tests.layouts import budget
from tests.layouts.budget import Line

_LEFT, _RIGHT, _TOP, _ROW = 40.0, 555.0, 70.0, 16.0
Header = list[list[tuple[str, int]]]  # rows of (words, columns that they stand over)


@dataclass(frozen=True)
class Layout:
    """One way to print."""

    name: str
    titles: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)  # of measures; others are printed as usual
    code: Literal["one", "three", "glued", "bracketed", "class", "none"] = "one"  # class: of classes only
    indent: int = 2  # blanks before a name for each level, where no codes are printed
    marks: Literal["", "ordinals", "levels", "path"] = ""  # 一、（一）1. | 行政运行（项） | 财政事务-行政运行
    by_unit: Literal["", "first", "every"] = ""  # a column of units in front: named in its first row, or in every row
    total_word: str = "合计"  # {bureau} in it is the name of the bureau
    total_last: bool = False
    unit: Literal["元", "万元"] = "万元"
    unit_at: Literal["caption", "title", "header", "below", "inside"] = "caption"
    rules: Literal["all", "horizontal", "none"] = "all"
    zero: str = "0.00"
    grouped: bool = False
    rows_a_page: int = 40
    repeats_header: bool = True
    stacked: bool = False
    landscape: bool = False
    nested: bool = False  # 基本支出 over 小计, 人员经费, 公用经费
    order: tuple[str, ...] = ("total", "basic", "project")
    cover: str = "{bureau}{year}年部门预算"


_WORDS = {
    "total": "合计", "basic": "基本支出", "project": "项目支出", "basic_personnel": "人员经费",
    "basic_public": "公用经费", "general_public_budget": "一般公共预算拨款", "service_income": "事业收入",
    "business_income": "事业单位经营收入", "superior_grant": "上级补助收入", "other_income": "其他收入",
    "code": "科目编码", "name": "科目名称", "unit": "单位名称", "amount": "预算数", "income": "收入",
    "expenditure": "支出", "item": "项目",
    "three_public_total": "“三公”经费合计", "overseas_travel": "因公出国（境）费",
    "vehicle_total": "公务用车购置及运行费", "vehicle_purchase": "公务用车购置费",
    "vehicle_operation": "公务用车运行费", "official_reception": "公务接待费",
}  # fmt: skip


class Printer:
    """Draws the statements one after the other and knows where the page ends."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.sheets: list[Sheet] = []
        self.y = 0.0
        self.number = 0

    def document(self) -> bytes:
        cover = self._page()
        cover.text(150, 300, self.layout.cover.format(bureau=budget.BUREAU, year=budget.YEAR), size=20)
        self._sided("revenue_expenditure_summary", is_appropriation=False)
        sources = (
            "total",
            "general_public_budget",
            "service_income",
            "business_income",
            "superior_grant",
            "other_income",
        )
        self._by_subject("revenue", budget.by_source(), sources, budget.totals())
        self._by_subject("expenditure", budget.by_function(), self.layout.order, budget.totals())
        self._sided("fiscal_appropriation", is_appropriation=True)
        measures = ("total", "basic", "basic_personnel", "basic_public", "project")
        appropriated = budget.totals(is_appropriation=True)
        self._by_subject(
            "general_public_by_function", budget.by_function(is_appropriation=True), measures, appropriated
        )
        basic = {**appropriated, "total": appropriated["basic"]}
        self._by_subject("basic_by_economic", budget.by_economic(), ("total", "basic_personnel", "basic_public"), basic)
        self._three_public()
        return drawn(*self.sheets)

    # -- statements --------------------------------------------------------------------------------------------------

    def _by_subject(self, kind: str, lines: list[Line], measures: Sequence[str], total: dict[str, Decimal]) -> None:
        layout = self.layout
        words = [self._word(measure) for measure in measures]
        keys = {"one": 2, "class": 2, "three": 4}.get(layout.code, 1)
        head: Header
        if layout.code == "three":
            head = [[(self._word("code"), 3), (self._word("name"), 1), *((word, 1) for word in words)]]
            head.append([("类", 1), ("款", 1), ("项", 1), ("", 1), *(("", 1) for _ in words)])
        else:
            names = [self._word("code"), self._word("name")] if keys == 2 else [self._word("name")]
            units = [self._word("unit")] if layout.by_unit else []
            head = [[(word, 1) for word in (*units, *names, *words)]]
        if layout.nested and "basic_personnel" in measures and "basic" in measures:
            below = {"basic": "小计"}
            inner = [below.get(measure, self._word(measure)) for measure in measures]
            head = [
                [*((word, 1) for word, _ in head[0][:keys]), (words[0], 1), (self._word("basic"), 3), (words[4], 1)],
                [*(("", 1) for _ in range(keys)), ("", 1), *((word, 1) for word in inner[1:4]), ("", 1)],
            ]
        rows = [
            [*self._key(line, lines), *(self._amount(line.amounts.get(measure)) for measure in measures)]
            for line in lines
        ]
        widths = {2: [60.0, 130.0], 4: [30.0, 30.0, 30.0, 130.0], 1: [170.0]}[keys]
        if layout.by_unit:
            rows = self._of_units(lines, rows, measures)
            keys, widths = keys + 1, [80.0, *widths]
        sums = [self._amount(total.get(measure, Decimal(0))) for measure in measures]
        row = [*([""] * (keys - 1)), layout.total_word.format(bureau=budget.BUREAU), *sums]
        rows = [*rows, row] if layout.total_last else [row, *rows]
        self._table(kind, head, rows, widths, len(measures), keys)

    def _of_units(self, lines: list[Line], rows: list[list[str]], measures: Sequence[str]) -> list[list[str]]:
        """The rows below the unit that each class belongs to, whose own row is its total."""
        printed: list[list[str]] = []
        unit = ""
        for line, row in zip(lines, rows, strict=True):
            if budget.unit_of(line.code) != unit:
                unit = budget.unit_of(line.code)
                classes = [other for other in lines if other.depth == 1 and budget.unit_of(other.code) == unit]
                sums = [sum((own.amounts.get(name, Decimal(0)) for own in classes), Decimal(0)) for name in measures]
                printed.append([unit, *([""] * (len(row) - len(measures))), *map(self._amount, sums)])
            printed.append([unit if self.layout.by_unit == "every" else "", *row])
        return printed

    def _sided(self, kind: str, *, is_appropriation: bool) -> None:
        lines = [line for line in budget.by_function(is_appropriation=is_appropriation) if len(line.code) == 3]
        own = budget.INCOME["service_income"]
        income = [
            ("一般公共预算拨款收入", budget.INCOME["general_public_budget"]),
            ("政府性基金预算拨款收入", Decimal(0)),
        ]
        if is_appropriation:
            income += [("国有资本经营预算拨款收入", Decimal(0))]
        else:
            income += [("事业收入", own), ("上级补助收入", Decimal(0)), ("其他收入", Decimal(0))]
        numerals = "一二三四五六七八"
        left = [(f"{numerals[index]}、{name}", amount) for index, (name, amount) in enumerate(income)]
        right = [(f"{numerals[index]}、{line.name}", line.amounts["total"]) for index, line in enumerate(lines)]
        both = max(len(left), len(right))
        rows = []
        for index in range(both):
            cells: list[str] = []
            for side in (left, right):
                name, amount = side[index] if index < len(side) else ("", None)
                cells += [name, self._amount(amount) if amount is not None else ""]
            rows.append(cells)
        total = self._amount(sum((amount for _, amount in income), Decimal(0)))
        rows.append(["收入总计", total, "支出总计", total])
        amount = self._word("amount")
        head = [[(self._word("income"), 2), (self._word("expenditure"), 2)],
                [(self._word("item"), 1), (amount, 1), (self._word("item"), 1), (amount, 1)]]  # fmt: skip
        self._table(kind, head, rows, [150.0, 100.0, 150.0, 100.0], 0, 0)

    def _three_public(self) -> None:
        measures = ("three_public_total", "overseas_travel", "vehicle_total", "vehicle_purchase", "vehicle_operation",
                    "official_reception")  # fmt: skip
        words = [self._word(measure) for measure in measures]
        head: Header = [
            [(words[0], 1), (words[1], 1), (words[2], 3), (words[5], 1)],
            [("", 1), ("", 1), ("小计", 1), (words[3], 1), (words[4], 1), ("", 1)],
        ]
        amounts = budget.three_public()
        self._table("three_public", head, [[self._amount(amounts[measure]) for measure in measures]], [], 6, 0)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _table(
        self, kind: str, head: Header, rows: list[list[str]], widths: list[float], measures: int, keys: int
    ) -> None:
        layout = self.layout
        room = (self._right - _LEFT - sum(widths)) / measures if measures else 0
        edges = [_LEFT]
        for width in [*widths, *([room] * measures)]:
            edges.append(edges[-1] + width)
        pages = [rows[start : start + layout.rows_a_page] for start in range(0, len(rows), layout.rows_a_page)]
        self.number += 1
        for number, part in enumerate(pages):
            height = (len(part) + len(head) + 4) * _ROW
            if not (
                layout.stacked and self.sheets and self.y + height < self._bottom and number == 0 and self.number > 1
            ):
                self._page()
            shows_head = number == 0 or layout.repeats_header
            if shows_head:
                self.y += 1.5 * _ROW
                self._caption(kind, edges)
            self._grid(edges, head if shows_head else [], part, keys or None)
        if layout.unit_at == "below":
            self._sheet.text(_LEFT, self.y + 12, f"单位：{layout.unit}")
            self.y += _ROW

    def _caption(self, kind: str, edges: list[float]) -> None:
        layout = self.layout
        title = layout.titles[kind] + (f"（单位：{layout.unit}）" if layout.unit_at == "title" else "")
        self._sheet.text((edges[0] + edges[-1] - width_of(title, 12)) / 2, self.y, title, size=12)
        self.y += _ROW
        self._sheet.text(_LEFT, self.y, f"编制单位：{budget.BUREAU}")
        if layout.unit_at == "caption":
            self._sheet.right(edges[-1], self.y, f"单位：{layout.unit}")
        self.y += 6

    def _grid(self, edges: list[float], head: Header, rows: list[list[str]], keys: int | None) -> None:
        layout, sheet, top = self.layout, self._sheet, self.y
        if layout.unit_at == "inside" and head:
            self._cell(edges[0], edges[-1], 1, f"单位：{layout.unit}")
            self.y += _ROW
        for depth, cells in enumerate(head):
            column = 0
            for words, span in cells:
                hidden = depth > 0 and not words
                spans_down = depth == 0 and len(head) == 2 and span == 1 and not head[1][column][0]
                if not hidden:
                    self._cell(edges[column], edges[column + span], 2 if spans_down else 1, words)
                column += span
            self.y += _ROW
        for cells in rows:
            for column, text in enumerate(cells):
                self._cell(edges[column], edges[column + 1], 1, text, is_head=False)
            self.y += _ROW
        if layout.rules == "horizontal":
            for y in [top, top + len(head) * _ROW, self.y]:
                sheet.line(edges[0], y, edges[-1], y)

    def _cell(self, x0: float, x1: float, height: int, text: str, *, is_head: bool = True) -> None:
        sheet, bottom = self._sheet, self.y + height * _ROW
        if self.layout.rules == "all":
            sheet.box(x0, self.y, x1, bottom)
        size = 8.0 if width_of(text, 8) < x1 - x0 - 4 else 8 * (x1 - x0 - 4) / width_of(text, 8)
        baseline = (self.y + bottom) / 2 + 3
        if is_head:
            sheet.text((x0 + x1 - width_of(text, size)) / 2, baseline, text, size=size)
        elif text and text[0] in "0123456789-" and ("." in text or text == "-"):
            sheet.right(x1 - (3 if self.layout.rules == "all" else 12), baseline, text, size)
        else:
            sheet.text(x0 + 3 + size * (len(text) - len(text.lstrip())), baseline, text.lstrip(), size=size)

    def _key(self, line: Line, lines: list[Line]) -> list[str]:
        code, name = line.code, self._marked(line, lines)
        if self.layout.code == "one":
            return [code, name]
        if self.layout.code == "class":
            return [code if line.depth == 1 else "", name]
        if self.layout.code == "three":
            return [code[:3], code[3:5], code[5:], name]
        if self.layout.code == "glued":
            return [f"{code} {name}"]
        if self.layout.code == "bracketed":
            return [f"[{code}]{name}"]
        return [" " * (self.layout.indent * line.depth) + name]

    def _marked(self, line: Line, lines: list[Line]) -> str:
        above = [other for other in lines if line.code.startswith(other.code)]  # itself too
        if self.layout.marks == "path":
            return "-".join(other.name for other in above)
        if self.layout.marks == "levels":
            return f"{line.name}（{'类款项'[line.depth - 1]}）"
        if self.layout.marks == "ordinals":
            beside = [other.code for other in lines if other.depth == line.depth and other.code[:-2] == line.code[:-2]]
            classes = [other.code for other in lines if other.depth == 1]
            place = (classes if line.depth == 1 else beside).index(line.code)
            numeral = "一二三四五六七八"[place]
            return (f"{numeral}、", f"（{numeral}）", f"{place + 1}. ")[line.depth - 1] + line.name
        return line.name

    def _amount(self, amount: Decimal | None) -> str:
        if amount is None:
            return ""
        if not amount:
            return self.layout.zero
        value = amount / 10000 if self.layout.unit == "万元" else amount
        return f"{value:,.2f}" if self.layout.grouped else f"{value:.2f}"

    def _word(self, measure: str) -> str:
        word = self.layout.words.get(measure, _WORDS[measure])
        is_money = measure not in ("code", "name", "unit", "income", "expenditure", "item")
        return f"{word}（{self.layout.unit}）" if self.layout.unit_at == "header" and is_money else word

    def _page(self) -> Sheet:
        sheet = Sheet(842, 595) if self.layout.landscape else Sheet()
        self.sheets.append(sheet)
        self.y = _TOP
        return sheet

    @property
    def _sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def _right(self) -> float:
        return 802.0 if self.layout.landscape else _RIGHT

    @property
    def _bottom(self) -> float:
        return 545.0 if self.layout.landscape else 790.0
