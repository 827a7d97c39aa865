-- Grain: reported cell. The cells that facts are made of: printed money of the filing's own year and phase in an
-- authoritative table. Prior years, other phases and blank cells stay in the reported layer.
select
    cell.filing_id,
    cell.filing_unit_key,
    cell.table_kind,
    cell.document_id,
    cell.statement_no,
    cell.row_no,
    cell.row_role,
    cell.row_name,
    cell.side,
    coalesce(cell.unit_key, cell.filing_unit_key) as unit_key,
    cell.unit_code_printed,
    cell.resolved_subject_code as subject_code,
    cell.resolved_classification as classification,
    cell.project_key,
    cell.project_name_printed,
    cell.measure,
    cell.line_item,
    cell.fund_source,
    coalesce(cell.vintage, case when cell.row_role = 'carryover' then 'carryover' end, 'current') as vintage,
    -- The column of a table by subject: the kind of expenditure that it holds, or the total of the row.
    coalesce(
        cell.expenditure_kind, case when cell.measure in ('total', 'amount') then 'total' else cell.measure end
    ) as amount_kind,
    cell.amount_cny,
    cell.ulp_cny,
    cell.cell_id
from {{ ref('int_reported_cell') }} as cell
inner join {{ ref('int_authoritative_statement') }} as statement
    on
        cell.filing_id = statement.filing_id
        and cell.document_id = statement.document_id
        and cell.statement_no = statement.statement_no
where
    cell.amount_cny is not null
    and cell.amount_year = cell.fiscal_year
    and cell.phase = case cell.document_kind when 'budget' then 'approved_budget' else 'final_accounts' end
