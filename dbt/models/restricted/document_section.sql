select
    section.section_id,
    section.document_id,
    part.filing_id,
    section.section_kind,
    section.heading,
    section.text, -- noqa: RF04
    section.pages
from {{ ref('stg_document_section') }} as section
left join {{ ref('int_part_filing') }} as part
    on section.document_id = part.document_id and section.part_no = part.part_no
order by section.document_id, section.pages[1], section.section_id
