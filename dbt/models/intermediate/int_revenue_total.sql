-- Grain: statement. The printed grand total of the table that revenue is taken from.
select
    cell.filing_id,
    cell.document_id,
    cell.statement_no,
    cell.filing_unit_key,
    cell.amount_cny,
    cell.ulp_cny,
    cell.cell_id
from {{ ref('int_fact_cell') }} as cell
where
    (cell.document_id, cell.statement_no) in (
        select
            line.document_id,
            line.statement_no
        from {{ ref('int_revenue_line') }} as line
    )
    and cell.row_role = 'grand_total'
    and cell.amount_kind = 'total'
    and coalesce(cell.side, 'income') = 'income'
qualify row_number() over (partition by cell.document_id, cell.statement_no order by cell.row_no, cell.cell_id) = 1
