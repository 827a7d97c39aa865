-- Grain: filing × name of a project. The one project of a filing that has this name; a name of several is left out.
select
    filing_id,
    {{ folded_name('project_name_printed') }} as folded_name,
    min(project_key) as project_key
from {{ ref('int_reported_cell') }}
where project_key is not null and project_name_printed is not null
group by filing_id, {{ folded_name('project_name_printed') }}
having count(distinct project_key) = 1
