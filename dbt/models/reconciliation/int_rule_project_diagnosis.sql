-- Grain: failed instance of X28. What one category has too much is what the other has too little: the money is there, a
-- project is classed differently in the list and in the composition.
with failed as (
    select
        *,
        count(*) over (partition by filing_id) as failures,
        sum(difference) over (partition by filing_id) as left_over,
        sum(tolerance) over (partition by filing_id) as play
    from {{ ref('int_rule_comparison') }}
    where rule_id = 'X28' and status = 'fail'
)

select
    rule_id,
    filing_id,
    instance,
    'classification' as diagnosis
from failed
where failures = 2 and abs(left_over) <= play
