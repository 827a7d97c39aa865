-- Grain: series × document. The parts of one document that speak of one disclosure, taken together.
select
    series_id,
    document_id,
    min(part_no) as first_part_no,
    case
        when count(distinct role) > 1 or bool_or(role = 'both') then 'both'
        else min(role)
    end as role,
    min(first_page) as first_page,
    max(last_page) as last_page
from {{ ref('stg_filing_part') }}
group by series_id, document_id
