-- A table of ours to answer for (set aside, or of unknown unit of money) stays out of the facts: usable_for_facts.
-- A nil table needs no unit of money.
select
    statement.*,
    statement.status = 'understood'
    and (statement.is_nil or ({{ unit_factor('statement.unit_declared') }}) is not null) as usable_for_facts
from {{ source('landing', 'statement') }} as statement
