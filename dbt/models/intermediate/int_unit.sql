-- Grain: unit × filing. Units that file, and units that a table of a filing has rows about.
select
    unit_key,
    unit_name,
    unit_code_printed,
    administrative_division_code,
    fiscal_year,
    filing_id,
    disclosure_scope = 'department_budget' as is_department,
    true as is_filer,
    case when disclosure_scope = 'department_budget' then unit_key end as department_key
from {{ ref('int_filing') }}
union all
select
    cell.unit_key,
    min(cell.unit_name_printed) as unit_name,
    min(cell.unit_code_printed) as unit_code_printed,
    filing.administrative_division_code,
    filing.fiscal_year,
    filing.filing_id,
    false as is_department,
    false as is_filer,
    case when filing.disclosure_scope = 'department_budget' then filing.unit_key end as department_key
from {{ ref('int_reported_cell') }} as cell
inner join {{ ref('int_filing') }} as filing on cell.filing_id = filing.filing_id
where cell.unit_key is not null and cell.row_role in ('detail', 'subtotal')
group by
    cell.unit_key,
    filing.administrative_division_code,
    filing.fiscal_year,
    filing.filing_id,
    filing.disclosure_scope,
    filing.unit_key
