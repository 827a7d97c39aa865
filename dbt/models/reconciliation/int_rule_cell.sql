-- Grain: reported cell of a table that was understood. What the rules need to pick their operands:
--   slice_key    the table, and within it the year and phase that a column is about: amounts of two years never add up
--   line         the row by its part in the table, e.g. income.grand_total; in a form, what its label says
--   final_line   the other part that a row plays: the total of the year where there is no other grand total
--   reason       why the amount cannot be used; NULL where it can
--   heads_subjects      a row without a code over the uppermost subjects: a total, or a unit before its subjects
--   is_code_unresolved  a row with a name and no code that should have one: it may be anybody's child, a class
--                       over its groups too; a subtotal of rows elsewhere (人员经费合计) is nobody's
with cell as (
    select
        cell.cell_id,
        cell.parent_cell_id,
        cell.filing_id,
        cell.document_id,
        cell.table_kind,
        cell.statement_no,
        cell.row_no,
        cell.column_no,
        cell.column_path,
        cell.row_name,
        cell.row_role,
        cell.level,
        cell.side,
        cell.classification,
        cell.subject_code,
        cell.code_source,
        cell.unit_key,
        cell.unit_code_printed,
        cell.line_item,
        cell.project_name_printed,
        cell.amount_year,
        cell.fund_source,
        cell.vintage,
        cell.raw_text,
        cell.raw_state,
        cell.unit_declared,
        cell.amount_cny,
        cell.ulp_cny,
        -- One column of money is the total of its row.
        case cell.measure when 'amount' then 'total' else cell.measure end as measure,
        cell.table_kind in ('revenue_expenditure_summary', 'fiscal_appropriation') as is_two_sided,
        cell.amount_year = filing.fiscal_year
        and cell.phase
        = case filing.document_kind when 'final_accounts' then 'final_accounts' else 'approved_budget' end
            as is_main_period,
        cell.table_kind || '@' || left(cell.document_id, 8) || ':' || cell.statement_no as statement_key,
        cell.phase || '.' || cell.amount_year as period,
        cell.raw_state in ('number', 'zero') as is_printed,
        [cell.statement_no, cell.row_no, cell.column_no] as reading_order,
        case
            when cell.raw_state not in ('number', 'zero') then 'operand_blank'
            when cell.unit_declared is null then 'unit_unknown'
            when cell.suspect is not null then 'operand_suspect'
            when cell.amount_cny is null or cell.ulp_cny is null then 'operand_not_read'
        end as reason
    from {{ ref('fct_reported_cell') }} as cell
    inner join {{ ref('dim_filing') }} as filing on cell.filing_id = filing.filing_id
    inner join {{ ref('table_ledger') }} as statement
        on cell.document_id = statement.document_id and cell.statement_no = statement.statement_no
    -- Shares, heads and pieces are not money.
    where statement.status = 'understood' and cell.value_unit is null
),

coded as (
    select
        parent_cell_id,
        length(subject_code) = min(length(subject_code)) over (partition by statement_key) as is_uppermost
    from cell
    where subject_code is not null
),

over_coded as (
    select
        parent_cell_id as cell_id,
        bool_or(is_uppermost) as is_over_uppermost
    from coded
    where parent_cell_id is not null
    group by parent_cell_id
),

headed as (
    select
        cell.*,
        cell.subject_code is null and over_coded.cell_id is not null as stands_over_subjects,
        cell.subject_code is null and coalesce(over_coded.is_over_uppermost, false) as heads_subjects
    from cell
    left join over_coded on cell.cell_id = over_coded.cell_id
),

placed as (
    select
        *,
        (row_role = 'detail' or stands_over_subjects)
        and subject_code is null
        and unit_code_printed is null
        and row_name <> ''
        and not heads_subjects as is_code_unresolved,
        statement_key || case when is_main_period then '' else '/' || period end as slice_key,
        coalesce(level, 0) = min(coalesce(level, 0)) over (
            partition by statement_key, period, side, row_role, coalesce(vintage, 'current')
        ) as is_uppermost,
        -- A line between the total of the year and the grand total: money from elsewhere, such as reserves drawn upon.
        row_no > max(row_no) filter (where row_role = 'current_total') over side_of_statement
        and min(row_no) filter (where row_role = 'detail') over side_of_statement
        < max(row_no) filter (where row_role = 'current_total') over side_of_statement as is_below_current_total,
        -- A side that ends in the total of the year, with no money carried over, has no other grand total.
        is_two_sided
        and row_role = 'current_total'
        and row_no = max(row_no) filter (where row_role = 'current_total') over side_of_statement
        and not bool_or(row_role = 'grand_total' or (row_role = 'carryover' and coalesce(amount_cny, 0) <> 0))
            over side_of_statement as is_final_total,
        -- The one row of a table of items by column is its own total, and so is one without a name (Jiangsu).
        (table_kind = 'three_public' or (table_kind in ('revenue', 'expenditure') and row_name = ''))
        and min(row_no) over whole_statement = max(row_no) over whole_statement as is_only_row
    from headed
    window
        side_of_statement as (partition by statement_key, period, side),
        whole_statement as (partition by statement_key)
)

select
    * exclude (stands_over_subjects, is_two_sided, is_uppermost, is_below_current_total, is_final_total, is_only_row),
    slice_key || '/r' || row_no || '/c' || column_no as place,
    case
        when line_item is not null then line_item
        when is_only_row then 'grand_total'
        when not is_two_sided then row_role
        when row_role = 'detail' and is_below_current_total then side || '.extra'
        when row_role = 'detail' and is_uppermost then side || '.line'
        else side || '.' || row_role
    end as line,
    case when is_final_total then side || '.grand_total' end as final_line
from placed
