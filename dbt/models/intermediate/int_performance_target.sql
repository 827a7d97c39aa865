-- Grain: printed target. The target with its filing, its project (none: the unit as a whole) and its indicator. A form
-- that prints one indicator twice, for two of its goals, has two indicators.
with keyed as (
    select
        *,
        case
            when coalesce(project_code_printed, project_name_printed) is not null
                then {{ project_source_id(
                    "'performance_project'", 'statement_no', 'row_no', 'project_code_printed', 'project_name_printed'
                ) }}
        end as sheet_id
    from {{ ref('stg_performance_target') }}
),

target as (
    select
        printed.* exclude (sheet_id), -- noqa: RF02
        part.filing_id,
        filing.unit_key,
        filing.fiscal_year,
        mention.project_key
    from keyed as printed
    inner join {{ ref('int_part_filing') }} as part
        on printed.document_id = part.document_id and printed.part_no = part.part_no
    inner join {{ ref('int_filing') }} as filing on part.filing_id = filing.filing_id
    left join {{ ref('int_project_mention') }} as mention
        on
            printed.document_id = mention.document_id
            and printed.sheet_id = mention.source_id
            and mention.source = 'sheet'
),

repeated as (
    select
        *,
        row_number() over (
            partition by
                filing_id, project_key, {{ folded_name('level1') }}, {{ folded_name('level2') }},
                {{ folded_name('level3') }}, horizon, year_role
            order by document_id, statement_no, row_no, target_id
        ) as nth
    from target
)

select
    *,
    {{ hash_key([
        'coalesce(project_key, unit_key)', folded_name('level1'), folded_name('level2'), folded_name('level3'),
        'case when nth > 1 then nth end'
    ]) }} as indicator_key
from repeated
