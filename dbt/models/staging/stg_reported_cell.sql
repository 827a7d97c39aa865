-- Money in 元 beside what is printed; NULL where the page does not say the unit.
select
    cell.*,
    {{ to_cny('cell.amount', 'cell.unit_declared') }} as amount_cny,
    case when cell.amount is not null then {{ ulp_cny('cell.unit_declared', 'cell.decimals') }} end as ulp_cny
from {{ source('landing', 'reported_cell') }} as cell
