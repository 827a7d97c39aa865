"""The cells that crossings close are pdfplumber's own, and so are tables, on drawn grids and on real documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

from dagster_project.disclosure.crossings import closed_cells, tables_of
from dagster_project.disclosure.edges import SNAP, Edge, merged_edges
from dagster_project.disclosure.pages import Box
from dagster_project.disclosure.pdf import PdfDocument
from tests.disclosure.real import document_of

_PLACES = st.integers(min_value=0, max_value=8).map(lambda place: place * 2.5)  # some nearer than the tolerance


@st.composite
def edges(draw: st.DrawFn) -> Edge:
    return Edge(draw(_PLACES), *sorted((draw(_PLACES), draw(_PLACES))))


def _pdfplumbers(across: Sequence[Edge], down: Sequence[Edge]) -> list[Box]:
    horizontal = [{"orientation": "h", "x0": begin, "x1": end, "top": at, "bottom": at} for at, begin, end in across]
    vertical = [{"orientation": "v", "x0": at, "x1": at, "top": begin, "bottom": end} for at, begin, end in down]
    return intersections_to_cells(edges_to_intersections([*horizontal, *vertical], SNAP, SNAP))


@given(st.lists(edges(), max_size=20, unique=True), st.lists(edges(), max_size=20, unique=True))
def test_any_edges_close_the_cells_that_pdfplumber_finds(across: list[Edge], down: list[Edge]) -> None:
    assert closed_cells(across, down, SNAP) == _pdfplumbers(across, down)


_BOXES = st.builds(
    lambda x, y, width, height: (x, y, x + width, y + height), _PLACES, _PLACES, *[st.sampled_from([2.5, 5.0])] * 2
)


@given(st.lists(_BOXES, max_size=25, unique=True))
def test_any_cells_are_the_tables_that_pdfplumber_makes(cells: list[Box]) -> None:
    assert tables_of(cells) == cells_to_tables(cells)


@pytest.mark.parametrize("region", ["beijing", "jiangsu", "shanghai", "xian", "yantai"])
def test_pages_close_the_cells_that_pdfplumber_finds(shared: Path, region: str) -> None:
    closed = 0
    for page in PdfDocument(document_of(shared, region)).pages():
        across, down = merged_edges(page.rulings)
        cells = closed_cells(across, down, SNAP)
        assert cells == _pdfplumbers(across, down), page.number
        assert tables_of(cells) == cells_to_tables(cells), page.number
        closed += len(cells)
    assert closed > 100
