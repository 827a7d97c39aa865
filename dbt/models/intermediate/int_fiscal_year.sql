-- Grain: fiscal year that a filing is for or that one of its figures is about.
select fiscal_year
from {{ ref('int_filing') }}
where fiscal_year is not null
union
select amount_year as fiscal_year
from {{ ref('stg_reported_cell') }}
where amount_year is not null
