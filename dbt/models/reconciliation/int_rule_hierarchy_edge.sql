-- Grain: rule × parent cell × child cell. Who is printed below whom, by rule; the sums are the same for all of them.
-- Which row stands under which is read from the page (codes, order, rows that head others) and lies in parent_cell_id.
with cell as (
    select * from {{ ref('int_rule_cell') }}
    where not row_role = 'of_which'
),

subject_edge as (
    select
        child.table_kind,
        parent.cell_id as parent_cell_id,
        child.cell_id as child_cell_id,
        -- A total, and a unit that heads its subjects, have no code.
        coalesce(length(parent.subject_code), 0) as parent_length,
        length(child.subject_code) as child_length
    from cell as child
    inner join cell as parent on child.parent_cell_id = parent.cell_id
    where child.subject_code is not null
),

-- All that stands under a parent, whatever its level, where some of it stands at the level that the rule is about.
by_subject as (
    select distinct
        rule_id,
        parent_cell_id,
        child_cell_id
    from (
        select
            rule.rule_id,
            edge.parent_cell_id,
            edge.child_cell_id
        from subject_edge as edge
        inner join {{ ref('rule_hierarchy_identity') }} as rule
            on edge.table_kind = rule.table_kind and edge.parent_length = rule.parent_length
        where rule.child_length is not null
        qualify bool_or(edge.child_length = rule.child_length) over (
            partition by rule.rule_id, rule.child_length, edge.parent_cell_id
        )
    ) as edge_of_rule
),

leaf as (
    select
        *,
        -- Rows of units beside rows of no unit: the same money may be printed for the whole and for its parts.
        count(unit_key) over column_of_table in (0, count(*) over column_of_table) as is_of_one_kind
    from cell
    where
        subject_code is not null
        and cell_id not in (
            select upper.parent_cell_id from cell as upper
            where upper.subject_code is not null and upper.parent_cell_id is not null
        )
    window column_of_table as (partition by slice_key, column_no)
),

by_leaf as (
    select
        rule.rule_id,
        total.cell_id as parent_cell_id,
        leaf.cell_id as child_cell_id
    from cell as total
    inner join {{ ref('rule_hierarchy_identity') }} as rule
        on total.table_kind = rule.table_kind and rule.child_length is null
    inner join leaf on total.slice_key = leaf.slice_key and total.column_no = leaf.column_no
    where total.row_role = 'grand_total' and leaf.is_of_one_kind
),

-- Units: printed codes are local, and their lengths differ from place to place; the nearest printed prefix is the
-- parent, and the total of all that of those without one. A unit without a code stands before its subjects.
by_unit as (
    select
        'H08' as rule_id,
        parent.cell_id as parent_cell_id,
        child.cell_id as child_cell_id
    from cell as child
    inner join cell as parent on child.parent_cell_id = parent.cell_id
    where
        child.table_kind not in ('project_expenditure', 'performance_project', 'performance_overall')
        and child.subject_code is null
        -- Units without codes are told by their names: every row below the total is another unit.
        and (child.unit_code_printed is not null or child.unit_key is not null)
    window siblings as (partition by parent.cell_id)
    qualify
        child.unit_code_printed is not null
        or child.heads_subjects
        or count(distinct child.unit_key) over siblings = count(*) over siblings
)

select
    *,
    null as reason
from by_subject
union all
select
    *,
    null as reason
from by_leaf
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
