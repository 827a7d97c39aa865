"""How much of the text of a release is claims: `python -m benchmarks.claims_of_regions RELEASE.duckdb`.

For each folder of the raw documents: the money figures and percentages that the explanations print outside of tables,
how many of them a claim holds; of the claims how many have a topic and a cell of a table; of changes how many have a
base and a direction. It is measured on what the release holds, and asserts nothing.
"""

from __future__ import annotations

import sys

import duckdb

# Figures of money and percentages as printed in the explanations; 单价100万元以上 names a thing and is no figure.
_QUERY = r"""
with printed as (
    select
        document_id,
        sum(len(regexp_extract_all(text, '[0-9][0-9,，]*(\.[0-9]+)?(亿元|万元|元|%|％)'))) as figures
    from (
        select
            document_id,
            regexp_replace(text, '(单价|价值)?[0-9.]+万元([(（]?(不)?含[)）]?)?(及)?以[上下]', '', 'g') as text
        from restricted.document_section
        where section_kind = 'explanation'
    )
    group by document_id
),

claimed as (
    select
        document_id,
        count(*) filter (where amount_cny is not null and claim_kind = 'amount')
        + count(*) filter (where claim_kind = 'change' and change_cny is not null)
        + count(*) filter (where claim_kind = 'change' and change_percent is not null)
        + count(*) filter (where claim_kind = 'share')
        + count(*) filter (where claim_kind = 'quantity' and value_unit = '%') as figures,
        count(*) filter (where claim_kind in ('amount', 'change', 'share')) as claims,
        count(*) filter (where claim_kind in ('amount', 'change', 'share') and topic is not null) as with_topic,
        count(*) filter (where claim_kind in ('amount', 'change', 'share') and resolved_cell_id is not null)
            as with_cell,
        count(*) filter (where claim_kind = 'change') as changes,
        count(*) filter (where claim_kind = 'change' and base_year is not null) as with_base,
        count(*) filter (where claim_kind = 'change' and direction is not null) as with_direction
    from marts.fct_narrative_claim
    group by document_id
)

select
    coalesce(nullif(split_part(document.file_path, '/', -2), ''), '.') as region,
    count(*) as documents,
    sum(printed.figures) as printed,
    100.0 * sum(claimed.figures) / sum(printed.figures) as in_claims,
    100.0 * sum(claimed.with_topic) / sum(claimed.claims) as with_topic,
    100.0 * sum(claimed.with_cell) / sum(claimed.claims) as with_cell,
    100.0 * sum(claimed.with_base) / nullif(sum(claimed.changes), 0) as with_base,
    100.0 * sum(claimed.with_direction) / nullif(sum(claimed.changes), 0) as with_direction
from marts.dim_document as document
inner join printed on document.document_id = printed.document_id
left join claimed on document.document_id = claimed.document_id
where printed.figures > 0
group by region
order by region
"""


def main() -> None:
    with duckdb.connect(sys.argv[1], read_only=True) as release:
        rows = release.execute(_QUERY).fetchall()
    print("| region | documents | figures | in claims % | topic % | cell % | base % | direction % |")
    print("|---|---|---|---|---|---|---|---|")
    for region, documents, printed, *shares in rows:
        shown = " | ".join("–" if share is None else f"{share:.1f}" for share in shares)
        print(f"| {region} | {documents} | {printed} | {shown} |")


if __name__ == "__main__":
    main()
