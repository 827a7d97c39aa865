-- Grain: share that the text states, with its part and its whole. The whole is the amount that the part is an 其中 of,
-- else the total that the section speaks of (seeds/claim_section_whole.csv), else the total of the table of the part.
with claim as (
    select * from {{ ref('int_rule_claim') }}
),

whole_found as (
    select
        share.claim_id,
        whole.claim_id as whole_claim_id,
        null as whole_cell_id,
        whole.amount_cny,
        whole.amount_ulp_cny as ulp_cny,
        whole.amount_text as whole_text,
        1 as choice,
        whole.claim_no
    from claim as share
    left join claim as part on share.amount_claim_id = part.claim_id
    inner join claim as whole on coalesce(share.whole_claim_id, part.whole_claim_id) = whole.claim_id
    where share.claim_kind = 'share'
    union all
    select
        share.claim_id,
        whole.claim_id as whole_claim_id,
        null as whole_cell_id,
        whole.amount_cny,
        whole.amount_ulp_cny as ulp_cny,
        whole.amount_text as whole_text,
        2 as choice,
        whole.claim_no
    from claim as share
    inner join {{ ref('claim_section_whole') }} as section on share.section_topic = section.section_topic
    inner join claim as whole
        on
            share.filing_id = whole.filing_id
            and share.section_topic = whole.section_topic
            and section.whole_topic = whole.topic
            and whole.claim_kind = 'amount'
            and whole.amount_year = whole.fiscal_year
            and whole.amount_cny is not null
            and share.claim_no > whole.claim_no
    where share.claim_kind = 'share' and share.topic is distinct from section.whole_topic
    union all
    select
        share.claim_id,
        null as whole_claim_id,
        whole.cell_id as whole_cell_id,
        whole.amount_cny,
        whole.ulp_cny,
        whole.raw_text as whole_text,
        3 as choice,
        0 as claim_no
    from claim as share
    inner join {{ ref('int_claim_cell') }} as part on share.cell_id = part.cell_id
    inner join {{ ref('int_claim_cell') }} as whole
        on
            part.document_id = whole.document_id
            and part.statement_no = whole.statement_no
            and part.side is not distinct from whole.side
            and whole.line = 'total'
            and whole.measure = 'total'
            and whole.reason is null
    where share.claim_kind = 'share'
),

whole as (
    select * from whole_found
    -- The nearest before it, where the section gives several.
    qualify row_number() over (partition by claim_id order by choice asc, claim_no desc, whole_cell_id asc) = 1
)

select
    share.*,
    whole.whole_claim_id as base_claim_id,
    whole.whole_cell_id as base_cell_id,
    whole.amount_cny as base_cny,
    whole.ulp_cny as base_ulp_cny,
    whole.whole_text as base_text,
    100 * cast(share.amount_cny as double) / nullif(cast(whole.amount_cny as double), 0) as expected,
    {{ share_low('share.amount_cny', 'share.amount_ulp_cny', 'whole.amount_cny', 'whole.ulp_cny') }} as expected_low,
    {{ share_high('share.amount_cny', 'share.amount_ulp_cny', 'whole.amount_cny', 'whole.ulp_cny') }} as expected_high
from claim as share
left join whole on share.claim_id = whole.claim_id
where share.claim_kind = 'share' and share.share_percent is not null
