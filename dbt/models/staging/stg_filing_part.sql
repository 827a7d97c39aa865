-- A filing part with the identity of its series: the same disclosure, in whatever edition.
select
    part.*,
    {{ hash_key(['part.unit_key', 'part.fiscal_year', 'part.document_kind', 'part.disclosure_scope']) }} as series_id
from {{ source('landing', 'filing_part') }} as part
