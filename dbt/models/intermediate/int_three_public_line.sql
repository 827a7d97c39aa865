-- Grain: reported cell. The items that the three public expenses are made of. Vehicles count as a whole only where
-- purchase and operation are not printed apart.
select cell.*
from {{ ref('int_fact_cell') }} as cell
inner join {{ ref('int_leaf_unit_row') }} using (document_id, statement_no, row_no)
where
    cell.table_kind = 'three_public'
    and cell.measure in (
        'overseas_travel', 'vehicle_purchase', 'vehicle_operation', 'vehicle_total', 'official_reception'
    )
qualify
    cell.measure <> 'vehicle_total'
    or not bool_or(cell.measure in ('vehicle_purchase', 'vehicle_operation')) over (
        partition by cell.document_id, cell.statement_no
    )
