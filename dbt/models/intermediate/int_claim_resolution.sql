-- Grain: claim. The one reported cell that holds the figure that the claim speaks of, or why there is none. A change or
-- a share speaks of the cell of its amount.
with chosen as (
    select
        claim_id,
        min(cell_id) as cell_id,
        count(distinct cell_id) as cells
    from {{ ref('int_claim_candidate') }}
    group by claim_id
),

bound_topic as (
    select distinct
        topic,
        stated_table_kind as table_kind
    from {{ ref('claim_cell') }}
),

table_found as (
    select distinct
        filing_id,
        table_kind
    from {{ ref('int_claim_cell') }}
)

select
    claim.claim_id,
    case when chosen.cells = 1 then chosen.cell_id end as resolved_cell_id,
    case when chosen.cells = 1 then 'resolved' else 'unresolved' end as resolution_status,
    case
        when chosen.cells = 1 then null
        when claim.topic is null then 'unresolved_topic'
        when
            claim.claim_kind in ('quantity', 'count')
            or claim.table_kind is null
            or bound_topic.topic is null
            or coalesce(claim.amount_year, claim.fiscal_year) <> claim.fiscal_year
            then 'not_about_a_cell'
        when chosen.cells > 1 then 'ambiguous'
        when table_found.filing_id is null then 'no_table'
        else 'no_row'
    end as resolution_reason
from {{ ref('int_claim') }} as claim
left join chosen on claim.claim_id = chosen.claim_id
left join bound_topic on claim.topic = bound_topic.topic and claim.table_kind = bound_topic.table_kind
left join table_found on claim.filing_id = table_found.filing_id and claim.table_kind = table_found.table_kind
