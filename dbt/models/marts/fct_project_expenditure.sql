-- Money of single projects by fund source and vintage; zero cells carry no money and are left out.
with amount as (
    select
        filing_id,
        unit_key,
        project_key,
        fund_source,
        vintage,
        cast(sum(amount_cny) as decimal(20, 2)) as amount_cny,
        false as is_rounding_residual,
        list(cell_id order by cell_id) as source_cell_ids
    from {{ ref('int_project_line') }}
    where amount_cny <> 0
    group by filing_id, unit_key, project_key, fund_source, vintage
    union all
    select
        residual.filing_id,
        residual.unit_key,
        null as project_key,
        null as fund_source,
        null as vintage,
        residual.amount_cny,
        true as is_rounding_residual,
        residual.source_cell_ids
    from ({{ rounding_residual(ref('int_project_line'), ref('int_project_total')) }}) as residual
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
