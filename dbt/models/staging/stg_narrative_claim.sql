-- Money in 元 beside what is printed; NULL where the sentence does not say the unit.
select
    claim.*,
    {{ to_cny('claim.amount', 'claim.unit_declared') }} as amount_cny,
    {{ to_cny('claim.change', 'claim.unit_declared') }} as change_cny,
    case
        when coalesce(claim.amount, claim.change) is not null
            then {{ ulp_cny('claim.unit_declared', 'claim.decimals') }}
    end as ulp_cny
from {{ source('landing', 'narrative_claim') }} as claim
