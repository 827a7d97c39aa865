-- Grain: filing × project. Where a project is printed, and which places the filing has at all. While a place of a kind
-- could not be settled (has_open_...), nothing is said about a project that has none of that kind.
with place as (
    select
        mention.filing_id,
        mention.project_key,
        mention.source,
        min(mention.status) as status
    from {{ ref('int_project_mention') }} as mention
    left join {{ ref('table_ledger') }} as statement
        on mention.document_id = statement.document_id and mention.statement_no = statement.statement_no
    left join {{ ref('int_rule_table') }} as chosen
        on
            mention.filing_id = chosen.filing_id
            and statement.table_kind = chosen.table_kind
            and mention.document_id = chosen.document_id
            and mention.statement_no = chosen.statement_no
    where
        mention.source = 'claim'
        -- The sheet of a fund that the department hands on to others is about no project of its own.
        or (
            mention.source = 'sheet'
            and statement.status = 'understood'
            and not regexp_matches(coalesce(statement.title, ''), '专项资金绩效')
        )
        or (mention.source in ('project_row', 'overall_row') and chosen.filing_id is not null)
    group by all
),

-- Places that were not settled, by source.
open_place as (
    select
        filing_id,
        bool_or(source = 'project_row' and status = 'unresolved') as has_open_row,
        bool_or(source = 'sheet' and status = 'unresolved') as has_open_sheet,
        bool_or(source = 'overall_row' and status = 'unresolved') as has_open_overall,
        bool_or(source = 'project_row') as filing_has_row,
        bool_or(source = 'sheet') as filing_has_sheet,
        bool_or(source = 'overall_row') as filing_has_overall
    from place
    group by filing_id
),

project as (
    select
        filing_id,
        project_key,
        bool_or(source = 'project_row') as has_row,
        bool_or(source = 'sheet') as has_sheet,
        bool_or(source = 'overall_row') as has_overall,
        bool_or(source = 'claim') as has_claim
    from place
    group by filing_id, project_key
),

-- What a sheet or the table of projects prints as category, and what a sheet buys.
printed as (
    select
        attribute.filing_id,
        attribute.project_key,
        bool_or(
            attribute.attribute = 'category'
            and known.category = 'operating_type'
            and attribute.source <> 'overall_row'
        ) as is_operating,
        max(known.category) filter (where attribute.attribute = 'category' and attribute.source = 'overall_row')
            as overall_category,
        bool_and(attribute.text_printed is null or attribute.text_printed in ('无', '/', '-', '—')) filter (
            where attribute.attribute = 'procurement' and attribute.source = 'sheet'
        ) as buys_nothing
    from {{ ref('int_project_attribute') }} as attribute
    left join {{ ref('project_category') }} as known
        on attribute.attribute = 'category' and regexp_matches(attribute.text_printed, known.pattern)
    group by attribute.filing_id, attribute.project_key
)

select
    project.*,
    open_place.has_open_row,
    open_place.has_open_sheet,
    open_place.has_open_overall,
    open_place.filing_has_row,
    open_place.filing_has_sheet,
    open_place.filing_has_overall,
    coalesce(printed.is_operating, false) as is_operating,
    printed.overall_category,
    -- A sheet without a list of what is bought may buy something.
    coalesce(printed.buys_nothing, false) as buys_nothing
from project
inner join open_place on project.filing_id = open_place.filing_id
left join printed on project.filing_id = printed.filing_id and project.project_key = printed.project_key
