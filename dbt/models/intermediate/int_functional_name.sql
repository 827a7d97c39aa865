-- Grain: name. The functional class that a name stands for; a name of several classes is not in the table, so that it
-- resolves to nothing. The names of all years count: publishers keep old names for years after a renaming.
select
    {{ folded_name('class_name') }} as folded_name,
    min(class_code) as subject_code
from {{ ref('functional_class_name') }}
group by {{ folded_name('class_name') }}
having count(distinct class_code) = 1
