-- Grain: document. When it was published: as printed, and as sources.csv says for a file with its bytes.
select
    document.document_id,
    document.published_on as printed_on,
    document.is_correction,
    min(intake.file_path) filter (where intake.status = 'loaded') as file_path,
    max(raw_source.published_on) as source_published_on
from {{ ref('stg_document') }} as document
left join {{ ref('stg_intake') }} as intake on document.document_id = intake.document_id
left join {{ ref('stg_raw_source') }} as raw_source on intake.file_path = raw_source.file_path
group by document.document_id, document.published_on, document.is_correction
