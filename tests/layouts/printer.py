"""Print the invented budget in a layout: titles, header words, codes, rulings, units and places of totals vary.

Belongs here: which tables there are, and text in its place. Does not belong here: what a layout is (`layout`), what of
a table stands on which page (`paging`), lines and grounds (`pens`), the budget (`budget`) and what is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby

from tests.disclosure.drawn import Sheet, drawn, width_of
from tests.layouts import budget
from tests.layouts.budget import Line
from tests.layouts.layout import Layout
from tests.layouts.paging import Header, Part, Table, parts
from tests.layouts.pens import Pen

_LEFT, _TOP, _ROW = 40.0, 70.0, 16.0
_A4, _A3 = (595.0, 842.0), (842.0, 1191.0)
_LIES = {"turned": (3, 90), "lying": (1, 0), "head down": (2, 180)}  # how drawing and sheet are turned


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
        width = layout.name_width
        widths = {2: [60.0, width], 4: [30.0, 30.0, 30.0, width], 1: [width + 40.0]}[keys]
        if layout.by_unit:
            named = layout.by_unit == "every"
            rows = self._under_heads(
                lines, rows, measures, budget.unit_of,
                lambda unit, row: [unit, *row], lambda unit, row: [unit if named else "", *row],
            )  # fmt: skip
            keys, widths = keys + 1, [80.0, *widths]
        if layout.kind_rows and kind == "basic_by_economic":
            rows = self._under_heads(
                lines, rows, measures, budget.kind_of, lambda head, row: [*row[:-1], head], lambda _, row: row
            )
        sums = [self._amount(total.get(measure, Decimal(0))) for measure in measures]
        row = [*([""] * (keys - 1)), layout.total_word.format(bureau=budget.BUREAU), *sums]
        if layout.units:
            head = [[("" if depth else self._word("unit"), 1), *cells] for depth, cells in enumerate(head)]
            rows, row = [[budget.BUREAU, *cells] for cells in rows], ["", *row]
            keys, widths = keys + 1, [60.0, *widths]
        rows = [*rows, row] if layout.total_last else [row, *rows]
        self._print(Table(kind, head, rows, widths, len(measures), keys))

    def _under_heads(
        self, lines: list[Line], rows: list[list[str]], measures: Sequence[str], head_of: Callable[[str], str],
        heading: Callable[[str, list[str]], list[str]], below: Callable[[str, list[str]], list[str]],
    ) -> list[list[str]]:  # fmt: skip
        """The rows below what each class belongs to, a unit or a kind of expenditure, whose own row is its total."""
        printed: list[list[str]] = []
        head = ""
        for line, row in zip(lines, rows, strict=True):
            if head_of(line.code) != head:
                head = head_of(line.code)
                classes = [other for other in lines if other.depth == 1 and head_of(other.code) == head]
                sums = [sum((own.amounts.get(name, Decimal(0)) for own in classes), Decimal(0)) for name in measures]
                blanks = [""] * (len(row) - len(measures))
                printed.append([*heading(head, blanks), *map(self._amount, sums)])
            printed.append(below(head, row))
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
        self._print(Table(kind, head, rows, [150.0, 100.0, 150.0, 100.0], 0))

    def _three_public(self) -> None:
        measures = ("three_public_total", "overseas_travel", "vehicle_total", "vehicle_purchase", "vehicle_operation",
                    "official_reception")  # fmt: skip
        words = [self._word(measure) for measure in measures]
        head: Header = [
            [(words[0], 1), (words[1], 1), (words[2], 3), (words[5], 1)],
            [("", 1), ("", 1), ("小计", 1), (words[3], 1), (words[4], 1), ("", 1)],
        ]
        amounts = budget.three_public()
        self._print(Table("three_public", head, [[self._amount(amounts[measure]) for measure in measures]], [], 6))

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _print(self, table: Table) -> None:
        layout = self.layout
        self.number += 1
        for part in parts(table, layout):
            height = (len(part.table.rows) + 4) * _ROW + len(table.head) * self._head_row
            fits = self.y + height < self._bottom and part.is_first and self.number > 1
            if not ((layout.stacked or layout.touching) and fits):
                self._page()
            edges = self._edges(part.table)
            if part.shows_head and (part.is_first or layout.repeats_title):
                self._caption(table.kind, edges)
            self._grid(edges, part)
        if layout.unit_at == "below":
            self._sheet.text(_LEFT, self.y + 12, f"单位：{layout.unit}")
            self.y += _ROW

    def _edges(self, table: Table) -> list[float]:
        room = (self._right - _LEFT - sum(table.widths)) / table.measures if table.measures else 0
        edges = [_LEFT]
        for width in [*table.widths, *([room] * table.measures)]:
            edges.append(edges[-1] + width)
        return edges

    def _caption(self, kind: str, edges: list[float]) -> None:
        layout = self.layout
        title = layout.titles[kind] + (f"（单位：{layout.unit}）" if layout.unit_at == "title" else "")
        if layout.touching:
            for text in (title, f"编制单位：{budget.BUREAU}", f"单位：{layout.unit}"):
                Pen(layout, self._sheet).head_cell(edges[0], self.y, edges[-1], self.y + _ROW)
                self._words(edges[0], self.y, edges[-1], self.y + _ROW, text, is_head=True)
                self.y += _ROW
            return
        self.y += 1.5 * _ROW
        self._sheet.text((edges[0] + edges[-1] - width_of(title, 12)) / 2, self.y, title, size=12)
        self.y += _ROW
        self._sheet.text(_LEFT, self.y, f"编制单位：{budget.BUREAU}")
        if layout.unit_at == "caption":
            self._sheet.right(edges[-1], self.y, f"单位：{layout.unit}")
        self.y += 6

    def _grid(self, edges: list[float], part: Part) -> None:
        layout, pen, ys = self.layout, Pen(self.layout, self._sheet), [self.y]
        if layout.unit_at == "inside" and part.shows_head:
            pen.head_cell(edges[0], self.y, edges[-1], self.y + _ROW)
            self._words(edges[0], self.y, edges[-1], self.y + _ROW, f"单位：{layout.unit}", is_head=True)
            self.y += _ROW
        if part.shows_head:
            self._head(edges, part.table)
            ys.append(self.y)
        below_head = self.y
        rows = part.table.rows
        for number, cells in enumerate(rows):
            bottom = self.y + _ROW
            for column in range(len(cells)):
                if layout.units and column == 0 and part.table.keys:
                    continue
                if layout.rules == "paired" and 0 < part.table.keys < column and (column - part.table.keys) % 2 == 1:
                    continue  # its figure stands in the cell before
                pair = layout.rules == "paired" and part.table.keys and part.table.keys <= column < len(cells) - 1
                pen.cell(edges[column], self.y, edges[column + (2 if pair else 1)], bottom, row=number)
            for column, text in enumerate(cells):
                if not (layout.units and column == 0 and part.table.keys):
                    self._words(edges[column], self.y, edges[column + 1], bottom, text)
            self.y = bottom
            ys.append(bottom)
        if layout.units and part.table.keys:
            self._units(edges, below_head, part)
        pen.around(edges, ys, below_head)

    def _head(self, edges: list[float], table: Table) -> None:
        layout, pen, head = self.layout, Pen(self.layout, self._sheet), table.head
        for depth, cells in enumerate(head):
            column = 0
            for words, span in cells:
                hidden = depth > 0 and not words
                spans_down = depth == 0 and len(head) == 2 and span == 1 and not _below(head, column)
                if not hidden:
                    box = edges[column], self.y, edges[column + span], self.y + self._head_row * (1 + spans_down)
                    pen.head_cell(*box)
                    if layout.diagonal and table.keys and column == table.keys - 1 and span == 1:
                        self._two_words(*box, words)
                    else:
                        self._words(*box, words, is_head=True)
                column += span
            self.y += self._head_row

    def _units(self, edges: list[float], top: float, part: Part) -> None:
        """The first column: one cell over all rows of a unit, with its name in the middle of all of them."""
        pen, y = Pen(self.layout, self._sheet), top
        pages = {"merged, first page": (True,), "merged, last page": (False,), "merged": (True, False)}
        for name, group in groupby(part.table.rows, key=lambda cells: cells[0]):
            bottom = y + _ROW * len(list(group))
            pen.cell(edges[0], y, edges[1], bottom, row=0)
            if name and part.is_first in pages[self.layout.units]:
                self._words(edges[0], y, edges[1], bottom, name)
            y = bottom

    def _words(self, x0: float, y0: float, x1: float, y1: float, text: str, *, is_head: bool = False) -> None:
        """Text in a cell: header words in the middle, figures at the right, other words at the left."""
        sheet, room = self._sheet, x1 - x0 - 4
        size = 8.0 if width_of(text, 8) < room else 8 * room / width_of(text, 8)
        baseline = (y0 + y1) / 2 + 3
        if is_head and self._head_row > _ROW:
            self._broken_words(x0, y0, x1, y1, text)
        elif is_head:
            sheet.text((x0 + x1 - width_of(text, size)) / 2, baseline, text, size=size)
        elif text and text[0] in "0123456789-" and ("." in text or text == "-"):
            sheet.right(x1 - (12 if self.layout.rules in ("horizontal", "none") else 3), baseline, text, size)
        else:
            sheet.text(x0 + 3 + size * (len(text) - len(text.lstrip())), baseline, text.lstrip(), size=size)

    def _broken_words(self, x0: float, y0: float, x1: float, y1: float, text: str) -> None:
        """Header words in two lines, or one character below the other."""
        half = (len(text) + 1) // 2 if len(text) > 2 else len(text)
        lines = list(text) if self.layout.header_words == "upright" else [text[:half], text[half:]]
        y = (y0 + y1) / 2 - 4.5 * len(lines) + 8
        for line in filter(None, lines):
            self._sheet.text((x0 + x1 - width_of(line, 8)) / 2, y, line, size=8)
            y += 9

    def _two_words(self, x0: float, y0: float, x1: float, y1: float, words: str) -> None:
        """A cell parted by a line from corner to corner: what the columns are above it, what the rows are below."""
        self._sheet.line(x0, y0, x1, y1)
        self._sheet.right(x1 - 2, y0 + 8, "项目", size=7)
        self._sheet.text(x0 + 2, y1 - 2, words, size=7)

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
        if self.layout.marks == "tree":
            return "│" * (line.depth - 2) + "├─" * (line.depth > 1) + line.name
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
        width, height = _A3 if self.layout.sheets == "A3" else _A4
        is_mixed = self.layout.sheets == "mixed" and len(self.sheets) % 2 == 1
        if self.layout.landscape or is_mixed:
            width, height = height, width
        lie, turn = _LIES.get(self.layout.sheets, (0, 0))
        self.sheets.append(Sheet(width, height, turn=turn, lie=lie))
        self.y = _TOP
        return self._sheet

    @property
    def _sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def _right(self) -> float:
        return self._sheet.width - _LEFT

    @property
    def _bottom(self) -> float:
        return self._sheet.height - 50.0

    @property
    def _head_row(self) -> float:
        return {"across": _ROW, "wrapped": 26.0, "upright": 90.0}[self.layout.header_words]


def _below(head: Header, column: int) -> str:
    """The words in the second row of a header below a column."""
    return [words for words, span in head[1] for _ in range(span)][column]
