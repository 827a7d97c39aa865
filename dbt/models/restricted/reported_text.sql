select
    text_cell.cell_id,
    text_cell.document_id,
    part.filing_id,
    cast(text_cell.statement_no as integer) as statement_no,
    text_cell.table_no,
    cast(text_cell.page_no as integer) as page_no,
    text_cell.x0,
    text_cell.top,
    text_cell.x1,
    text_cell.bottom,
    cast(text_cell.row_no as integer) as row_no,
    cast(text_cell.column_no as integer) as column_no,
    text_cell.column_path,
    text_cell.text -- noqa: RF04
from {{ ref('stg_reported_text') }} as text_cell
left join {{ ref('int_part_filing') }} as part
    on text_cell.document_id = part.document_id and text_cell.part_no = part.part_no
order by text_cell.document_id, text_cell.statement_no, text_cell.row_no, text_cell.column_no, text_cell.cell_id
