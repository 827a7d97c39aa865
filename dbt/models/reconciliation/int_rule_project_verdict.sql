-- Grain: instance. Rules about projects that compare no money: how many there are (X24), what they are called (I02),
-- how their code is made (I03), and whether each has its sheet (M07).
with form_cell as (
    select
        document_id,
        statement_no,
        {{ project_source_id(
            'table_kind', 'statement_no', 'row_no', 'project_code_printed', 'project_name_printed'
        ) }} as source_id,
        min_by(cell_id, (row_no, column_no)) as cell_id
    from {{ ref('stg_reported_cell') }}
    where coalesce(project_code_printed, project_name_printed) is not null
    group by all
),

-- The figure that stands beside the name is the place of the mention.
mention as (
    select
        mention.*,
        cell.cell_id,
        filing.fiscal_year,
        filing.unit_key as filing_unit_key
    from {{ ref('int_project_mention') }} as mention
    inner join {{ ref('dim_filing') }} as filing on mention.filing_id = filing.filing_id
    left join form_cell as cell
        on
            mention.document_id = cell.document_id
            and mention.statement_no = cell.statement_no
            and mention.source_id = cell.source_id
),

name_cell as (
    select
        document_id,
        source,
        source_id,
        min(cell_id) filter (where attribute = 'project_name') as name_cell_id,
        min(cell_id) filter (where attribute = 'project_code') as code_cell_id
    from {{ ref('int_project_attribute') }}
    group by all
),

placed as (
    select
        mention.*,
        coalesce(name_cell.name_cell_id, mention.cell_id) as place_id,
        coalesce(name_cell.code_cell_id, mention.cell_id) as code_place_id,
        {{ folded_name('mention.project_name_printed') }} as folded_name,
        upper({{ folded_name('mention.project_code_printed') }}) as folded_code,
        case mention.source
            when 'sheet' then 1 when 'project_row' then 2 when 'overall_row' then 3 else 4
        end as name_rank
    from mention
    left join name_cell
        on
            mention.document_id = name_cell.document_id
            and mention.source = name_cell.source
            and mention.source_id = name_cell.source_id
),

project as (
    select * from {{ ref('int_rule_project') }}
),

-- A project may have several rows or sheets of one name: the numbers agree where those printed agree, or the projects.
-- -- X24 -------------------------------------------------------------------------------------------------------------
counted as (
    select
        project.filing_id,
        count(*) filter (where project.has_row) as rows_of_table,
        count(*) filter (where project.has_overall) as rows_of_form,
        count(*) filter (where project.has_sheet) as sheets,
        count(*) filter (where project.has_row and project.has_overall) as rows_of_both,
        bool_or(project.filing_has_row) as filing_has_row,
        bool_or(project.filing_has_overall) as filing_has_overall,
        bool_or(project.filing_has_sheet) as filing_has_sheet
    from project
    group by project.filing_id
),

count_place as (
    select
        filing_id,
        source,
        min(document_id) as document_id,
        count(*) as printed,
        list(distinct place_id order by place_id) filter (where place_id is not null) as place_ids
    from placed
    where source <> 'claim'
    group by filing_id, source
),

-- The first count is of all projects; what follows counts some of them (those to be evaluated).
count_claim as (
    select
        claim.claim_id,
        part.filing_id,
        claim.document_id,
        claim.value,
        claim.claim_no,
        claim.sentence
    from {{ ref('stg_narrative_claim') }} as claim
    inner join {{ ref('int_part_filing') }} as part
        on claim.document_id = part.document_id and claim.part_no = part.part_no
    where claim.topic = 'performance_projects' and claim.claim_kind in ('count', 'quantity')
    qualify row_number() over (partition by part.filing_id order by claim.claim_no, claim.document_id) = 1
),

-- The threshold below which a project needs no sheet is not printed. Where the projects without a sheet are all smaller
-- than those with one, there may be one. A publisher with sheets of fewer than half of the projects publishes a
-- selection of them, whatever they cost.
without_sheet as (
    select
        placed.filing_id,
        placed.project_key,
        max(placed.amount_cny) as amount_cny
    from placed
    inner join project on placed.filing_id = project.filing_id and placed.project_key = project.project_key
    where placed.source = 'project_row' and not project.has_sheet
    group by all
),

smallest_with_sheet as (
    select
        placed.filing_id,
        min(placed.amount_cny) as amount_cny
    from placed
    inner join counted on placed.filing_id = counted.filing_id
    where placed.source = 'sheet' and counted.sheets * 2 >= counted.rows_of_table
    group by placed.filing_id
),

threshold as (
    select
        without_sheet.filing_id,
        coalesce(bool_and(without_sheet.amount_cny < smallest_with_sheet.amount_cny), true)
        or min(counted.sheets) * 2 < min(counted.rows_of_table) as is_possible
    from without_sheet
    inner join counted on without_sheet.filing_id = counted.filing_id
    left join smallest_with_sheet on without_sheet.filing_id = smallest_with_sheet.filing_id
    group by without_sheet.filing_id
),

set_aside as (
    select distinct
        filing_id,
        table_kind
    from {{ ref('table_ledger') }}
    where status = 'set_aside' and table_kind in ('performance_project', 'performance_overall', 'project_expenditure')
),

x24_pair as (
    select -- noqa: AM07
        counted.filing_id,
        'overall_row' as instance,
        stated.document_id,
        case when stated.printed = held.printed then stated.printed else counted.rows_of_form end as lhs_count,
        case when stated.printed = held.printed then held.printed else counted.rows_of_table end as rhs_count,
        stated.place_ids as lhs_cell_ids,
        held.place_ids as rhs_cell_ids,
        null as claim_id,
        -- A form of which fewer than half are projects of the table lists the tasks of the year.
        case when counted.rows_of_both * 2 < counted.rows_of_form then 'projects_of_another_level' end as reason
    from counted
    inner join count_place as stated on counted.filing_id = stated.filing_id and stated.source = 'overall_row'
    inner join count_place as held on counted.filing_id = held.filing_id and held.source = 'project_row'
    where counted.filing_has_row and counted.filing_has_overall
    union all
    select
        counted.filing_id,
        'sheet' as instance,
        stated.document_id,
        case when stated.printed = held.printed then stated.printed else counted.sheets end as lhs_count,
        case when stated.printed = held.printed then held.printed else counted.rows_of_table end as rhs_count,
        stated.place_ids as lhs_cell_ids,
        held.place_ids as rhs_cell_ids,
        null as claim_id,
        case
            when set_aside.filing_id is not null then 'table_set_aside'
            when counted.sheets < counted.rows_of_table and threshold.is_possible then 'threshold_unknown'
            -- Sheets of fewer than half of the projects are a selection (Guangzhou, Xi'an), whatever it goes by.
            when counted.sheets * 2 < counted.rows_of_table then 'threshold_unknown'
        end as reason
    from counted
    inner join count_place as stated on counted.filing_id = stated.filing_id and stated.source = 'sheet'
    inner join count_place as held on counted.filing_id = held.filing_id and held.source = 'project_row'
    left join threshold on counted.filing_id = threshold.filing_id
    left join set_aside
        on counted.filing_id = set_aside.filing_id and set_aside.table_kind = 'performance_project'
    where counted.filing_has_row and counted.filing_has_sheet
    union all
    -- The text counts the projects that have targets: the sheets, else the table.
    select
        counted.filing_id,
        'claim' as instance,
        claim.document_id,
        cast(claim.value as bigint) as lhs_count,
        case
            when held.printed = claim.value then held.printed
            when counted.filing_has_sheet then counted.sheets
            else counted.rows_of_table
        end as rhs_count,
        cast([] as varchar[]) as lhs_cell_ids,
        held.place_ids as rhs_cell_ids,
        claim.claim_id,
        case
            when claim.value is null then 'operand_not_read'
            -- Projects of the first level are bundles of those that have a row and a sheet.
            when regexp_matches(claim.sentence, '一级(预算)?项目') then 'projects_of_another_level'
            when set_aside.filing_id is not null then 'table_set_aside'
        end as reason
    from count_claim as claim
    inner join counted on claim.filing_id = counted.filing_id
    inner join count_place as held
        on
            claim.filing_id = held.filing_id
            and held.source = case when counted.filing_has_sheet then 'sheet' else 'project_row' end
    left join set_aside
        on counted.filing_id = set_aside.filing_id and set_aside.table_kind = 'performance_project'
),

x24 as (
    select
        'X24' as rule_id,
        filing_id,
        document_id,
        null as table_kind,
        instance,
        case when reason is null then case when lhs_count = rhs_count then 'pass' else 'fail' end end as status,
        reason,
        'EXACT' as tolerance_class,
        '个' as value_unit,
        lhs_count as lhs_value,
        lhs_count as lhs_low,
        lhs_count as lhs_high,
        rhs_count as rhs_value,
        rhs_count as rhs_low,
        rhs_count as rhs_high,
        lhs_count - rhs_count as difference,
        0 as tolerance,
        lhs_count || ' 个' as lhs_text,
        rhs_count || ' 个' as rhs_text,
        lhs_cell_ids,
        rhs_cell_ids,
        case when claim_id is not null then [claim_id] else [] end as lhs_claim_ids,
        null as diagnosis
    from x24_pair
),

-- -- I02 -------------------------------------------------------------------------------------------------------------
-- The name in force is the one beside the printed code, on the project's own sheet, else that of the table of projects.
official as (
    select
        filing_id,
        project_key,
        min_by(source, (folded_code is null, name_rank, source_id)) as source,
        min_by(folded_name, (folded_code is null, name_rank, source_id)) as folded_name,
        min_by(project_name_printed, (folded_code is null, name_rank, source_id)) as name_printed,
        min_by(coalesce(place_id, claim_id), (folded_code is null, name_rank, source_id)) as place_id
    from placed
    where folded_name is not null
    group by filing_id, project_key
),

named as (
    select
        placed.filing_id,
        placed.project_key,
        placed.source,
        placed.folded_name,
        min(placed.document_id) as document_id,
        min(placed.project_name_printed) as name_printed,
        min(placed.status) as status,
        list(distinct placed.place_id order by placed.place_id) filter (where placed.place_id is not null) as place_ids,
        list(distinct placed.claim_id order by placed.claim_id) filter (where placed.claim_id is not null) as claim_ids
    from placed
    where placed.folded_name is not null
    group by placed.filing_id, placed.project_key, placed.source, placed.folded_name
),

i02 as (
    select
        'I02' as rule_id,
        named.filing_id,
        named.document_id,
        null as table_kind,
        named.project_key || '/' || named.source || case
            when count(*) over (partition by named.filing_id, named.project_key, named.source) > 1
                then '/' || named.folded_name
            else ''
        end as instance,
        case
            when named.status = 'unresolved' then null
            when named.folded_name = official.folded_name then 'pass'
            else 'fail'
        end as status,
        case when named.status = 'unresolved' then 'project_unresolved' end as reason,
        named.name_printed as lhs_text,
        official.name_printed as rhs_text,
        coalesce(named.place_ids, []) as lhs_cell_ids,
        case
            when official.source = 'claim' or official.place_id is null then []
            when named.folded_name = official.folded_name then []
            else [official.place_id]
        end as rhs_cell_ids,
        coalesce(named.claim_ids, []) as lhs_claim_ids,
        case
            when not {{ holds_in_order('named.folded_name', 'official.folded_name') }} then 'renamed'
            when length(named.folded_name) = length(official.folded_name) - 1 then 'omitted_character'
            when length(named.folded_name) < length(official.folded_name) then 'omitted_word'
            else 'added_word'
        end as diagnosis
    from named
    inner join official on named.filing_id = official.filing_id and named.project_key = official.project_key
    where named.status <> 'sole' and (named.source <> official.source or named.folded_name <> official.folded_name)
),

-- -- I03 -------------------------------------------------------------------------------------------------------------
-- The layout of a code is known where it is one of seeds/rules/rule_project_code; a code of no known layout is wrong
-- only beside others of the same filing that have one.
code as (
    select
        filing_id,
        folded_code,
        max(fiscal_year) as fiscal_year,
        min(document_id) as document_id,
        min(project_code_printed) as code_printed,
        list(distinct code_place_id order by code_place_id) filter (where code_place_id is not null) as place_ids
    from placed
    where folded_code is not null
    group by filing_id, folded_code
),

code_parsed as (
    select
        code.*,
        layout.layout,
        nullif(regexp_extract(code.folded_code, layout.pattern, 1), '') as division,
        nullif(regexp_extract(code.folded_code, layout.pattern, 2), '') as year_of_code,
        nullif(regexp_extract(code.folded_code, layout.pattern, 3), '') as department,
        count(layout.layout) over (partition by code.filing_id) as codes_of_known_layout
    from code
    left join {{ ref('rule_project_code') }} as layout on regexp_matches(code.folded_code, layout.pattern)
    qualify row_number() over (
        partition by code.filing_id, code.folded_code order by department is null, layout.layout
    ) = 1
),

unit_code as (
    select
        filing_id,
        list(distinct unit_code_printed) as unit_codes
    from {{ ref('int_rule_cell') }}
    where unit_code_printed is not null
    group by filing_id
),

code_checked as (
    select
        code_parsed.*,
        division.administrative_division_code as division_of_filing,
        unit_code.unit_codes,
        list_filter([
            case when code_parsed.layout is null then '格式 layout' end,
            case
                when
                    division.administrative_division_code is not null
                    and code_parsed.division <> division.administrative_division_code
                    then '区划 division ' || division.administrative_division_code
            end,
            -- A project may go on from an earlier year; it has none from a later one.
            case
                when cast(code_parsed.year_of_code as integer) > code_parsed.fiscal_year % 100
                    then '年度 year ' || code_parsed.fiscal_year
            end,
            case
                when
                    code_parsed.department is not null
                    and len(unit_code.unit_codes) > 0
                    and not list_bool_or(list_transform(
                        unit_code.unit_codes, lambda unit: starts_with(unit, code_parsed.department) -- noqa: RF02
                    ))
                    then '部门 department ' || array_to_string(list_sort(unit_code.unit_codes), ', ')
            end
        ], lambda fault: fault is not null) as faults -- noqa: RF02
    from code_parsed
    inner join {{ ref('dim_filing') }} as filing on code_parsed.filing_id = filing.filing_id
    left join {{ ref('dim_unit') }} as division on filing.unit_key = division.unit_key
    left join unit_code on code_parsed.filing_id = unit_code.filing_id
),

i03 as (
    select
        'I03' as rule_id,
        filing_id,
        document_id,
        null as table_kind,
        folded_code as instance,
        case
            when layout is null and codes_of_known_layout = 0 then null
            when len(faults) = 0 then 'pass'
            else 'fail'
        end as status,
        case when layout is null and codes_of_known_layout = 0 then 'code_layout_unknown' end as reason,
        code_printed as lhs_text,
        case
            when len(faults) > 0 then array_to_string(faults, '; ')
            else concat_ws(' + ', division, year_of_code, department)
        end as rhs_text,
        coalesce(place_ids, []) as lhs_cell_ids,
        cast([] as varchar[]) as rhs_cell_ids,
        cast([] as varchar[]) as lhs_claim_ids,
        null as diagnosis
    from code_checked
),

-- -- M07 -------------------------------------------------------------------------------------------------------------
m07 as (
    select
        'M07' as rule_id,
        project.filing_id,
        min(placed.document_id) as document_id,
        null as table_kind,
        project.project_key as instance,
        case
            when project.has_sheet then 'pass'
            when set_aside.filing_id is not null then null
            when project.has_open_sheet then null
            when max(placed.amount_cny) >= smallest_with_sheet.amount_cny and not coalesce(threshold.is_possible, false)
                then 'fail'
        end as status,
        case
            when project.has_sheet then null
            when set_aside.filing_id is not null then 'table_set_aside'
            when project.has_open_sheet then 'project_unresolved'
            when max(placed.amount_cny) >= smallest_with_sheet.amount_cny and not coalesce(threshold.is_possible, false)
                then null
            else 'threshold_unknown'
        end as reason,
        min(placed.project_name_printed) as lhs_text,
        case
            when project.has_sheet then '有绩效目标表 sheet'
            else '无绩效目标表 no sheet'
        end as rhs_text,
        list(distinct placed.place_id order by placed.place_id) filter (where placed.place_id is not null)
            as lhs_cell_ids,
        cast([] as varchar[]) as rhs_cell_ids,
        cast([] as varchar[]) as lhs_claim_ids,
        null as diagnosis
    from project
    inner join placed
        on
            project.filing_id = placed.filing_id
            and project.project_key = placed.project_key
            and placed.source = 'project_row'
    left join threshold on project.filing_id = threshold.filing_id
    left join smallest_with_sheet on project.filing_id = smallest_with_sheet.filing_id
    left join set_aside
        on project.filing_id = set_aside.filing_id and set_aside.table_kind = 'performance_project'
    where project.has_row and project.filing_has_sheet
    group by
        project.filing_id, project.project_key, project.has_sheet, project.has_open_sheet, set_aside.filing_id,
        smallest_with_sheet.amount_cny, threshold.is_possible
)

select * from x24 -- noqa: AM07
union all by name
select * from i02
union all by name
select * from i03
union all by name
select * from m07
