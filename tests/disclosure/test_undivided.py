"""Cells that hold several columns are parted where every row says so, and stay as they are ruled elsewhere."""

from __future__ import annotations

from dagster_project.disclosure.tables import Grid, find_grids
from tests.disclosure.drawn import Sheet

_EDGES = [40.0, 200.0, 400.0]


def _grid(rows: list[tuple[str, list[tuple[float, str]]]]) -> Grid:
    """Two ruled columns; the second holds pieces of text at places of their own, which end there."""
    sheet = Sheet()
    sheet.grid(_EDGES, [100.0 + 20 * number for number in range(len(rows) + 1)])
    for number, (label, pieces) in enumerate(rows):
        sheet.text(43, 114 + 20 * number, label)
        for end, text in pieces:
            sheet.right(end, 114 + 20 * number, text)
    (grid,) = find_grids(sheet.page())
    return grid


def _texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


_HEADER = ("科目名称", [(280.0, "基本支出"), (380.0, "项目支出")])


def test_two_columns_in_one_are_parted_below_their_header_words() -> None:
    body = [(name, [(290.0, "12.00"), (390.0, "3.50")]) for name in ("行政运行", "事业运行", "住房公积金")]
    assert _texts(_grid([_HEADER, *body]))[:2] == [["科目名称", "基本支出", "项目支出"], ["行政运行", "12.00", "3.50"]]


def test_a_row_with_one_of_both_figures_has_it_where_the_others_do() -> None:
    body = [(name, [(290.0, "12.00"), (390.0, "3.50")]) for name in ("行政运行", "事业运行", "住房公积金")]
    grid = _grid([_HEADER, *body, ("办公费", [(390.0, "1.00")])])
    assert _texts(grid)[-1] == ["办公费", "", "1.00"]


def test_one_header_word_over_both_figures_parts_nothing() -> None:
    body = [(name, [(290.0, "12.00"), (390.0, "3.50")]) for name in ("行政运行", "事业运行", "住房公积金")]
    grid = _grid([("科目名称", [(330.0, "预算数")]), *body])
    assert grid.column_count == 2
    assert _texts(grid)[1] == ["行政运行", "12.00 3.50"]


def test_a_figure_that_crosses_the_gutter_parts_nothing() -> None:
    body = [(name, [(290.0, "12.00"), (390.0, "3.50")]) for name in ("行政运行", "事业运行", "住房公积金")]
    grid = _grid([_HEADER, *body, ("办公费", [(340.0, "123,456,789.00")])])
    assert grid.column_count == 2
