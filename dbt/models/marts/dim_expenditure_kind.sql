select
    key,
    name_zh,
    name_en,
    parent
from {{ ref('expenditure_kind') }}
order by key
