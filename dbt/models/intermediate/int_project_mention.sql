-- Grain: mention of a project. The project that it is about.
select
    mention.document_id,
    mention.part_no,
    mention.filing_id,
    mention.source,
    mention.source_id,
    mention.statement_no,
    mention.row_no,
    mention.claim_id,
    mention.project_code_printed,
    mention.project_name_printed,
    mention.amount_cny,
    {{ project_key(
        'mention.project_code_printed', 'coalesce(mention.unit_key, filing.unit_key)', 'mention.project_name_printed'
    ) }} as project_key
from {{ ref('int_printed_project') }} as mention
inner join {{ ref('int_filing') }} as filing on mention.filing_id = filing.filing_id
