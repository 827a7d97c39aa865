-- Grain: document × fiscal year that it is for or that one of its figures is about.
select
    part.document_id,
    filing.fiscal_year
from {{ ref('int_filing_document') }} as part
inner join {{ ref('int_filing') }} as filing on part.filing_id = filing.filing_id
where filing.fiscal_year is not null
union
select
    document_id,
    amount_year as fiscal_year
from {{ ref('stg_reported_cell') }}
where amount_year is not null
