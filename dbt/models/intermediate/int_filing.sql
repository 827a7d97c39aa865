-- Grain: filing. Which edition of a series is the current one: a marked correction supersedes, else the later printed
-- date, else the date in sources.csv. A date only decides where every edition that it is to decide between has one.
-- Where nothing decides, all editions stay, none is current and revision_undecided says so.
with identity as (
    select
        series_id,
        document_id,
        arg_min(unit_key, part_no) as unit_key,
        arg_min(unit_name, part_no) as unit_name,
        arg_min(unit_code_printed, part_no) as unit_code_printed,
        arg_min(administrative_division_code, part_no) as administrative_division_code,
        arg_min(department_key, part_no) as printed_department_key,
        arg_min(department_name_printed, part_no) as printed_department_name,
        arg_min(fiscal_year, part_no) as fiscal_year,
        arg_min(document_kind, part_no) as document_kind,
        arg_min(disclosure_scope, part_no) as disclosure_scope
    from {{ ref('stg_filing_part') }}
    group by series_id, document_id
),

edition as (
    select
        bridge.filing_id,
        bridge.series_id,
        min(bridge.document_id) as first_document_id,
        bool_or(publication.is_correction) as is_correction,
        max(publication.printed_on) as printed_on,
        max(publication.source_published_on) as source_published_on
    from {{ ref('int_filing_document') }} as bridge
    inner join {{ ref('int_document_publication') }} as publication on bridge.document_id = publication.document_id
    group by bridge.filing_id, bridge.series_id
),

dated as (
    select
        *,
        case
            when count(*) over peers = count(printed_on) over peers then printed_on
        end as printed_order,
        case
            when count(*) over peers = count(source_published_on) over peers then source_published_on
        end as source_order
    from edition
    window peers as (partition by series_id, is_correction)
),

ranked as (
    select
        *,
        dense_rank() over (
            partition by series_id
            order by is_correction, printed_order nulls first, source_order nulls first
        ) as revision_rank
    from dated
),

placed as (
    select
        *,
        count(*) over (partition by series_id, revision_rank) as editions_of_rank,
        revision_rank = max(revision_rank) over (partition by series_id) as is_latest_rank
    from ranked
)

select
    placed.filing_id,
    placed.series_id,
    identity.unit_key,
    identity.unit_name,
    identity.unit_code_printed,
    identity.administrative_division_code,
    identity.printed_department_key,
    identity.printed_department_name,
    identity.fiscal_year,
    identity.document_kind,
    identity.disclosure_scope,
    -- NULL where the order among editions is not known.
    case when placed.editions_of_rank = 1 then placed.revision_rank end as revision_no,
    earlier.filing_id as supersedes_filing_id,
    placed.is_latest_rank and placed.editions_of_rank = 1 as is_current,
    placed.is_latest_rank and placed.editions_of_rank > 1 as revision_undecided,
    placed.is_correction,
    coalesce(placed.printed_on, placed.source_published_on) as published_on
from placed
inner join identity
    on placed.series_id = identity.series_id and placed.first_document_id = identity.document_id
left join placed as earlier
    on
        placed.series_id = earlier.series_id
        and placed.editions_of_rank = 1
        and earlier.editions_of_rank = 1
        and placed.revision_rank = earlier.revision_rank + 1
