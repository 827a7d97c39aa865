-- Grain: document × administrative division of a unit that it is about, with the names from the province down.
select distinct
    document_id,
    administrative_division_code,
    administrative_division_path
from {{ ref('stg_filing_part') }}
where regexp_full_match(administrative_division_code, '[0-9]{6}')
