-- The items of the three public expenses. A printed zero is a statement here (no overseas travel is planned) and a row.
with amount as (
    select
        filing_id,
        unit_key,
        measure as item,
        cast(sum(amount_cny) as decimal(20, 2)) as amount_cny,
        false as is_rounding_residual,
        list(cell_id order by cell_id) as source_cell_ids
    from {{ ref('int_three_public_line') }}
    group by filing_id, unit_key, measure
    union all
    select
        residual.filing_id,
        residual.unit_key,
        null as item,
        residual.amount_cny,
        true as is_rounding_residual,
        residual.source_cell_ids
    from ({{ rounding_residual(ref('int_three_public_line'), ref('int_three_public_total')) }}) as residual
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
