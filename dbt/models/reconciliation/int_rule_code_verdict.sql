-- Grain: instance. Rules about the codes of a table: every code has its parents printed, and none is printed twice.
with code_row as (
    select
        filing_id,
        document_id,
        table_kind,
        statement_key,
        coalesce(unit_key, '') as unit_key,
        row_no,
        subject_code,
        row_name,
        classification,
        min_by(cell_id, column_no) as cell_id
    from {{ ref('int_rule_cell') }}
    where
        row_role in ('detail', 'subtotal')
        and unit_code_printed is null
        and not heads_subjects
        -- Where income stands beside expenditure a row holds several lists, and none of them prints codes.
        and statement_key not in (
            select sided.statement_key
            from {{ ref('int_rule_cell') }} as sided
            group by sided.statement_key
            having count(distinct sided.side) > 1
        )
        and table_kind in (
            select coded.table_kind from {{ ref('rule_table') }} as coded
            where coded.rule_id = 'H06'
        )
    group by all
),

-- Lengths of codes that a table of this kind prints at all: one that lists items only, none of them the parent of
-- another, has no parents to look for.
statement_code as (
    select
        statement_key,
        unit_key,
        list(distinct subject_code) as codes,
        list(distinct length(subject_code)) as lengths,
        bool_or(subject_code is null and row_name <> '') as has_unresolved
    from code_row
    group by all
),

parent_code as (
    select
        code_row.*,
        list_filter(
            [
                case
                    when length(code_row.subject_code) > 3 and list_contains(statement_code.lengths, 3)
                        then left(code_row.subject_code, 3)
                end,
                case
                    -- Economic codes of seven digits are a place's own parts of a group, printed in its stead.
                    when
                        length(code_row.subject_code) > 5
                        and list_contains(statement_code.lengths, 5)
                        and code_row.classification is distinct from 'economic'
                        then left(code_row.subject_code, 5)
                end
            ],
            code -> code is not null and not list_contains(statement_code.codes, code)
        ) as missing,
        len(list_filter(
            statement_code.codes,
            upper -> len(list_filter(statement_code.codes, lower -> starts_with(lower, upper))) > 1
        )) > 0 as has_levels,
        statement_code.has_unresolved
    from code_row
    inner join statement_code
        on code_row.statement_key = statement_code.statement_key and code_row.unit_key = statement_code.unit_key
),

closure as (
    select
        *,
        case
            -- A row without a code may be the parent that is looked for.
            when subject_code is null or (has_unresolved and len(missing) > 0) then 'code_unresolved'
            when not has_levels then 'codes_not_in_layout'
        end as reason
    from parent_code
    where row_name <> '' or subject_code is not null
),

code_printed as (
    select
        filing_id,
        document_id,
        table_kind,
        statement_key,
        unit_key,
        subject_code,
        count(*) as times,
        list(cell_id order by row_no) as cell_ids
    from code_row
    where subject_code is not null
    group by all
),

-- Where several codes repeat, or one more than twice, the layout lists them under something else (a project, another
-- classification), and a code is not the key of a row.
repeated as (
    select
        *,
        count(*) filter (where times > 1) over rows_of_unit > 1 or max(times) over rows_of_unit > 2 as is_layout
    from code_printed
    window rows_of_unit as (partition by statement_key, unit_key)
)

select
    'H06' as rule_id,
    filing_id,
    document_id,
    table_kind,
    statement_key || '/r' || row_no as instance,
    case when reason is null then case when len(missing) = 0 then 'pass' else 'fail' end end as status,
    reason,
    coalesce(subject_code, row_name) as lhs_text,
    case when len(missing) > 0 then '缺 missing ' || array_to_string(missing, ', ') end as rhs_text,
    [cell_id] as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from closure
union all
select
    'H07' as rule_id,
    filing_id,
    document_id,
    table_kind,
    statement_key || '/' || concat_ws('/', nullif(unit_key, ''), subject_code) as instance,
    case when times = 1 then 'pass' when not is_layout then 'fail' end as status,
    case when times > 1 and is_layout then 'code_is_no_row_key' end as reason,
    subject_code as lhs_text,
    '出现 printed ' || times || '×' as rhs_text,
    cell_ids[1:1] as lhs_cell_ids,
    cell_ids[2:] as rhs_cell_ids
from repeated
