select
    cast(fiscal_year as integer) as key,
    fiscal_year || '年' as name_zh,
    'FY' || fiscal_year as name_en,
    make_date(cast(fiscal_year as integer), 1, 1) as starts_on,
    make_date(cast(fiscal_year as integer), 12, 31) as ends_on
from {{ ref('int_fiscal_year') }}
order by fiscal_year
