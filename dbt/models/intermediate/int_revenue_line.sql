-- Grain: reported cell. The income that a filing prints, by fund source and vintage: from the table of revenue, and
-- only where that has nothing from the income side of the summary table.
with from_revenue as (
    select cell.*
    from {{ ref('int_fact_cell') }} as cell
    inner join {{ ref('int_leaf_unit_row') }} using (document_id, statement_no, row_no)
    where
        cell.table_kind = 'revenue'
        and (cell.fund_source is not null or cell.vintage = 'carryover')
        and cell.measure not in ('total', 'subtotal')
),

from_summary as (
    select *
    from {{ ref('int_fact_cell') }}
    where
        table_kind = 'revenue_expenditure_summary'
        and side = 'income'
        and row_role in ('detail', 'carryover')
        and (fund_source is not null or vintage = 'carryover')
        and filing_id not in (select from_revenue.filing_id from from_revenue)
),

line as (
    select * from from_revenue
    union all
    select * from from_summary
)

select *
from line
-- Two columns or lines may say the same once more: unit_own_funds beside its own parts, and the whole of what is
-- carried over beside its fund sources.
qualify
    not (
        fund_source is not distinct from 'unit_own_funds'
        and coalesce(bool_or(
            fund_source in (
                'service_income', 'business_income', 'superior_grant', 'affiliate_remittance', 'other_income'
            )
            and amount_cny <> 0
        ) over (partition by document_id, statement_no, unit_key, vintage), false)
    )
    and not (
        fund_source is null
        and coalesce(bool_or(fund_source is not null and amount_cny <> 0) over (
            partition by document_id, statement_no, unit_key, vintage
        ), false)
    )
