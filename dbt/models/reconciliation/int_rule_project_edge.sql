-- Grain: aggregate cell × project cell. Which projects an aggregate row of the project table covers. The total covers
-- all of them wherever it stands. Any other aggregate covers the projects below it, up to the next aggregate that is as
-- high as itself. Where levels are not known, only two cases are certain: the last aggregate before its projects covers
-- them up to the next aggregate, and an aggregate with none after its projects covers all that follow. Some tables list
-- groups of projects among the projects and mark neither: a row that is the sum of two or more rows right below it is
-- taken for such a group, and the sums of its table are not known.
with cell as (
    select
        *,
        row_role = 'grand_total' as is_total,
        -- A row that is about a unit and names no project covers that unit's projects.
        row_role in ('grand_total', 'subtotal') or (unit_code_printed is not null and project_name_printed is null)
            as is_aggregate
    from {{ ref('int_rule_cell') }}
    where table_kind = 'project_expenditure' and row_role in ('grand_total', 'subtotal', 'detail')
),

boundary as (
    select
        parent.cell_id,
        min(below.row_no) filter (where not below.is_aggregate) as first_project_row,
        min(below.row_no) filter (where below.is_aggregate) as next_aggregate_row,
        min(below.row_no) filter (where below.is_aggregate and below.level <= parent.level) as next_peer_row,
        max(below.row_no) filter (where below.is_aggregate) as last_aggregate_row,
        max(below.row_no) as last_row,
        bool_or(below.is_aggregate and below.level is null) or parent.level is null as has_unknown_level
    from cell as parent
    inner join cell as below
        on
            parent.slice_key = below.slice_key
            and parent.column_no = below.column_no
            and parent.row_no < below.row_no
            and not below.is_total
    where parent.is_aggregate and not parent.is_total
    group by parent.cell_id, parent.level
),

covered as (
    select
        *,
        case
            when not has_unknown_level then coalesce(next_peer_row, last_row + 1)
            when coalesce(last_aggregate_row, 0) < first_project_row then last_row + 1
            when first_project_row < next_aggregate_row then next_aggregate_row
            else last_row + 1
        end as end_row,
        case
            when has_unknown_level and last_aggregate_row > first_project_row and next_aggregate_row < first_project_row
                then 'row_level_unknown'
        end as reason
    from boundary
),

running as (
    select
        slice_key,
        column_no,
        amount_cny,
        row_number() over rows_of_column as place_no,
        sum(amount_cny) over rows_of_column as running_cny
    from cell
    where not is_aggregate and amount_cny <> 0
    window rows_of_column as (partition by slice_key, column_no order by row_no)
),

unmarked_group as (
    select distinct upper.slice_key
    from running as upper
    inner join running as lower
        on
            upper.slice_key = lower.slice_key
            and upper.column_no = lower.column_no
            and upper.place_no + 1 < lower.place_no
            and upper.running_cny + upper.amount_cny = lower.running_cny
)

select
    parent.cell_id as parent_cell_id,
    project.cell_id as child_cell_id,
    case when unmarked_group.slice_key is not null then 'row_level_unknown' else covered.reason end as reason
from cell as parent
left join covered on parent.cell_id = covered.cell_id
left join unmarked_group on parent.slice_key = unmarked_group.slice_key
inner join cell as project
    on
        parent.slice_key = project.slice_key
        and parent.column_no = project.column_no
        and (parent.is_total or (parent.row_no < project.row_no and covered.end_row > project.row_no))
where parent.is_aggregate and not project.is_aggregate
