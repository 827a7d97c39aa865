-- Grain: mention of a project. The project that it is about, with the evidence; a mention that finds no other place
-- of its filing with certainty is a project of its own, and says why (unresolved). Across filings a project is known
-- by its printed code, else by its unit and name.
select
    mention.document_id,
    mention.part_no,
    mention.filing_id,
    mention.source,
    mention.source_id,
    mention.statement_no,
    mention.row_no,
    mention.claim_id,
    mention.unit_key,
    mention.project_code_printed,
    mention.project_name_printed,
    mention.amount_cny,
    settled.project_key,
    settled.matched_by,
    settled.score,
    settled.status,
    settled.reason
from {{ ref('int_printed_project') }} as mention
inner join {{ ref('int_project_group') }} as settled
    on
        mention.filing_id = settled.filing_id
        and mention.source = settled.source
        and mention.unit_key is not distinct from settled.unit_key
        and mention.folded_code is not distinct from settled.folded_code
        and mention.folded_name is not distinct from settled.folded_name
