-- Grain: reported cell. The income that a filing prints, by fund source and vintage: from the table of revenue where
-- its sources make up its total, else from the income side of the summary table where that does. A table of revenue by
-- subject may print 财政拨款收入 as one column, whose funds only the summary tells apart.
with candidate as (
    select cell.*
    from {{ ref('int_fact_cell') }} as cell
    inner join {{ ref('int_leaf_unit_row') }} using (document_id, statement_no, row_no)
    where
        cell.table_kind = 'revenue'
        and (cell.fund_source is not null or cell.vintage = 'carryover')
        and cell.measure not in ('total', 'subtotal')
    union all
    select *
    from {{ ref('int_fact_cell') }}
    where
        table_kind = 'revenue_expenditure_summary'
        and side = 'income'
        and row_role in ('detail', 'carryover')
        and (fund_source is not null or vintage = 'carryover')
),

line as (
    select *
    from candidate
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
),

total as (
    select
        document_id,
        statement_no,
        min_by(amount_cny, (row_no, cell_id)) as amount_cny,
        min_by(ulp_cny, (row_no, cell_id)) as ulp_cny
    from {{ ref('int_fact_cell') }}
    where row_role = 'grand_total' and amount_kind = 'total' and coalesce(side, 'income') = 'income'
    group by document_id, statement_no
),

source as (
    select
        line.filing_id,
        line.table_kind,
        line.document_id,
        line.statement_no,
        sum(line.amount_cny) as amount_cny,
        -- Half a unit in the last place of every part and of the total.
        (sum(line.ulp_cny) filter (where line.amount_cny <> 0) + max(total.ulp_cny)) / 2 as tolerance,
        max(total.amount_cny) as total_cny
    from line
    left join total on line.document_id = total.document_id and line.statement_no = total.statement_no
    group by line.filing_id, line.table_kind, line.document_id, line.statement_no
),

chosen as (
    select
        filing_id,
        table_kind
    from source
    group by filing_id, table_kind
    qualify
        row_number() over (
            partition by filing_id
            order by
                bool_and(coalesce(abs(amount_cny - total_cny) <= tolerance, false)) desc,
                table_kind = 'revenue' desc
        ) = 1
)

select line.*
from line
inner join chosen on line.filing_id = chosen.filing_id and line.table_kind = chosen.table_kind
