-- Grain: filing × document. An edition is one document, except where the statements and the explanation of a series
-- came as one document each: then both are one edition.
with series_roles as (
    select
        series_id,
        count(*) filter (where role = 'statements') = 1
        and count(*) filter (where role = 'explanation') = 1 as is_split_edition
    from {{ ref('int_document_series') }}
    group by series_id
),

edition as (
    select
        part.*,
        case
            when roles.is_split_edition and part.role <> 'both' then 'statements+explanation'
            else part.document_id
        end as edition_key
    from {{ ref('int_document_series') }} as part
    inner join series_roles as roles on part.series_id = roles.series_id
),

filing as (
    select
        series_id,
        edition_key,
        sha256(series_id || '|' || string_agg(document_id, '|' order by document_id)) as filing_id
    from edition
    group by series_id, edition_key
)

select
    filing.filing_id,
    edition.series_id,
    edition.document_id,
    edition.role,
    edition.first_part_no,
    edition.first_page,
    edition.last_page
from edition
inner join filing on edition.series_id = filing.series_id and edition.edition_key = filing.edition_key
