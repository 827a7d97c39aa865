-- Money of single projects by fund source and vintage; zero cells carry no money and are left out.
with amount as (
    {{ leaf_amounts(
        ref('int_project_line'),
        ref('int_project_total'),
        {'project_key': 'project_key', 'fund_source': 'fund_source', 'vintage': 'vintage'}
    ) }}
)

select
    {{ filing_columns('filing') }},
    amount.unit_key,
    amount.project_key,
    amount.fund_source,
    amount.vintage,
    amount.amount_cny,
    amount.is_rounding_residual,
    amount.source_cell_ids
from amount
inner join {{ ref('int_filing') }} as filing on amount.filing_id = filing.filing_id
order by filing.filing_id, amount.unit_key, amount.project_key, amount.fund_source, amount.vintage
