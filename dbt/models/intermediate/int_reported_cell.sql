-- Grain: reported cell. The cell with its filing, with what its uncoded functional line means, and with whether its
-- table may feed the facts. The two summary tables print classes by name only. A row about the filer under another
-- spelling has the filer's key.
-- Keys of joins are computed first, NULL where a cell does not qualify: only joins by equality alone scale.
with keyed as (
    select
        *,
        case
            when coalesce(project_code_printed, project_name_printed) is not null
                then {{ project_source_id(
                    'table_kind', 'statement_no', 'row_no', 'project_code_printed', 'project_name_printed'
                ) }}
        end as project_source_id,
        case
            when
                subject_code is null
                and side = 'expenditure'
                and table_kind in ('revenue_expenditure_summary', 'fiscal_appropriation')
                and row_role in ('detail', 'subtotal', 'of_which')
                and coalesce(classification, 'functional') = 'functional'
                then {{ folded_name('row_name') }}
        end as class_name
    from {{ ref('stg_reported_cell') }}
)

select
    cell.*
    exclude (project_source_id, class_name) -- noqa: RF02
    replace (coalesce(alias.filing_unit_key, cell.unit_key) as unit_key),
    part.filing_id,
    filing.unit_key as filing_unit_key,
    filing.fiscal_year,
    filing.document_kind,
    filing.disclosure_scope,
    filing.is_current,
    coalesce(statement.usable_for_facts, false) as usable_for_facts,
    coalesce(cell.subject_code, name.subject_code) as resolved_subject_code,
    case
        when cell.subject_code is null and name.subject_code is not null then 'name' else cell.code_source
    end as resolved_code_source,
    case
        when cell.subject_code is null and name.subject_code is not null then 'functional' else cell.classification
    end as resolved_classification,
    mention.project_key
from keyed as cell
left join {{ ref('int_part_filing') }} as part
    on cell.document_id = part.document_id and cell.part_no = part.part_no
left join {{ ref('int_filing') }} as filing on part.filing_id = filing.filing_id
left join {{ ref('int_unit_alias') }} as alias
    on part.filing_id = alias.filing_id and cell.unit_key = alias.unit_key
left join {{ ref('stg_statement') }} as statement
    on cell.document_id = statement.document_id and cell.statement_no = statement.statement_no
left join {{ ref('int_project_mention') }} as mention
    on
        cell.document_id = mention.document_id
        and {{ project_source('cell.table_kind') }} = mention.source
        and cell.project_source_id = mention.source_id
left join {{ ref('int_functional_name') }} as name on cell.class_name = name.folded_name
