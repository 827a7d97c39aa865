"""Rulings become the edges that pdfplumber's own finder makes of them, on drawn rulings and on real documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import merge_edges

from dagster_project.disclosure.edges import SNAP, Edge, merged_edges
from dagster_project.disclosure.pages import Ruling
from dagster_project.disclosure.pdf import PdfDocument
from tests.disclosure.real import document_of

_PLACES = st.one_of(st.integers(min_value=0, max_value=12).map(lambda place: place * 1.5), st.floats(0, 20))


@st.composite
def rulings(draw: st.DrawFn) -> Ruling:
    at, (begin, end) = draw(_PLACES), sorted((draw(_PLACES), draw(_PLACES)))
    return Ruling("h", begin, at, end, at) if draw(st.booleans()) else Ruling("v", at, begin, at, end)


def _pdfplumbers(drawn: Iterable[Ruling]) -> tuple[list[Edge], list[Edge]]:
    objects = [
        {**ruling._asdict(), "width": ruling.x1 - ruling.x0, "height": ruling.bottom - ruling.top} for ruling in drawn
    ]
    merged = merge_edges(objects, SNAP, SNAP, SNAP, SNAP)
    across = [Edge(edge["top"], edge["x0"], edge["x1"]) for edge in merged if edge["orientation"] == "h"]
    down = [Edge(edge["x0"], edge["top"], edge["bottom"]) for edge in merged if edge["orientation"] == "v"]
    return tuple([edge for edge in edges if edge.end - edge.begin >= SNAP] for edges in (across, down))


@given(st.lists(rulings(), max_size=40))
def test_any_rulings_become_the_edges_that_pdfplumber_makes(drawn: list[Ruling]) -> None:
    assert merged_edges(drawn) == _pdfplumbers(drawn)


@pytest.mark.parametrize("region", ["beijing", "jiangsu", "shanghai", "xian", "yantai"])
def test_the_rulings_of_pages_become_the_edges_that_pdfplumber_makes(shared: Path, region: str) -> None:
    made = 0
    for page in PdfDocument(document_of(shared, region)).pages():
        edges = merged_edges(page.rulings)
        assert edges == _pdfplumbers(page.rulings), page.number
        made += sum(map(len, edges))
    assert made > 100
