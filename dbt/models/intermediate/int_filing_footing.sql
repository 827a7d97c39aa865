-- Grain: filing with a functional table. Do its functional tables foot (rules H01 to H04)? H04, the total against all
-- leaves at once, follows where every level ties.
select
    filing_id,
    bool_and(status <> 'fail') as foots
from {{ ref('int_footing_check') }}
where table_kind in ('expenditure', 'general_public_by_function', 'government_fund', 'state_capital')
group by filing_id
