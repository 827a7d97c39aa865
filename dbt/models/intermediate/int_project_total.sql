-- Grain: statement. The printed grand total of the table of projects.
select
    filing_id,
    document_id,
    statement_no,
    filing_unit_key,
    amount_cny,
    ulp_cny,
    cell_id
from {{ ref('int_fact_cell') }}
where table_kind = 'project_expenditure' and row_role = 'grand_total' and amount_kind = 'total'
qualify row_number() over (partition by document_id, statement_no order by row_no, cell_id) = 1
