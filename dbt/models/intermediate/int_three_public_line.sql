-- Grain: reported cell. The items that the three public expenses are made of: the columns of a table whose rows are
-- units, or the rows of a table whose lines are the items. Vehicles count as a whole only where purchase and operation
-- are not printed apart.
with by_column as (
    select cell.*
    from {{ ref('int_fact_cell') }} as cell
    inner join {{ ref('int_leaf_unit_row') }} using (document_id, statement_no, row_no)
    where cell.table_kind = 'three_public' and cell.line_item is null
),

by_row as (
    select * replace (line_item as measure)
    from {{ ref('int_fact_cell') }}
    where table_kind = 'three_public' and amount_kind = 'total'
),

item as (
    select * from by_column
    union all
    select * from by_row
)

select *
from item
where
    measure in ('overseas_travel', 'vehicle_purchase', 'vehicle_operation', 'vehicle_total', 'official_reception')
qualify
    measure <> 'vehicle_total'
    or not bool_or(measure in ('vehicle_purchase', 'vehicle_operation')) over (partition by document_id, statement_no)
