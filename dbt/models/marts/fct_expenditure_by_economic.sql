-- Expenditure from the tables by economic subject, leaf rows only: the basic expenditure in the department's scheme,
-- and what the table in the government's scheme holds. The scheme is told by the code itself: the
-- department's classes are 301 to 399, the government's 501 to 599.
select
    {{ filing_columns('filing') }},
    amount.unit_key,
    amount.subject_code,
    case when starts_with(amount.subject_code, '5') then 'government' else 'department' end as scheme,
    case amount.amount_kind
        when 'basic_personnel' then 'personnel' when 'basic_public' then 'public'
    end as expense_nature,
    amount.amount_cny,
    amount.is_rounding_residual,
    amount.source_cell_ids
from {{ ref('int_subject_amount') }} as amount
inner join {{ ref('int_filing') }} as filing on amount.filing_id = filing.filing_id
where amount.table_kind in ('basic_by_economic', 'government_economic')
order by filing.filing_id, amount.unit_key, amount.subject_code, amount.amount_kind
