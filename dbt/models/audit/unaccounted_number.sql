select
    number.document_id,
    cast(number.number_no as integer) as number_no,
    cast(number.statement_no as integer) as statement_no,
    statement.table_kind,
    cast(number.page_no as integer) as page_no,
    number.x0,
    number.top,
    number.x1,
    number.bottom,
    number.raw_text,
    case when number.holders = 0 then 'no_cell' else 'several_cells' end as reason
from {{ ref('stg_unaccounted_number') }} as number
left join {{ ref('stg_statement') }} as statement
    on number.document_id = statement.document_id and number.statement_no = statement.statement_no
order by number.document_id, number.number_no
