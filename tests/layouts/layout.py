"""A layout as data: what varies from region to region in how a budget is printed.

Belongs here: the choices. Does not belong here: how they are drawn (`printer`, `pens`), what must be read (`budget`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Rules = Literal["all", "horizontal", "none", "frame", "header", "paired", "zebra", "bands"]
Stroke = Literal["line", "dotted", "filled", "double", "gapped", "white"]


@dataclass(frozen=True)
class Layout:
    """One way to print."""

    name: str
    titles: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)  # of measures; others are printed as usual
    code: Literal["one", "three", "glued", "bracketed", "class", "none"] = "one"  # class: of classes only
    indent: int = 2  # blanks before a name for each level, where no codes are printed
    # 一、（一）1. | 行政运行（项） | 财政事务-行政运行 | ├─行政运行
    marks: Literal["", "ordinals", "levels", "path", "tree"] = ""
    by_unit: Literal["", "first", "every"] = ""  # a column of units in front: named in its first row, or in every row
    kind_rows: bool = False  # 人员经费 and 公用经费 as rows before the economic classes that they hold
    total_word: str = "合计"  # {bureau} in it is the name of the bureau
    total_last: bool = False
    unit: Literal["元", "万元"] = "万元"
    unit_at: Literal["caption", "title", "header", "below", "inside"] = "caption"
    # frame: an outer frame and lines between rows; header: lines between columns in the header only; paired: no line
    # between every other two columns of money; zebra: every other row lies on grey; bands: each row on its own grey
    rules: Rules = "all"
    stroke: Stroke = "line"
    zero: str = "0.00"
    grouped: bool = False
    rows_a_page: int = 40
    repeats_header: bool = True
    repeats_title: bool = True  # where it repeats the header
    stacked: bool = False
    touching: bool = False  # tables stand on each other, each with its title in a row of its own frame
    landscape: bool = False
    sheets: Literal["upright", "turned", "lying", "head down", "mixed", "A3"] = "upright"
    nested: bool = False  # 基本支出 over 小计, 人员经费, 公用经费
    order: tuple[str, ...] = ("total", "basic", "project")
    cover: str = "{bureau}{year}年部门预算"
    columns_a_page: int = 0  # of money; the others stand on further pages
    repeats_keys: bool = True  # codes and names on those pages too
    rows_first: bool = True  # all rows of the first columns, then those of the others
    cut_row: Literal["", "name", "figures"] = ""  # the last row of a page goes on: its name only, or its figures too
    name_width: float = 130.0
    units: Literal["", "merged", "merged, first page", "merged, last page"] = ""  # in one cell over all rows
    header_words: Literal["across", "upright", "wrapped"] = "across"
    diagonal: bool = False  # the first cell of a header says 科目 and 项目 on two sides of a line
