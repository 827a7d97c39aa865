-- Holdings that the text states: vehicles, large equipment, others. A part of a holding (其中) has its own name in the
-- category, so that it is not added to the whole. "None" is a holding of zero.
with stated as (
    select
        part.filing_id,
        claim.topic
        || case
            when claim.whole_claim_id is not null or claim.topic = 'asset_other'
                then coalesce('/' || {{ folded_name('claim.subject_ref') }}, '')
            else ''
        end as category,
        case when claim.claim_kind = 'none_statement' then 0 else claim.value end as quantity,
        claim.value_unit,
        claim.amount_cny,
        claim.as_of,
        claim.claim_id,
        claim.claim_no,
        claim.document_id
    from {{ ref('stg_narrative_claim') }} as claim
    inner join {{ ref('int_part_filing') }} as part
        on claim.document_id = part.document_id and claim.part_no = part.part_no
    where
        claim.topic in ('vehicles', 'large_equipment', 'asset_other')
        and claim.claim_kind in ('quantity', 'count', 'amount', 'none_statement')
        -- What is planned to be bought is no holding: other assets count from the day that they are held on.
        and (claim.topic <> 'asset_other' or claim.as_of is not null)
),

-- What is repeated is taken where it stands first; what is held, before what it is worth.
first_stated as (
    select *
    from stated
    qualify row_number() over (
        partition by filing_id, category order by quantity is null, claim_no, document_id
    ) = 1
)

select
    {{ filing_columns('filing') }},
    filing.unit_key,
    first_stated.category,
    cast(first_stated.quantity as decimal(38, 10)) as quantity,
    first_stated.amount_cny,
    first_stated.as_of,
    first_stated.claim_id,
    cast(null as varchar) as cell_id,
    first_stated.value_unit as quantity_unit
from first_stated
inner join {{ ref('int_filing') }} as filing on first_stated.filing_id = filing.filing_id
order by filing.filing_id, first_stated.category
