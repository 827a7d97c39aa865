"""Radical code points are the characters whose shape they show; keys are stable over spelling and readers."""

from __future__ import annotations

import pytest

from dagster_project.disclosure import keys
from dagster_project.disclosure.glyphs import fold_glyph


@pytest.mark.parametrize(
    ("printed", "meant"), [("⽬", "目"), ("⻔", "门"), ("⼾", "户"), ("⻓", "长"), ("⼀", "一"), ("户", "户")]
)
def test_radicals_are_folded(printed: str, meant: str) -> None:
    assert fold_glyph(printed) == meant


def test_a_unit_is_the_same_with_and_without_own_level() -> None:
    plain = keys.unit_key(None, "某某中心(某某服务中心)")
    for spelling in ("某某中心（某某服务中心）", "某某中心 (某某服务中心) 本级", "某某中心（某某服务中心）（本级）"):
        assert keys.unit_key(None, spelling) == plain
    assert keys.unit_key("420106", "某某中心(某某服务中心)") != plain


def test_a_cell_keeps_its_key_when_its_box_is_measured_a_little_better() -> None:
    box = (100.2, 200.3, 140.1, 209.8)
    better = (100.4, 200.1, 140.3, 210.2)
    assert keys.cell_id("d", 1, box, "1.00") == keys.cell_id("d", 1, better, "1.00")
    assert keys.cell_id("d", 1, box, "1.00") != keys.cell_id("d", 1, box, "1.01")
