-- Every file seen. Where nothing on the pages or in sources.csv says which edition of a filing is the later one, the
-- files of all its editions say so.
with undecided as (
    select distinct bridge.document_id
    from {{ ref('int_filing_document') }} as bridge
    inner join {{ ref('int_filing') }} as filing on bridge.filing_id = filing.filing_id
    where filing.revision_undecided
)

select
    intake.file_path,
    intake.sha256,
    intake.size_bytes,
    intake.status,
    intake.reason,
    nullif(concat_ws(
        '; ', nullif(intake.detail, ''), case when undecided.document_id is not null then 'revision_undecided' end
    ), '') as detail,
    intake.document_id
from {{ ref('stg_intake') }} as intake
left join undecided on intake.document_id = undecided.document_id and intake.status = 'loaded'
order by intake.file_path
