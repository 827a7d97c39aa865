-- Grain: instance × operand. Sums along a row: which column is made of which stands in the seed rule_row_identity.
with identity_parent as (
    select distinct
        rule_id,
        table_kind,
        parent_measure,
        subtotal_unless_path,
        unless_printed,
        side
    from {{ ref('rule_row_identity') }}
),

-- The columns that a table has, whether or not a number stands in this row.
slice_column as (
    select
        slice_key,
        measure,
        coalesce(vintage, 'current') as vintage,
        min(column_path) as column_path,
        count(distinct column_no) as columns
    from {{ ref('int_rule_cell') }}
    group by all
),

parent as (
    select
        identity.rule_id,
        identity.parent_measure,
        cell.*
    from identity_parent as identity
    inner join {{ ref('int_rule_cell') }} as cell
        on
            identity.table_kind = cell.table_kind
            and identity.parent_measure = cell.measure
            and (identity.side is null or identity.side = cell.side)
    where
        (
            cell.measure <> 'subtotal'
            or not coalesce(regexp_matches(cell.column_path, identity.subtotal_unless_path), false)
        )
        and not exists (
            select 1
            from slice_column as beside
            where
                beside.slice_key = cell.slice_key
                and beside.measure = identity.unless_printed
                and not coalesce(regexp_matches(beside.column_path, identity.subtotal_unless_path), false)
        )
),

parent_slice as (
    select distinct
        rule_id,
        table_kind,
        parent_measure,
        slice_key
    from parent
),

-- A column of unknown meaning may be one of the parts: rows with money in one cannot be added up. The three public
-- expenses are three by definition: whatever stands beside them (conferences, training) is no part of their total.
unknown_part as (
    select distinct
        slice_key,
        row_no,
        side
    from {{ ref('int_rule_cell') }}
    where
        measure = 'other'
        and table_kind <> 'three_public'
        and is_printed
        and coalesce(amount_cny, 1) <> 0
),

-- Can the identity be asked of this table at all?
slice as (
    select
        parent.rule_id,
        parent.slice_key,
        case
            when
                count(distinct identity.child_measure) filter (where slice_column.measure is not null) = 0
                or bool_or(identity.is_required and slice_column.measure is null)
                then 'column_not_in_layout'
            when bool_or(slice_column.columns > 1) then 'several_columns'
        end as reason
    from parent_slice as parent
    inner join {{ ref('rule_row_identity') }} as identity
        on
            parent.rule_id = identity.rule_id
            and parent.table_kind = identity.table_kind
            and parent.parent_measure = identity.parent_measure
    left join slice_column
        on
            parent.slice_key = slice_column.slice_key
            and identity.child_measure = slice_column.measure
            and coalesce(identity.child_vintage, slice_column.vintage) = slice_column.vintage
            and (
                slice_column.measure <> 'subtotal'
                or not coalesce(regexp_matches(slice_column.column_path, identity.subtotal_unless_path), false)
            )
    group by all
),

child as (
    select
        parent.rule_id,
        parent.filing_id,
        parent.table_kind,
        parent.place as instance,
        'sum' as comparison,
        {{ operand_columns('cell', "'rhs'") }}
    from parent
    inner join {{ ref('rule_row_identity') }} as identity
        on
            parent.rule_id = identity.rule_id
            and parent.table_kind = identity.table_kind
            and parent.parent_measure = identity.parent_measure
    inner join {{ ref('int_rule_cell') }} as cell
        on
            parent.slice_key = cell.slice_key
            and parent.row_no = cell.row_no
            and identity.child_measure = cell.measure
            and (identity.side is null or identity.side = cell.side)
            and coalesce(identity.child_vintage, cell.vintage, 'current') = coalesce(cell.vintage, 'current')
    left join slice_column as finer
        on parent.slice_key = finer.slice_key and identity.skipped_where_printed = finer.measure
    -- A subtotal that the row leaves blank: its parts stand for it.
    left join {{ ref('int_rule_cell') }} as coarser
        on
            parent.slice_key = coarser.slice_key
            and parent.row_no = coarser.row_no
            and identity.only_where_blank = coarser.measure
            and coarser.is_printed
    where cell.is_printed and finer.slice_key is null and coarser.cell_id is null
),

total as (
    select
        parent.rule_id,
        parent.filing_id,
        parent.table_kind,
        parent.place as instance,
        'sum' as comparison,
        {{ operand_columns(
            'parent',
            "'lhs'",
            "coalesce(case when unknown_part.slice_key is not null then 'column_not_understood' end, slice.reason, "
            ~ "parent.reason)"
        ) }}
    from parent
    inner join slice on parent.rule_id = slice.rule_id and parent.slice_key = slice.slice_key
    left join unknown_part
        on
            parent.slice_key = unknown_part.slice_key
            and parent.row_no = unknown_part.row_no
            and parent.side is not distinct from unknown_part.side
)

select * from total
union all
select * from child
