-- Provinces, and the divisions that documents carry with those above them. The names come with the codes that were read
-- (the path from the province down); a county that its province governs itself has no city above it.
with observed as (
    select distinct
        administrative_division_code as code,
        string_split(administrative_division_path, '/') as path
    from {{ ref('document_division') }}
),

named as (
    select
        code as key,
        path[-1] as name_zh,
        case
            when len(path) > 2 then left(code, 4) || '00'
            when len(path) = 2 then left(code, 2) || '0000'
        end as parent
    from observed
    union
    select
        left(code, 4) || '00' as key,
        path[2] as name_zh,
        left(code, 2) || '0000' as parent
    from observed
    where len(path) > 2
    union
    select
        key,
        name_zh,
        null as parent
    from {{ ref('administrative_division_province') }}
)

select
    named.key,
    max(named.name_zh) as name_zh,
    max(province.name_en) as name_en,
    max(named.parent) as parent
from named
left join {{ ref('administrative_division_province') }} as province on named.key = province.key
group by named.key
order by named.key
