"""Several filings in one release: two years of one unit, a correction, and the filings of another region.

One refresh over the seed, the filing of the year before, the corrected filing and the region with nine tables. What
must come out was read from the pages (tests/golden) or is asked by the shared scorer.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dagster_project.run import refresh
from dagster_project.settings import Settings

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="module")
def release(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("together")
    raw = home / "raw"
    raw.mkdir()
    for name in ("seed", "clean_2025", "revised_seed"):
        shutil.copy(shared / "documents" / f"{name}.pdf", raw)
    for path in (shared / "corpus" / "shanghai").glob("*.pdf"):
        shutil.copy(path, raw)
    settings = Settings(raw_dir=raw, home=home / "var", workers=2)
    assert refresh(settings).success
    return settings.published_db


@pytest.fixture(scope="module")
def warehouse(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(release), read_only=True) as connection:
        yield connection


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _folded(text: str) -> str:
    return re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))


def _findings(warehouse: duckdb.DuckDBPyConnection, where: str) -> list[tuple[str, str, frozenset[int]]]:
    rows = warehouse.execute(
        f"""
        select finding.rule_id, finding.stated, list(distinct evidence.page_no)
        from audit.finding as finding
        inner join audit.finding_evidence as evidence using (finding_id)
        inner join marts.dim_document as document on finding.document_id = document.document_id
        where evidence.side = 'stated' and {where}
        group by finding.finding_id, finding.rule_id, finding.stated
        """
    ).fetchall()
    return [(rule, _folded(stated), frozenset(pages)) for rule, stated, pages in rows]


def _match(
    found: list[tuple[str, str, frozenset[int]]], expected: list[dict[str, str]]
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, frozenset[int]]]]:
    """What is expected and not found, and what is found and not expected."""
    left, missing = list(found), []
    for row in expected:
        for finding in left:
            rule, stated, pages = finding
            if rule == row["rule_id"] and int(row["page"]) in pages and _folded(row["stated"]) in stated:
                left.remove(finding)
                break
        else:
            missing.append((row["rule_id"], row["page"], row["stated"]))
    return missing, left


def test_every_fact_of_the_truth_is_found_and_none_contradicted(shared: Path, release: Path) -> None:
    scored = subprocess.run(
        [sys.executable, str(shared / "tools" / "score.py"), str(release)], capture_output=True, text=True, check=False
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr
    assert "found 373/373, strict 373" in scored.stdout


def test_every_document_is_loaded_and_every_number_accounted_for(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert warehouse.execute("select status, count(*) from audit.intake group by all").fetchall() == [("loaded", 17)]
    assert warehouse.execute("select distinct completeness from marts.dim_document").fetchall() == [(1.0,)]


def test_the_filing_of_the_year_before_has_the_findings_of_its_list(warehouse: duckdb.DuckDBPyConnection) -> None:
    expected = [row for row in _rows("clean_2025_findings.csv") if row["covered"] == "yes"]
    found = _findings(warehouse, "document.file_path = 'clean_2025.pdf'")
    assert _match(found, expected) == ([], [])


def test_with_the_year_before_the_seed_has_its_findings_and_those_across_the_years(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    expected = [row for row in _rows("seed_findings.csv") if row["covered"] == "yes"]
    missing, beyond = _match(_findings(warehouse, "document.file_path = 'seed.pdf'"), expected)
    across = Counter(row["rule_id"] for row in _rows("seed_cross_year.csv") if row["status"] == "fail")
    assert missing == []
    assert Counter(rule for rule, _, _ in beyond) == Counter(rule for rule in across.elements() if rule[0] == "Y")


def test_cross_year_rules_say_of_every_stated_figure_what_the_pages_say(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rules = ("Y02", "Y04")
    expected = Counter((r["rule_id"], r["status"]) for r in _rows("seed_cross_year.csv") if r["rule_id"] in rules)
    found = warehouse.execute(
        """
        select result.rule_id, result.status, count(*)
        from audit.rule_result as result inner join marts.dim_document as document using (document_id)
        where document.file_path = 'seed.pdf' and result.rule_id in ('Y02', 'Y04')
        group by all
        """
    ).fetchall()
    assert {(rule, status): count for rule, status, count in found} == dict(expected)


def test_a_correction_supersedes_and_both_editions_stay(warehouse: duckdb.DuckDBPyConnection) -> None:
    editions = warehouse.execute(
        """
        select document.file_path, filing.revision_no, filing.is_current, filing.supersedes_filing_id is not null
        from marts.dim_filing as filing
        inner join marts.bridge_filing_document as bridge using (filing_id)
        inner join marts.dim_document as document using (document_id)
        where document.file_path in ('seed.pdf', 'revised_seed.pdf', 'clean_2025.pdf')
        order by all
        """
    ).fetchall()
    assert editions == [
        ("clean_2025.pdf", 1, True, False),
        ("revised_seed.pdf", 2, True, True),
        ("seed.pdf", 1, False, False),
    ]
    (cells,) = warehouse.execute("select count(distinct filing_id) from marts.fct_revenue").fetchall()[0]
    assert cells == 17  # facts of both editions stay
    changed = warehouse.execute("select page_no, old_text, new_text from audit.revision_change").fetchall()
    assert ("944.14", "994.14") in {(old, new) for _, old, new in changed}


def test_revenue_sums_to_the_printed_total_of_every_filing(warehouse: duckdb.DuckDBPyConnection) -> None:
    """A table of revenue by subject prints one column for all fiscal appropriation; no money may be lost by that."""
    differing = warehouse.execute(
        """
        select filing.filing_id, sum(revenue.amount_cny), any_value(expenditure.amount_cny)
        from marts.dim_filing as filing
        left join marts.fct_revenue as revenue using (filing_id)
        left join (
            select filing_id, sum(amount_cny) as amount_cny from marts.fct_expenditure_by_function group by all
        ) as expenditure using (filing_id)
        group by all
        having sum(revenue.amount_cny) is distinct from any_value(expenditure.amount_cny)
        """
    ).fetchall()
    assert differing == []


def test_findings_of_the_other_region_were_confirmed_on_the_page(warehouse: duckdb.DuckDBPyConnection) -> None:
    own = "document.file_path not in ('seed.pdf', 'revised_seed.pdf', 'clean_2025.pdf')"
    confirmed = [row for row in _rows("shanghai_findings.csv") if row["verdict"] in ("true", "debatable")]
    assert _match(_findings(warehouse, own), confirmed) == ([], [])
