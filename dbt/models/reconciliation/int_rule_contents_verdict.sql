-- Grain: instance. The contents page against the body. M01: every table that it lists is there, or the nine core kinds
-- where it lists none. M05: every line of it has its table or section, and every table has its line. A table that we
-- did not recognise may be the one that is looked for: then there is no answer, and nothing is called missing (rule
-- I07). Forms that belong to a listed section (performance targets) need no line of their own, so that only tables of
-- the core kinds are looked for among the lines.
with core (table_kind) as (
    values
    ('revenue_expenditure_summary'),
    ('revenue'),
    ('expenditure'),
    ('fiscal_appropriation'),
    ('general_public_by_function'),
    ('basic_by_economic'),
    ('three_public'),
    ('government_fund'),
    ('state_capital')
),

entry as (
    select
        part.filing_id,
        entry.*,
        'contents@' || left(entry.document_id, 8) || ':' || entry.entry_no as entry_key,
        {{ bare_heading('entry.heading') }} as folded_heading,
        -- A line above deeper lines is the heading of their group.
        coalesce(
            entry.level < lead(entry.level) over (
                partition by entry.document_id, entry.part_no order by entry.entry_no
            ),
            false
        ) as is_group
    from {{ ref('stg_contents_entry') }} as entry
    inner join {{ ref('int_part_filing') }} as part
        on entry.document_id = part.document_id and entry.part_no = part.part_no
),

-- What there is in a filing besides recognised tables.
filing as (
    select
        filing.filing_id,
        coalesce(bool_or(ledger.table_kind = 'other'), false) as has_unrecognised_table,
        coalesce(bool_and(bridge.role = 'explanation'), false) as is_explanation_only
    from {{ ref('dim_filing') }} as filing
    inner join {{ ref('bridge_filing_document') }} as bridge on filing.filing_id = bridge.filing_id
    left join {{ ref('table_ledger') }} as ledger on filing.filing_id = ledger.filing_id
    group by filing.filing_id
),

listed as (
    select
        filing_id,
        table_kind,
        min(document_id) as document_id,
        min_by(entry_key, entry_no) as instance,
        min_by(heading, entry_no) as heading
    from entry
    where table_kind is not null and table_kind <> 'other'
    group by all
),

expected as (
    select * from listed
    union all
    select
        filing.filing_id,
        core.table_kind,
        null as document_id,
        core.table_kind as instance,
        null as heading
    from filing
    cross join core
    where filing.filing_id not in (select listed.filing_id from listed)
),

-- The funds of which a filing prints money.
fund as (
    select distinct
        filing_id,
        fund_source as table_kind
    from {{ ref('fct_reported_cell') }}
    where amount_cny <> 0
),

-- Is there a table of this kind in the filing? Without a contents page, some places print no table of a fund that has
-- no money (Chongqing): their set is complete without it.
presence as (
    select
        expected.*,
        coalesce(found.understood_tables, 0) > 0 as is_there,
        case
            when coalesce(found.understood_tables, 0) > 0 then null
            when found.reason = 'table_set_aside' then 'table_set_aside'
            when filing.is_explanation_only then 'statements_not_in_filing'
            when filing.has_unrecognised_table then 'unrecognised_table'
            when
                expected.heading is null
                and expected.table_kind in ('government_fund', 'state_capital')
                and fund.table_kind is null
                then 'table_not_in_layout'
        end as reason
    from expected
    inner join filing on expected.filing_id = filing.filing_id
    left join {{ ref('int_rule_table') }} as found
        on expected.filing_id = found.filing_id and expected.table_kind = found.table_kind
    left join fund on expected.filing_id = fund.filing_id and expected.table_kind = fund.table_kind
),

section as (
    select
        part.filing_id,
        section.section_kind,
        {{ bare_heading('section.heading') }} as folded_heading,
        regexp_replace(section.text, '[^\p{Han}A-Za-z0-9]', '', 'g') as folded_text
    from {{ ref('stg_document_section') }} as section
    inner join {{ ref('int_part_filing') }} as part
        on section.document_id = part.document_id and section.part_no = part.part_no
    where section.section_kind not in ('cover', 'contents')
),

-- A line that names no kind of table is looked for among the headings, the titles of tables, and in the text: a heading
-- that was not recognised as one still stands there.
section_entry as (
    select
        entry.filing_id,
        entry.document_id,
        entry.entry_key,
        entry.heading,
        exists (
            select 1
            from section
            where
                section.filing_id = entry.filing_id
                and (
                    {{ same_heading('section.folded_heading', 'entry.folded_heading') }}
                    or (length(entry.folded_heading) > 3 and contains(section.folded_text, entry.folded_heading))
                )
        )
        or exists (
            select 1
            from {{ ref('table_ledger') }} as ledger
            where
                ledger.filing_id = entry.filing_id
                and {{ same_heading(folded_heading('ledger.title'), 'entry.folded_heading') }}
        ) as is_there,
        entry.filing_id in (select section.filing_id from section) as has_sections
    from entry
    where
        (entry.table_kind is null or entry.table_kind = 'other')
        and not entry.is_group
        and regexp_matches(entry.folded_heading, '\p{Han}')
),

-- The tables of one printed number (5-1 and 5-2) share one line.
statement as (
    select
        *,
        table_kind || '@' || left(document_id, 8) || ':' || statement_no as statement_key,
        filing_id || '/' || regexp_replace(table_no, '-.*$', '') as number_key
    from {{ ref('table_ledger') }}
    where
        status = 'understood'
        and table_kind <> 'other'
        and filing_id in (select listed.filing_id from listed)
),

listed_number as (
    select distinct statement.number_key
    from statement
    inner join listed on statement.filing_id = listed.filing_id and statement.table_kind = listed.table_kind
),

verdict as (
    select
        'M01' as rule_id,
        filing_id,
        document_id,
        table_kind,
        instance,
        case when is_there then 'pass' when reason is null then 'fail' end as status,
        reason,
        coalesce(heading, table_kind) as lhs_text,
        case when is_there then '有 present' when reason is null then '缺 missing' end as rhs_text
    from presence
    union all
    select
        'M05' as rule_id,
        filing_id,
        document_id,
        table_kind,
        instance,
        case when is_there then 'pass' when reason is null then 'fail' end as status,
        reason,
        heading as lhs_text,
        case when is_there then '有 present' when reason is null then '正文无此表 not in the body' end as rhs_text
    from presence
    where heading is not null
    union all
    select
        'M05' as rule_id,
        filing_id,
        document_id,
        null as table_kind,
        entry_key as instance,
        case when is_there then 'pass' when has_sections then 'fail' end as status,
        case when not is_there and not has_sections then 'sections_not_read' end as reason,
        heading as lhs_text,
        case when is_there then '有 present' when has_sections then '正文无此部分 not in the body' end as rhs_text
    from section_entry
    union all
    select
        'M05' as rule_id,
        statement.filing_id,
        statement.document_id,
        statement.table_kind,
        statement.statement_key as instance,
        case
            when listed.table_kind is not null or listed_number.number_key is not null then 'pass'
            else 'fail'
        end as status,
        null as reason,
        statement.title as lhs_text,
        case
            when listed.table_kind is null and listed_number.number_key is null then '目录未列 not in the contents'
            else coalesce(listed.heading, statement.table_no)
        end as rhs_text
    from statement
    left join listed on statement.filing_id = listed.filing_id and statement.table_kind = listed.table_kind
    left join listed_number on statement.number_key = listed_number.number_key
    where statement.table_kind in (select core.table_kind from core)
),

-- A filing without a contents page has nothing that M05 could compare.
without_contents as (
    select
        'M05' as rule_id,
        filing.filing_id,
        null as document_id,
        null as table_kind,
        'filing' as instance,
        null as status,
        'no_contents_page' as reason,
        null as lhs_text,
        null as rhs_text
    from filing
    where filing.filing_id not in (select entry.filing_id from entry)
)

select
    *,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from verdict
union all
select
    *,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from without_contents
