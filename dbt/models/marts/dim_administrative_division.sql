-- Provinces, and the codes that documents carry with the levels above them. Names below the province are not seeded.
with observed as (
    select distinct administrative_division_code as key
    from {{ ref('int_filing') }}
    where regexp_full_match(administrative_division_code, '[0-9]{6}')
),

code as (
    select key from observed
    union
    select left(key, 4) || '00' as key from observed
    union
    select left(key, 2) || '0000' as key from observed
    union
    select key from {{ ref('administrative_division_province') }}
)

select
    code.key,
    province.name_zh,
    province.name_en,
    case
        when right(code.key, 4) = '0000' then null
        when right(code.key, 2) = '00' then left(code.key, 2) || '0000'
        else left(code.key, 4) || '00'
    end as parent
from code
left join {{ ref('administrative_division_province') }} as province on code.key = province.key
order by code.key
