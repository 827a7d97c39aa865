-- The items of the three public expenses. A printed zero is a statement here (no overseas travel is planned) and a row.
with amount as (
    {{ leaf_amounts(ref('int_three_public_line'), ref('int_three_public_total'), {'item': 'measure'}, keep_zero=true) }}
)

select
    {{ filing_columns('filing') }},
    amount.unit_key,
    amount.item,
    amount.amount_cny,
    amount.is_rounding_residual,
    amount.source_cell_ids
from amount
inner join {{ ref('int_filing') }} as filing on amount.filing_id = filing.filing_id
order by filing.filing_id, amount.unit_key, amount.item
