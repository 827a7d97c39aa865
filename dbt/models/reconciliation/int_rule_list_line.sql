-- Grain: total of a row (int_rule_cell). What the sums down a two-sided summary need to know of a line:
--   list_no    the list that it stands in, where one side prints several beside each other, each with labels of its own
--              (by function, by use, by economic class); NULL where the side is one list
--   is_line    a line of money, neither a total nor an 其中
--   is_part    and no printed line holds it: such lines add up to the total of the list
--   doubt      why it is not certain which line stands below which: a sum that ties settles it, one that does not
--              says nothing
with recursive line as (
    select
        *,
        table_kind in ('revenue_expenditure_summary', 'fiscal_appropriation') as is_two_sided,
        coalesce(line in (side || '.line', side || '.detail', side || '.subtotal'), false) as is_line
    from {{ ref('int_rule_cell') }}
    where measure = 'total'
),

labelled as (
    select
        slice_key,
        side,
        row_no,
        -- Two columns of money with the same labels are two columns of one list.
        is_two_sided and count(distinct row_name) > 1 as differs
    from line
    group by slice_key, side, row_no, is_two_sided
),

side_of_slice as (
    select
        slice_key,
        side,
        bool_or(differs) as has_lists
    from labelled
    group by slice_key, side
),

held as (
    select below.cell_id
    from line as below
    inner join line as above on below.parent_cell_id = above.cell_id
    where above.is_line and above.is_printed
    union
    select below.cell_id
    from line as below
    inner join held on below.parent_cell_id = held.cell_id
),

outline as (
    select
        line.*,
        case when side_of_slice.has_lists then line.column_no end as list_no,
        line.is_line and held.cell_id is null as is_part
    from line
    inner join side_of_slice
        on line.slice_key = side_of_slice.slice_key and line.side is not distinct from side_of_slice.side
    left join held on line.cell_id = held.cell_id
)

select
    * exclude (is_two_sided),
    case
        when
            -- Lines without an ordinal among lines that have one, and sums of nobody knows which lines.
            bool_or(is_line and amount_cny <> 0 and level is null and (has_ordinals or row_role = 'subtotal'))
                over of_list
            then 'row_level_unknown'
    end as doubt
from (
    select
        *,
        bool_or(is_line and level is not null) over (
            partition by slice_key, side, list_no, coalesce(vintage, 'current')
        ) as has_ordinals
    from outline
) as numbered
window of_list as (partition by slice_key, side, list_no, coalesce(vintage, 'current'))
