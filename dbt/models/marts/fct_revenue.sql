-- Revenue by fund source and vintage, the leaf units of one table; zero lines carry no money and are left out.
with amount as (
    {{ leaf_amounts(
        ref('int_revenue_line'),
        ref('int_revenue_total'),
        {'fund_source': 'fund_source', 'vintage': 'vintage'}
    ) }}
)

select
    {{ filing_columns('filing') }},
    amount.unit_key,
    amount.fund_source,
    amount.vintage,
    amount.amount_cny,
    amount.is_rounding_residual,
    amount.source_cell_ids
from amount
inner join {{ ref('int_filing') }} as filing on amount.filing_id = filing.filing_id
order by filing.filing_id, amount.unit_key, amount.fund_source, amount.vintage
