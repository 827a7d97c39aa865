-- Grain: reported cell that is about a project, of the filing's own year and phase, with its project. What it says of
-- the project: `role` total (money of the year), source (by fund source), activity, procurement. The table of projects
-- and the overall form count where the filing has one of them; sheets as many as there are.
select
    cell.cell_id,
    cell.filing_id,
    cell.document_id,
    cell.table_kind,
    cell.statement_no,
    cell.statement_key,
    cell.row_no,
    cell.column_no,
    cell.measure,
    cell.fund_source,
    coalesce(cell.vintage, 'current') as vintage,
    cell.line_item,
    cell.is_printed,
    cell.raw_text,
    cell.raw_state,
    cell.unit_declared,
    cell.amount_cny,
    cell.ulp_cny,
    cell.reading_order,
    cell.reason,
    reported.project_key,
    reported.project_name_printed,
    reported.parent_cell_id,
    {{ project_source('cell.table_kind') }} as source,
    case
        when cell.line_item = 'project_current_budget' then 'total'
        when cell.line_item = 'activity' then 'activity'
        when cell.line_item = 'procurement' then 'procurement'
        when cell.line_item = 'funding_total' then 'funding_total'
        when cell.line_item = 'funding_of_which' then 'of_which'
        when cell.line_item = 'funding_carryover' then 'source'
        when starts_with(cell.line_item, 'funding_') and cell.fund_source is not null then 'source'
        when cell.table_kind = 'project_expenditure' and cell.measure = 'total' then 'total'
        when cell.table_kind = 'project_expenditure' and cell.fund_source is not null then 'source'
    end as role, -- noqa: RF04
    case
        when cell.line_item = 'funding_carryover' or cell.vintage = 'carryover' then 'carryover'
        else cell.fund_source
    end as source_key
from {{ ref('int_rule_cell') }} as cell
inner join {{ ref('fct_reported_cell') }} as reported on cell.cell_id = reported.cell_id
left join {{ ref('int_rule_table') }} as chosen
    on
        cell.filing_id = chosen.filing_id
        and cell.document_id = chosen.document_id
        and cell.statement_no = chosen.statement_no
where
    cell.is_main_period
    and reported.project_key is not null
    and (
        cell.table_kind = 'performance_project'
        or (
            chosen.filing_id is not null
            and (
                cell.table_kind = 'performance_overall'
                or (cell.table_kind = 'project_expenditure' and cell.row_role = 'detail')
            )
        )
    )
