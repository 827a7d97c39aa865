select
    filing_id,
    document_id,
    role, -- noqa: RF04
    cast(first_page as integer) as first_page,
    cast(last_page as integer) as last_page
from {{ ref('int_filing_document') }}
order by filing_id, document_id
