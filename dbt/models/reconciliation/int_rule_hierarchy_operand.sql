-- Grain: instance × operand. A parent and its children, in every column of money.
with unresolved as (
    -- Where a row may be anybody's child, no sum of its table can be trusted. One without money changes no sum.
    select distinct slice_key
    from {{ ref('int_rule_cell') }}
    where
        is_code_unresolved
        and amount_cny <> 0
        and table_kind in (select coded.table_kind from {{ ref('rule_hierarchy_identity') }} as coded)
),

parent as (
    select distinct
        edge.rule_id,
        cell.cell_id,
        case
            when edge.rule_id not in ('H08', 'H09') and unresolved.slice_key is not null then 'code_unresolved'
            else coalesce(edge.reason, cell.reason)
        end as parent_reason
    from {{ ref('int_rule_hierarchy_edge') }} as edge
    inner join {{ ref('int_rule_cell') }} as cell on edge.parent_cell_id = cell.cell_id
    left join unresolved on cell.slice_key = unresolved.slice_key
)

select
    parent.rule_id,
    cell.filing_id,
    cell.table_kind,
    cell.place as instance,
    'sum' as comparison,
    {{ operand_columns('cell', "'lhs'", 'parent.parent_reason') }}
from parent
inner join {{ ref('int_rule_cell') }} as cell on parent.cell_id = cell.cell_id
union all
select
    edge.rule_id,
    parent_cell.filing_id,
    parent_cell.table_kind,
    parent_cell.place as instance,
    'sum' as comparison,
    {{ operand_columns('cell', "'rhs'") }}
from {{ ref('int_rule_hierarchy_edge') }} as edge
inner join {{ ref('int_rule_cell') }} as parent_cell on edge.parent_cell_id = parent_cell.cell_id
inner join {{ ref('int_rule_cell') }} as cell on edge.child_cell_id = cell.cell_id
where cell.is_printed
