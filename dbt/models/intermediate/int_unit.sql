-- Grain: unit × filing. Units that file, units that a table of a filing has rows about, and departments that a cover
-- names above the unit. The department of a unit that files is the one that its cover names, else the one whose
-- statements stand before its own in the document.
with department_before as (
    select
        unit.filing_id,
        arg_max(department.unit_key, before.first_part_no) as department_key
    from {{ ref('int_filing') }} as unit
    inner join {{ ref('int_filing_document') }} as own on unit.filing_id = own.filing_id
    inner join {{ ref('int_filing_document') }} as before
        on own.document_id = before.document_id and own.first_part_no > before.first_part_no
    inner join {{ ref('int_filing') }} as department
        on before.filing_id = department.filing_id and unit.fiscal_year = department.fiscal_year
    where unit.disclosure_scope = 'unit_budget' and department.disclosure_scope = 'department_budget'
    group by unit.filing_id
)

select
    filing.unit_key,
    filing.unit_name,
    filing.unit_code_printed,
    filing.administrative_division_code,
    filing.fiscal_year,
    filing.filing_id,
    filing.disclosure_scope = 'department_budget' as is_department,
    true as is_filer,
    case
        when filing.disclosure_scope = 'department_budget' then filing.unit_key
        else coalesce(filing.printed_department_key, department_before.department_key)
    end as department_key
from {{ ref('int_filing') }} as filing
left join department_before on filing.filing_id = department_before.filing_id
union all
select
    filing.printed_department_key as unit_key,
    filing.printed_department_name as unit_name,
    null as unit_code_printed,
    filing.administrative_division_code,
    filing.fiscal_year,
    filing.filing_id,
    true as is_department,
    false as is_filer,
    filing.printed_department_key as department_key
from {{ ref('int_filing') }} as filing
where filing.printed_department_key <> filing.unit_key
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
