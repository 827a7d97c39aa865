select
    statement.document_id,
    part.filing_id,
    cast(statement.statement_no as integer) as statement_no,
    statement.table_no,
    statement.pages,
    statement.title,
    statement.table_kind,
    statement.score,
    statement.evidence,
    statement.unit_declared,
    cast(statement.row_count as integer) as row_count,
    statement.is_nil,
    statement.nil_note,
    statement.nil_note_kind,
    cast(statement.printed_numbers as integer) as printed_numbers,
    cast(statement.accounted_numbers as integer) as accounted_numbers,
    statement.status,
    statement.reason,
    statement.usable_for_facts,
    cast(statement.page_no as integer) as page_no,
    statement.x0,
    statement.top,
    statement.x1,
    statement.bottom
from {{ ref('stg_statement') }} as statement
left join {{ ref('int_part_filing') }} as part
    on statement.document_id = part.document_id and statement.part_no = part.part_no
order by statement.document_id, statement.statement_no
