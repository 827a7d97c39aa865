-- Figures that the text claims. resolved_cell_id stays NULL until claims are bound to cells.
select
    claim.claim_id,
    {{ filing_columns('filing') }},
    claim.document_id,
    claim.section_id,
    cast(claim.page_no as integer) as page_no,
    claim.x0,
    claim.top,
    claim.x1,
    claim.bottom,
    claim.sentence,
    claim.claim_kind,
    claim.subject_ref,
    claim.subject_code,
    project.project_key,
    claim.table_kind,
    claim.measure,
    claim.amount_cny,
    claim.unit_declared,
    claim.ulp_cny,
    claim.change_cny,
    claim.direction,
    claim.change_percent,
    claim.share_percent,
    cast(claim.percent_decimals as integer) as percent_decimals,
    claim.value, -- noqa: RF04
    claim.value_unit,
    cast(claim.base_year as integer) as base_year,
    claim.base_kind,
    claim.reason_text,
    cast(null as varchar) as resolved_cell_id
from {{ ref('stg_narrative_claim') }} as claim
left join {{ ref('int_part_filing') }} as part
    on claim.document_id = part.document_id and claim.part_no = part.part_no
left join {{ ref('int_filing') }} as filing on part.filing_id = filing.filing_id
left join {{ ref('int_project_name') }} as project
    on
        part.filing_id = project.filing_id
        and {{ folded_name('claim.project_name_printed') }} = project.folded_name
order by claim.document_id, claim.page_no, claim.top, claim.x0, claim.claim_id
