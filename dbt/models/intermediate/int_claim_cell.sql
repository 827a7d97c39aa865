-- Grain: reported cell that the text may speak of: money of an understood table, of the filing's own year and phase.
-- figure_key says what figure it is, in words that hold for the filings of all years of a unit.
with row_project as (
    select
        document_id,
        statement_no,
        row_no,
        min(project_key) as project_key
    from {{ ref('int_project_mention') }}
    where row_no is not null
    group by document_id, statement_no, row_no
    having count(distinct project_key) = 1
),

cell as (
    select
        cell.cell_id,
        cell.filing_id,
        cell.document_id,
        cell.statement_no,
        cell.row_no,
        cell.column_no,
        cell.table_kind,
        cell.row_name,
        cell.row_role,
        cell.side,
        cell.fund_source,
        coalesce(cell.vintage, 'current') as vintage,
        cell.resolved_classification as classification,
        cell.resolved_subject_code as subject_code,
        case when cell.row_role = 'detail' then mention.project_key end as project_key,
        cell.raw_text,
        cell.raw_state,
        cell.amount_cny,
        cell.ulp_cny,
        cell.unit_declared,
        -- One column of money is the total of its row.
        case cell.measure when 'amount' then 'total' else cell.measure end as measure,
        case
            when cell.raw_state not in ('number', 'zero') then 'operand_blank'
            when cell.unit_declared is null then 'unit_unknown'
            when cell.suspect is not null then 'operand_suspect'
            when cell.amount_cny is null or cell.ulp_cny is null then 'operand_not_read'
        end as reason,
        [cell.statement_no, cell.row_no, cell.column_no] as reading_order
    from {{ ref('int_reported_cell') }} as cell
    inner join {{ ref('stg_statement') }} as statement
        on cell.document_id = statement.document_id and cell.statement_no = statement.statement_no
    left join row_project as mention
        on
            cell.document_id = mention.document_id
            and cell.statement_no = mention.statement_no
            and cell.row_no = mention.row_no
    where
        statement.status = 'understood'
        and cell.value_unit is null
        and cell.filing_id is not null
        and cell.amount_year = cell.fiscal_year
        and cell.phase
        = case cell.document_kind when 'final_accounts' then 'final_accounts' else 'approved_budget' end
),

placed as (
    select
        *,
        -- The one row of a table of items by column is its own total; a table without a grand total ends in that of the
        -- year.
        case
            when row_role = 'grand_total' then 'total'
            when table_kind = 'three_public' and min(row_no) over of_table = max(row_no) over of_table then 'total'
            when row_role = 'current_total' and not bool_or(row_role = 'grand_total') over of_side then 'total'
            else row_role
        end as line,
        {{ folded_name('row_name') }} as folded_name,
        {{ bare_name('row_name') }} as bare_name
    from cell
    window
        of_table as (partition by document_id, statement_no),
        of_side as (partition by document_id, statement_no, side)
),

-- The name of a class or group, as its own row in the table gives it.
subject_name as (
    select
        document_id,
        statement_no,
        subject_code,
        min(bare_name) as bare_name
    from placed
    where subject_code is not null and length(subject_code) in (3, 5)
    group by document_id, statement_no, subject_code
)

select
    placed.*,
    class.bare_name as class_bare_name,
    "group".bare_name as group_bare_name,
    placed.subject_code is not null
    and not exists (
        select 1
        from placed as below
        where
            placed.document_id = below.document_id
            and placed.statement_no = below.statement_no
            and placed.column_no = below.column_no
            and placed.side is not distinct from below.side
            and length(below.subject_code) > length(placed.subject_code)
            and starts_with(below.subject_code, placed.subject_code)
    ) as is_leaf,
    concat_ws(
        '|', placed.table_kind, placed.measure, coalesce(placed.side, ''), placed.line, placed.vintage,
        coalesce(placed.subject_code, placed.project_key, placed.fund_source, '')
    ) as figure_key
from placed
left join subject_name as class
    on
        placed.document_id = class.document_id
        and placed.statement_no = class.statement_no
        and left(placed.subject_code, 3) = class.subject_code
left join subject_name as "group"
    on
        placed.document_id = "group".document_id
        and placed.statement_no = "group".statement_no
        and left(placed.subject_code, 5) = "group".subject_code
