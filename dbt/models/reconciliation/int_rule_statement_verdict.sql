-- Grain: instance. Rules about a table as a whole: its unit of money, its rows over all pages, its place in the ledger.
with statement as (
    select
        *,
        table_kind || '@' || left(document_id, 8) || ':' || statement_no as statement_key
    from {{ ref('table_ledger') }}
    where status = 'understood' and filing_id is not null
),

row_found as (
    select
        document_id,
        statement_no,
        row_no,
        min(page_no) as page_no,
        min(subject_code) as subject_code
    from (
        select
            document_id,
            statement_no,
            row_no,
            page_no,
            subject_code
        from {{ ref('fct_reported_cell') }}
        union all
        select
            document_id,
            statement_no,
            row_no,
            page_no,
            null as subject_code
        from {{ ref('reported_text') }}
    )
    group by all
),

-- Codes that run on within each of two pages, and step back only where the pages meet, tell of pages joined wrongly.
stepped as (
    select
        *,
        subject_code < lag(subject_code) over rows_of_statement as steps_back,
        page_no <> lag(page_no) over rows_of_statement as starts_page
    from row_found
    where subject_code is not null
    window rows_of_statement as (partition by document_id, statement_no order by row_no)
),

continuation as (
    select
        row_found.document_id,
        row_found.statement_no,
        count(distinct row_found.row_no) as rows_found,
        max(row_found.row_no) as last_row,
        coalesce(
            bool_or(stepped.steps_back and stepped.starts_page)
            and not bool_or(stepped.steps_back and not stepped.starts_page),
            false
        ) as breaks_at_page
    from row_found
    left join stepped
        on
            row_found.document_id = stepped.document_id
            and row_found.statement_no = stepped.statement_no
            and row_found.row_no = stepped.row_no
    group by all
)

select
    'M04' as rule_id,
    filing_id,
    document_id,
    table_kind,
    statement_key as instance,
    case when unit_declared is null then 'fail' else 'pass' end as status,
    null as reason,
    coalesce(unit_declared, '未标明 not declared') as lhs_text,
    '元, 万元, 亿元' as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from statement
where
    table_kind <> 'other'
    -- A form that prints no money needs no unit of money.
    and (
        unit_declared is not null
        or table_kind not in ('performance_overall', 'performance_project')
        or exists (
            select 1
            from {{ ref('fct_reported_cell') }} as cell
            where
                cell.document_id = statement.document_id
                and cell.statement_no = statement.statement_no
                and cell.value_unit is null
                and cell.raw_state in ('number', 'zero')
        )
    )
union all
select
    'M10' as rule_id,
    statement.filing_id,
    statement.document_id,
    statement.table_kind,
    statement.statement_key as instance,
    case
        when
            coalesce(continuation.rows_found, 0) = statement.row_count
            and coalesce(continuation.last_row, 0) = statement.row_count
            and not coalesce(continuation.breaks_at_page, false)
            then 'pass'
        else 'fail'
    end as status,
    null as reason,
    concat('found ', coalesce(continuation.rows_found, 0), ', last ', coalesce(continuation.last_row, 0)) as lhs_text,
    concat('rows ', statement.row_count) as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from statement
left join continuation
    on statement.document_id = continuation.document_id and statement.statement_no = continuation.statement_no
union all
-- What the rules were told about a table against what the ledger holds.
select
    'I07' as rule_id,
    statement.filing_id,
    statement.document_id,
    statement.table_kind,
    statement.statement_key as instance,
    case when found.understood_tables > 0 then 'pass' else 'fail' end as status,
    null as reason,
    statement.title as lhs_text,
    coalesce(found.reason, 'present') as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from statement
left join {{ ref('int_rule_table') }} as found
    on statement.filing_id = found.filing_id and statement.table_kind = found.table_kind
where statement.table_kind <> 'other'
