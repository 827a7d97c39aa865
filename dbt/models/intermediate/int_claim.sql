-- Grain: claim. The claim with its filing, with the project that it names, and with the change as a signed amount.
with mention as (
    select
        claim_id,
        min(project_key) as project_key
    from {{ ref('int_project_mention') }}
    where claim_id is not null
    group by claim_id
    having count(distinct project_key) = 1
),

claim as (
    select
        claim.*,
        filing.filing_id,
        filing.unit_key as filing_unit_key,
        filing.fiscal_year,
        filing.document_kind,
        filing.disclosure_scope,
        filing.is_current,
        mention.project_key,
        about.name_zh as topic_name_zh,
        -- The last name of a path is the one that the claim is about.
        string_split(claim.subject_ref, '/') as subject_path,
        case claim.direction
            when 'increase' then 1 when 'decrease' then -1 when 'unchanged' then 0
        end as direction_sign
    from {{ ref('stg_narrative_claim') }} as claim
    inner join {{ ref('int_part_filing') }} as part
        on claim.document_id = part.document_id and claim.part_no = part.part_no
    inner join {{ ref('int_filing') }} as filing on part.filing_id = filing.filing_id
    left join mention on claim.claim_id = mention.claim_id
    left join {{ ref('claim_topic') }} as about on claim.topic = about.topic
),

named as (
    select
        *,
        concat(
            'p', page_no, '/', coalesce(section_topic, 'other'), '/',
            coalesce(
                subject_code, nullif(subject_path[-1], ''), nullif(project_name_printed, ''), topic_name_zh, topic,
                claim_kind
            )
        ) as name_of_place
    from claim
)

select
    * exclude (name_of_place),
    -- Where the claim stands and what it is about, for people; numbered where a page says the like twice.
    name_of_place || case
        when row_number() over same_name = 1 then '' else '#' || row_number() over same_name
    end as label
from named
window same_name as (partition by filing_id, claim_kind, name_of_place order by document_id, claim_no, claim_id)
