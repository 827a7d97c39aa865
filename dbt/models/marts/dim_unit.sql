-- The newest filing names the unit; a filing of its own is a better witness than a row in a department's table.
with described as (
    select
        *,
        row_number() over (
            partition by unit_key
            order by is_filer desc, fiscal_year desc, filing_id asc
        ) as description_rank
    from {{ ref('int_unit') }}
),

seen as (
    select
        unit_key,
        bool_or(is_department) as is_department,
        arg_min(department_key, (is_filer, -fiscal_year, filing_id)) filter (where department_key <> unit_key)
            as superior_key,
        min(unit_code_printed) as unit_code_printed,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from {{ ref('int_unit') }}
    group by unit_key
)

select
    described.unit_key,
    described.unit_name,
    coalesce(described.unit_code_printed, seen.unit_code_printed) as unit_code_printed,
    case when seen.is_department then seen.unit_key else seen.superior_key end as department_key,
    case when seen.is_department then 'department' else 'unit' end as unit_level,
    cast(null as varchar) as org_nature,
    described.administrative_division_code,
    make_date(cast(seen.first_year as integer), 1, 1) as valid_from,
    make_date(cast(seen.last_year as integer), 12, 31) as valid_to
from described
inner join seen on described.unit_key = seen.unit_key
where described.description_rank = 1
order by described.unit_key
