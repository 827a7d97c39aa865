-- Projects, as printed in the tables, the forms and the text; the newest filing decides. The name that stands beside a
-- printed code is the project's own. Of categories one that belongs to the categories of projects is preferred to what
-- else is printed in that field, and a project's own sheet to the form of the whole unit.
with named as (
    select
        mention.*,
        filing.fiscal_year,
        coalesce(mention.unit_key, filing.unit_key) as known_unit_key
    from {{ ref('int_project_mention') }} as mention
    inner join {{ ref('int_filing') }} as filing on mention.filing_id = filing.filing_id
),

attribute as (
    select
        printed.project_key,
        printed.attribute,
        printed.fiscal_year,
        printed.source,
        printed.text_printed,
        max(known.category) as known_category
    from {{ ref('int_project_attribute') }} as printed
    left join {{ ref('project_category') }} as known
        on printed.attribute = 'category' and regexp_matches(printed.text_printed, known.pattern)
    where printed.text_printed is not null
    group by all
),

described as (
    select
        project_key,
        arg_max(
            text_printed, (fiscal_year, known_category is not null, source = 'sheet', text_printed)
        ) filter (where attribute = 'category') as category,
        arg_max(text_printed, (fiscal_year, source = 'sheet', text_printed)) filter (where attribute = 'project_nature')
            as project_nature,
        arg_max(text_printed, (fiscal_year, source = 'sheet', text_printed)) filter (where attribute = 'start_year')
            as start_year,
        arg_max(text_printed, (fiscal_year, source = 'sheet', text_printed)) filter (where attribute = 'end_year')
            as end_year
    from attribute
    group by project_key
)

select
    named.project_key,
    max(trim(named.project_code_printed)) as project_code_printed,
    arg_max(
        named.project_name_printed,
        (
            named.fiscal_year,
            named.project_code_printed is not null,
            named.source = 'project_row',
            named.project_name_printed
        )
    ) filter (where named.project_name_printed is not null) as project_name,
    list_sort(list(distinct named.project_name_printed)) as name_variants,
    max(described.category) as category,
    max(described.project_nature) as attribute,
    arg_max(
        named.known_unit_key, (named.unit_key is not null, named.fiscal_year, named.known_unit_key)
    ) as unit_key,
    cast(nullif(regexp_extract(max(described.start_year), '(?:19|20)[0-9]{2}'), '') as integer) as start_year,
    cast(nullif(regexp_extract(max(described.end_year), '(?:19|20)[0-9]{2}'), '') as integer) as end_year
from named
left join described on named.project_key = described.project_key
group by named.project_key
order by named.project_key
