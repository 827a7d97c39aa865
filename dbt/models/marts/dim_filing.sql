select
    filing.filing_id,
    filing.series_id,
    filing.unit_key,
    cast(filing.fiscal_year as integer) as fiscal_year,
    filing.document_kind,
    filing.disclosure_scope,
    cast(filing.revision_no as integer) as revision_no,
    filing.supersedes_filing_id,
    filing.is_current,
    footing.foots,
    filing.revision_undecided,
    filing.is_correction,
    filing.published_on
from {{ ref('int_filing') }} as filing
left join {{ ref('int_filing_footing') }} as footing on filing.filing_id = footing.filing_id
order by filing.filing_id
