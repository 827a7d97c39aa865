-- Grain: instance. I01: the unit has one name and one code throughout the document. Names are compared by their stems:
-- see the macros unit_stem and same_unit. What is compared:
--   code/<code>   the names printed with one code
--   name/<name>   the codes printed with one name; a department and its own level share a name, and the code of the one
--                 begins with that of the other
--   filer/<place> a name that can only be the filer's, against the cover
-- A name that is the beginning of a longer one was cut off by the edge of its cell, or read only in part: no answer.
with filing as (
    select
        filing_id,
        disclosure_scope,
        unit_name,
        {{ unit_stem('unit_name') }} as stem
    from {{ ref('int_filing') }}
),

printed as (
    select
        cell.filing_id,
        cell.document_id,
        cell.table_kind,
        cell.unit_name_printed as unit_name,
        cell.unit_code_printed as unit_code,
        {{ unit_stem('cell.unit_name_printed') }} as stem,
        min_by(cell.cell_id, [cell.statement_no, cell.row_no, cell.column_no]) as cell_id
    from {{ ref('fct_reported_cell') }} as cell
    inner join {{ ref('table_ledger') }} as statement
        on cell.document_id = statement.document_id and cell.statement_no = statement.statement_no
    where statement.status = 'understood' and cell.unit_name_printed <> ''
    group by all
),

-- The longest stem says the most: the others have to be the end of it.
by_code as (
    select
        *,
        max_by(stem, (length(stem), stem)) over (partition by filing_id, unit_code) as longest_stem
    from printed
    where unit_code is not null
),

code_verdict as (
    select
        filing_id,
        min(document_id) as document_id,
        'code/' || unit_code as instance,
        bool_and(case
            when {{ same_unit('stem', 'longest_stem') }} then true
            when not starts_with(longest_stem, stem) then false
        end) as is_same,
        bool_or(stem <> longest_stem and starts_with(longest_stem, stem)) as is_cut_off,
        string_agg(distinct unit_name, ' | ' order by unit_name) as lhs_text,
        min(longest_stem) as rhs_text,
        list(cell_id order by cell_id) as cell_ids
    from by_code
    group by filing_id, unit_code
),

name_verdict as (
    select
        filing_id,
        min(document_id) as document_id,
        'name/' || {{ folded_name('unit_name') }} as instance,
        bool_and(starts_with(unit_code, shortest_code)) as is_same,
        false as is_cut_off,
        string_agg(distinct unit_code, ' | ' order by unit_code) as lhs_text,
        min(unit_name) as rhs_text,
        list(cell_id order by cell_id) as cell_ids
    from (
        select
            *,
            min_by(unit_code, (length(unit_code), unit_code)) over (
                partition by filing_id, {{ folded_name('unit_name') }}
            ) as shortest_code
        from by_code
        where stem = longest_stem or not starts_with(longest_stem, stem)
    )
    group by filing_id, {{ folded_name('unit_name') }}
),

-- The uppermost code of a filing, where all others begin with it: the department, or the only unit.
uppermost as (
    select
        filing_id,
        min_by(unit_code, (length(unit_code), unit_code)) as unit_code
    from printed
    where unit_code is not null
    group by filing_id
    having
        bool_and(starts_with(unit_code, (
            select min_by(other.unit_code, (length(other.unit_code), other.unit_code))
            from printed as other
            where other.filing_id = printed.filing_id and other.unit_code is not null
        )))
),

-- Forms say which department is in charge: in a department's own disclosure that is the department.
in_charge as (
    select
        part.filing_id,
        attribute.document_id,
        attribute.table_kind,
        attribute.text as unit_name,
        attribute.table_no,
        {{ unit_stem('attribute.text') }} as stem,
        attribute.cell_id
    from {{ ref('stg_project_attribute') }} as attribute
    inner join {{ ref('int_part_filing') }} as part
        on attribute.document_id = part.document_id and attribute.part_no = part.part_no
    inner join {{ ref('int_filing') }} as filing on part.filing_id = filing.filing_id
    where
        attribute.attribute = 'supervising_department'
        and trim(attribute.text) <> ''
        and filing.disclosure_scope = 'department_budget'
),

of_filer as (
    select
        printed.filing_id,
        printed.document_id,
        printed.stem,
        printed.unit_name,
        printed.cell_id,
        'filer/' || printed.table_kind as instance
    from printed
    inner join uppermost on printed.filing_id = uppermost.filing_id and printed.unit_code = uppermost.unit_code
    union all
    select
        filing_id,
        document_id,
        stem,
        unit_name,
        cell_id,
        'filer/' || table_kind || '/' || table_no as instance
    from in_charge
),

filer_verdict as (
    select
        of_filer.filing_id,
        min(of_filer.document_id) as document_id,
        of_filer.instance,
        bool_and(case
            when {{ same_unit('of_filer.stem', 'filing.stem') }} then true
            when not starts_with(filing.stem, of_filer.stem) then false
        end) as is_same,
        bool_or(of_filer.stem <> filing.stem and starts_with(filing.stem, of_filer.stem)) as is_cut_off,
        string_agg(distinct of_filer.unit_name, ' | ' order by of_filer.unit_name) as lhs_text,
        filing.unit_name as rhs_text,
        list(of_filer.cell_id order by of_filer.cell_id) as cell_ids
    from of_filer
    inner join filing on of_filer.filing_id = filing.filing_id
    group by of_filer.filing_id, of_filer.instance, filing.unit_name
),

verdict as (
    select * from code_verdict
    union all
    select * from name_verdict
    union all
    select * from filer_verdict
)

select
    'I01' as rule_id,
    filing_id,
    document_id,
    null as table_kind,
    instance,
    case when not is_same then 'fail' when not is_cut_off then 'pass' end as status,
    case when is_cut_off then 'name_cut_off' end as reason,
    lhs_text,
    rhs_text,
    cell_ids as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from verdict
union all
select
    'I01' as rule_id,
    filing.filing_id,
    null as document_id,
    null as table_kind,
    'filing' as instance,
    null as status,
    'unit_named_once' as reason,
    filing.unit_name as lhs_text,
    null as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from filing
where filing.filing_id not in (select verdict.filing_id from verdict)
