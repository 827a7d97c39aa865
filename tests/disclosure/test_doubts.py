"""The second opinion: quiet over a sound table, and heard where a ruling is shifted or missing."""

from __future__ import annotations

from dagster_project.disclosure.grids import Grid
from dagster_project.disclosure.tables import find_grids
from tests.disclosure.drawn import Sheet

EDGES = [50.0, 200.0, 290.0, 380.0, 470.0]
AMOUNTS = [
    ("12,345,678.90", "1.00", "12,345,677.90"), ("34.50", "4.50", "30.00"), ("120.00", "120.00", ""),
    ("88.08", "88.08", ""), ("1,443.08", "", "1,443.08"), ("2.50", "1.25", "1.25"), ("9.00", "9.00", ""),
]  # fmt: skip


def table(rulings: list[float]) -> Grid:
    """The amounts, each to the right edge of its own column, under these rulings."""
    sheet = Sheet()
    sheet.grid(rulings, [100.0 + 20 * row for row in range(len(AMOUNTS) + 2)])
    for column, word in enumerate(("科目名称", "合计", "基本支出", "项目支出")):
        sheet.text(EDGES[column] + 5, 114, word)
    for row, amounts in enumerate(AMOUNTS, start=1):
        sheet.text(55, 114 + 20 * row, f"支出{'甲乙丙丁戊己庚'[row - 1]}")
        for column, text in enumerate(amounts, start=1):
            sheet.right(EDGES[column + 1] - 4, 114 + 20 * row, text)
    (grid,) = find_grids(sheet.page())
    return grid


def doubts(grid: Grid) -> dict[str, str]:
    return {cell.text: cell.doubt for cell in grid.cells if cell.doubt is not None}


def test_a_sound_table_is_not_doubted() -> None:
    assert doubts(table(EDGES)) == {}


def test_a_ruling_that_is_missing_makes_both_columns_doubtful() -> None:
    """Where one of two columns is blank the figure of the other parses, and stands in no column for sure."""
    found = doubts(table([50, 200, 290, 470]))
    assert found["1,443.08"] == "figures_in_one_column"
    assert found["88.08"] == "figures_in_one_column"


def test_a_ruling_that_is_shifted_parts_figures_and_moves_others() -> None:
    found = doubts(table([50, 200, 282, 380, 470]))
    assert "figure_over_ruling" in found.values()
    moved = doubts(table([50, 200, 250, 380, 470]))
    assert moved["1,443.08"] in ("aligned_with_another_column", "figure_over_ruling", "figures_in_one_column")


def test_figures_below_each_other_in_one_cell_are_doubted_and_a_broken_figure_is_not() -> None:
    sheet = Sheet()
    sheet.grid([50, 150, 190], [100, 130, 160])
    sheet.text(55, 114, "支出甲")
    sheet.text(55, 126, "支出乙")
    sheet.right(186, 114, "100")
    sheet.right(186, 126, "200")
    sheet.text(55, 144, "支出丙")
    sheet.right(188, 144, "12345678")
    sheet.right(188, 156, "8.00")
    (grid,) = find_grids(sheet.page())
    assert doubts(grid) == {"100200": "figures_in_one_cell"}


def test_figures_that_fill_their_cells_touch_and_are_not_parted() -> None:
    """Found in a commission's budget of 2026, page 9: amounts as wide as their columns, beside each other."""
    sheet = Sheet()
    sheet.grid([50, 110, 160, 210], [100, 120, 140])
    for row, amounts in enumerate((("174,900.64", "101,833.84"), ("2.00", "1.00"))):
        sheet.text(55, 114 + 20 * row, "支出")
        for column, text in enumerate(amounts):
            sheet.right(159 + 46 * column, 114 + 20 * row, text)
    (grid,) = find_grids(sheet.page())
    assert [cell.text for cell in grid.rows[0]] == ["支出", "174,900.64", "101,833.84"]
    assert doubts(grid) == {}
