select
    document.document_id,
    publication.file_path,
    cast(document.page_count as integer) as page_count,
    document.text_source,
    document.document_kind,
    document.disclosure_scope,
    cast(document.fiscal_year as integer) as fiscal_year,
    document.unit_name,
    document.title,
    document.administrative_division_code,
    document.is_correction,
    document.correction_note,
    document.identity_evidence,
    cast(document.printed_numbers as integer) as printed_numbers,
    cast(document.accounted_numbers as integer) as accounted_numbers,
    document.accounted_numbers / nullif(document.printed_numbers, 0) as completeness,
    coalesce(document.published_on, publication.source_published_on) as published_on,
    document.approved_on
from {{ ref('stg_document') }} as document
inner join {{ ref('int_document_publication') }} as publication on document.document_id = publication.document_id
order by document.document_id
