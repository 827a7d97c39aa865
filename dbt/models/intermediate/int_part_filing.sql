-- Grain: document × part. The filing that a part of a document belongs to.
select
    part.document_id,
    part.part_no,
    bridge.filing_id
from {{ ref('stg_filing_part') }} as part
inner join {{ ref('int_filing_document') }} as bridge
    on part.document_id = bridge.document_id and part.series_id = bridge.series_id
