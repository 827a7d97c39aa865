-- Grain: rule × parent cell × child cell. Who is printed below whom, by rule; the sums are the same for all of them.
with cell as (
    select
        *,
        -- The rows of one tree: a table may repeat the codes for each unit.
        slice_key || '/c' || column_no || '/' || coalesce(unit_key, '') as tree,
        case when row_role = 'grand_total' then '' else subject_code end as subject_path,
        case when row_role = 'grand_total' then '' else unit_code_printed end as unit_path
    from {{ ref('int_rule_cell') }}
    where not row_role = 'of_which'
),

subject_edge as (
    select
        child.table_kind,
        parent.cell_id as parent_cell_id,
        child.cell_id as child_cell_id,
        length(parent.subject_path) as parent_length,
        length(child.subject_path) as child_length,
        not exists (
            select 1
            from cell as grandchild
            where
                grandchild.tree = child.tree
                and grandchild.subject_path <> child.subject_path
                and starts_with(grandchild.subject_path, child.subject_path)
        ) as is_leaf
    from cell as parent
    inner join cell as child
        on
            parent.tree = child.tree
            and starts_with(child.subject_path, parent.subject_path)
            and parent.subject_path <> child.subject_path
),

by_subject as (
    select
        rule.rule_id,
        edge.parent_cell_id,
        edge.child_cell_id
    from subject_edge as edge
    inner join {{ ref('rule_hierarchy_identity') }} as rule
        on
            edge.table_kind = rule.table_kind
            and edge.parent_length = rule.parent_length
            and (edge.child_length = rule.child_length or (rule.child_length is null and edge.is_leaf))
),

-- Units: printed codes are local, and their lengths differ from place to place; the nearest printed prefix is the
-- parent.
by_unit as (
    select
        'H08' as rule_id,
        parent.cell_id as parent_cell_id,
        child.cell_id as child_cell_id
    from cell as child
    inner join cell as parent
        on
            child.slice_key = parent.slice_key
            and child.column_no = parent.column_no
            and starts_with(child.unit_path, parent.unit_path)
            and child.unit_path <> parent.unit_path
    where child.table_kind in ('revenue', 'general_public_by_unit')
    qualify length(parent.unit_path) = max(length(parent.unit_path)) over (partition by child.cell_id)
)

select
    *,
    null as reason
from by_subject
union all
select
    *,
    null as reason
from by_unit
union all
select
    'H09' as rule_id,
    parent_cell_id,
    child_cell_id,
    reason
from {{ ref('int_rule_project_edge') }}
