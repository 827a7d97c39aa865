-- Projects of the tables; the newest filing names them. Category, attribute and years come with the performance forms.
with named as (
    select
        cell.project_key,
        cell.project_code_printed,
        cell.project_name_printed,
        cell.fiscal_year,
        coalesce(cell.unit_key, cell.filing_unit_key) as unit_key,
        cell.cell_id
    from {{ ref('int_reported_cell') }} as cell
    where cell.project_key is not null and cell.project_name_printed is not null
)

select
    project_key,
    max(project_code_printed) as project_code_printed,
    arg_max(project_name_printed, (fiscal_year, project_name_printed)) as project_name,
    list_sort(list(distinct project_name_printed)) as name_variants,
    cast(null as varchar) as category,
    cast(null as varchar) as attribute,
    arg_max(unit_key, (fiscal_year, unit_key)) as unit_key,
    cast(null as integer) as start_year,
    cast(null as integer) as end_year
from named
group by project_key
order by project_key
