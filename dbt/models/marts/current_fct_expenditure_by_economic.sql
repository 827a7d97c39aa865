{{ config(materialized='view') }}

-- The two schemes are two views of the same money: of a filing with both, the department's.
with current_amount as (
    {{ current_fact('fct_expenditure_by_economic') }}
)

select *
from current_amount
qualify scheme = min(scheme) over (partition by filing_id)
