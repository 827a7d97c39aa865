-- Expenditure from the table of each fund source, leaf rows only, and what the table of all expenditure has beyond
-- them.
with amount as (
    select
        filing_id,
        unit_key,
        subject_code,
        case table_kind
            when 'general_public_by_function' then 'general_public_budget' else table_kind
        end as fund_source,
        amount_kind as expenditure_kind,
        amount_cny,
        is_rounding_residual,
        false as is_derived,
        source_cell_ids
    from {{ ref('int_subject_amount') }}
    where table_kind in ('general_public_by_function', 'government_fund', 'state_capital')
    union all
    select
        filing_id,
        unit_key,
        subject_code,
        'unit_own_funds' as fund_source,
        expenditure_kind,
        amount_cny,
        false as is_rounding_residual,
        true as is_derived,
        source_cell_ids
    from {{ ref('int_unit_own_funds') }}
)

select
    {{ filing_columns('filing') }},
    amount.unit_key,
    amount.subject_code,
    amount.fund_source,
    amount.expenditure_kind,
    amount.amount_cny,
    amount.is_rounding_residual,
    amount.is_derived,
    amount.source_cell_ids
from amount
inner join {{ ref('int_filing') }} as filing on amount.filing_id = filing.filing_id
order by filing.filing_id, amount.unit_key, amount.fund_source, amount.subject_code, amount.expenditure_kind
