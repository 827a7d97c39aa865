-- Grain: filing × table kind. The one table that facts of a kind are taken from: of several, the best recognised one,
-- and among those the first that has money. A table of ours to answer for is never chosen.
with candidate as (
    select
        part.filing_id,
        statement.*
    from {{ ref('stg_statement') }} as statement
    inner join {{ ref('int_part_filing') }} as part
        on statement.document_id = part.document_id and statement.part_no = part.part_no
    where statement.usable_for_facts
)

select
    filing_id,
    table_kind,
    document_id,
    statement_no,
    is_nil
from candidate
qualify row_number() over (
    partition by filing_id, table_kind
    order by is_nil asc, score desc, document_id asc, statement_no asc
) = 1
