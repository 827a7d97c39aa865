-- Grain: reported cell. The amounts of single projects by fund source and vintage; the rows of departments, units and
-- groups of projects above them are totals. A table without columns of fund sources has its total column only.
with project_cell as (
    select *
    from {{ ref('int_fact_cell') }}
    where
        table_kind = 'project_expenditure'
        and row_role = 'detail'
        and project_key is not null
        and project_name_printed is not null
)

select *
from project_cell
qualify case
    when bool_or(fund_source is not null) over (partition by document_id, statement_no)
        then fund_source is not null and measure not in ('total', 'subtotal')
    else amount_kind = 'total'
end
