"""Bad input, and none: the good documents beside it are released all the same."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import duckdb

from dagster_project.run import refresh
from dagster_project.settings import Settings
from dagster_project.summary import summary


def test_bad_input_ends_as_expected_beside_a_good_document(shared: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(shared / "documents" / "hostile", raw)
    (raw / "expected.csv").rename(tmp_path / "expected.csv")
    shutil.copy(shared / "documents" / "seed.pdf", raw)
    settings = Settings(raw_dir=raw, home=tmp_path / "var", workers=2)

    assert refresh(settings).success

    with duckdb.connect(str(settings.published_db), read_only=True) as connection:
        rows = connection.sql("SELECT file_path, status, reason FROM audit.intake").fetchall()
    ended = {path: (status, reason) for path, status, reason in rows}
    assert ended.pop("seed.pdf") == ("loaded", None)
    with (tmp_path / "expected.csv").open(encoding="utf-8", newline="") as stream:
        expected = {row["file"]: (row["status"], row["reason"].split("|")) for row in csv.DictReader(stream)}
    assert ended.keys() == expected.keys()
    for path, (status, reason) in ended.items():
        assert (status, reason in expected[path][1]) == (expected[path][0], True), (path, status, reason)


def test_an_empty_folder_is_released_too(settings: Settings) -> None:
    assert refresh(settings).success
    release = json.loads((settings.published_dir / "release.json").read_text(encoding="utf-8"))
    assert release["counts"]["files"] == 0
    assert "seen" in summary(settings.published_db)
