select
    key,
    name_zh,
    name_en,
    parent
from {{ ref('fund_source') }}
order by key
