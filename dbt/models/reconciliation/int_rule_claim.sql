-- Grain: claim. What the rules about the text need of it: the figures with their last places, the change with its sign,
-- the cell that it speaks of, the filing of the year before, and the figures as they are printed.
with prior_filing as (
    select
        filing.filing_id,
        min(earlier.filing_id) as prior_filing_id
    from {{ ref('dim_filing') }} as filing
    inner join {{ ref('dim_filing') }} as earlier
        on
            filing.unit_key = earlier.unit_key
            and filing.document_kind = earlier.document_kind
            and filing.disclosure_scope = earlier.disclosure_scope
            and filing.fiscal_year = earlier.fiscal_year + 1
            and earlier.is_current
    group by filing.filing_id
)

select
    claim.claim_id,
    claim.filing_id,
    claim.document_id,
    claim.fiscal_year,
    claim.document_kind,
    claim.claim_no,
    claim.claim_kind,
    claim.label,
    claim.sentence,
    claim.topic,
    about.amount_rule,
    about.whole_topic,
    about.nil_table,
    claim.section_id,
    claim.section_topic,
    claim.amount_claim_id,
    claim.whole_claim_id,
    coalesce(cell.subject_code, claim.subject_code, claim.project_key, {{ bare_name('claim.subject_ref') }}, '')
        as subject_key,
    claim.subject_path,
    claim.fund_source,
    claim.table_kind,
    claim.measure,
    claim.side,
    coalesce(claim.amount_year, claim.fiscal_year) as amount_year,
    claim.base_year,
    claim.base_kind,
    claim.direction,
    claim.direction_sign,
    claim.amount_cny,
    coalesce(amount.ulp_cny, claim.ulp_cny) as amount_ulp_cny,
    claim.unit_declared,
    claim.change_cny,
    case when claim.change_cny = 0 then 0 else claim.ulp_cny end as change_ulp_cny,
    coalesce(claim.change_cny, case when claim.direction = 'unchanged' then 0 end) * claim.direction_sign
        as signed_change_cny,
    claim.change_percent,
    claim.share_percent,
    claim.percent_decimals,
    {{ printed_figure('claim.amount', 'coalesce(amount.decimals, claim.decimals)') }} as amount_text,
    {{ printed_figure('claim.change', 'claim.decimals') }} as change_text,
    {{ printed_figure('coalesce(claim.change_percent, claim.share_percent)', 'claim.percent_decimals') }} || '%'
        as percent_text,
    -- After all cells, in the order of the text.
    [1000000 + claim.claim_no, 0, 0] as reading_order,
    resolution.resolved_cell_id as cell_id,
    resolution.resolution_reason,
    cell.figure_key,
    cell.table_kind as cell_table_kind,
    prior_filing.prior_filing_id
from {{ ref('int_claim') }} as claim
inner join {{ ref('int_claim_resolution') }} as resolution on claim.claim_id = resolution.claim_id
left join {{ ref('int_claim_cell') }} as cell on resolution.resolved_cell_id = cell.cell_id
left join {{ ref('int_claim') }} as amount on claim.amount_claim_id = amount.claim_id
left join {{ ref('claim_topic') }} as about on claim.topic = about.topic
left join prior_filing on claim.filing_id = prior_filing.filing_id
