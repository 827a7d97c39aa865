"""The cells that crossings close are pdfplumber's own, on drawn grids and on the pages of real documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import edges_to_intersections, intersections_to_cells

from dagster_project.disclosure.crossings import closed_cells
from dagster_project.disclosure.pdf import PdfDocument
from dagster_project.disclosure.rulings import SNAP, merged_edges

_PLACES = st.integers(min_value=0, max_value=8).map(lambda place: place * 2.5)  # some nearer than the tolerance


def _edge(orientation: str, at: float, begin: float, end: float) -> dict[str, Any]:
    x0, x1, top, bottom = (begin, end, at, at) if orientation == "h" else (at, at, begin, end)
    return {"orientation": orientation, "x0": x0, "x1": x1, "top": top, "bottom": bottom}


@st.composite
def edges(draw: st.DrawFn) -> dict[str, Any]:
    begin, end = sorted((draw(_PLACES), draw(_PLACES)))
    return _edge(draw(st.sampled_from("hv")), draw(_PLACES), begin, end)


@given(st.lists(edges(), max_size=40, unique_by=lambda edge: tuple(edge.values())))
def test_any_edges_close_the_cells_that_pdfplumber_finds(drawn: list[dict[str, Any]]) -> None:
    assert closed_cells(drawn, SNAP) == intersections_to_cells(edges_to_intersections(drawn, SNAP, SNAP))


@pytest.mark.parametrize("region", ["beijing", "jiangsu", "shanghai", "xian", "yantai"])
def test_pages_close_the_cells_that_pdfplumber_finds(shared: Path, region: str) -> None:
    named = sorted((shared / "corpus" / region).glob("*.pdf"), key=lambda path: (path.stat().st_size, path.name))
    path = next(path for path in named if path.read_bytes().startswith(b"%PDF"))  # some are web pages by that name
    closed = 0
    for page in PdfDocument(path.read_bytes()).pages():
        found = merged_edges(page.rulings)
        cells = closed_cells(found, SNAP)
        assert cells == intersections_to_cells(edges_to_intersections(found, SNAP, SNAP)), page.number
        closed += len(cells)
    assert closed > 100
