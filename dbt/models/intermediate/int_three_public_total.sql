-- Grain: statement. The printed total of the three public expenses.
select
    filing_id,
    document_id,
    statement_no,
    filing_unit_key,
    amount_cny,
    ulp_cny,
    cell_id
from {{ ref('int_fact_cell') }}
where table_kind = 'three_public' and measure = 'three_public_total'
qualify row_number() over (
    partition by document_id, statement_no
    order by case when row_role in ('grand_total', 'current_total') then 0 else 1 end, row_no, cell_id
) = 1
