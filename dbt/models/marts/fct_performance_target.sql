-- Targets of the unit as a whole (without a project) and of its projects. A target left blank is a row too.
select
    {{ filing_columns('filing') }},
    target.project_key,
    target.indicator_key,
    target.level1,
    target.level2,
    target.level3,
    target.horizon,
    target.year_role,
    target.target_text,
    target.operator,
    cast(target.target_value as decimal(38, 10)) as target_value,
    target.target_unit,
    target.basis,
    target.goal_name,
    target.target_id
from {{ ref('int_performance_target') }} as target
inner join {{ ref('int_filing') }} as filing on target.filing_id = filing.filing_id
order by filing.filing_id, target.project_key nulls first, target.indicator_key, target.horizon, target.year_role
