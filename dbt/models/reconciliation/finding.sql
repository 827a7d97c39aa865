-- Grain: failed instance of a rule about the publisher's figures. A rule about our own work is no finding: it blocks.
with failed as (
    select
        {{ hash_key(['result.rule_id', 'result.filing_id', 'result.instance']) }} as finding_id,
        result.*,
        rule.statement_zh,
        rule.statement_en
    from {{ ref('rule_result') }} as result
    inner join {{ ref('dim_rule') }} as rule on result.rule_id = rule.rule_id
    where result.status = 'fail' and not rule.is_integrity
),

involved as (
    select
        finding_id,
        filing_id,
        rule_id,
        severity,
        unnest(
            case
                -- A slip in what only this finding states (a rate, a year, a word) is the root of no other. A printed
                -- share that slipped so says nothing about the figures that it was computed from.
                when
                    diagnosis in ('wrong_denominator', 'wrong_base_year', 'stale_copy', 'style', 'truncation', 'plug')
                    then
                        case
                            when len(lhs_claim_ids) > 0 then list_concat(lhs_cell_ids, rhs_cell_ids)
                            else lhs_cell_ids
                        end
                else list_concat(lhs_cell_ids, rhs_cell_ids, lhs_claim_ids, rhs_claim_ids)
            end
        ) as cell_id
    from failed
),

-- One wrong figure breaks several identities. The figure that most failures of a filing share is their likely root; the
-- first finding that holds it stands for the others.
shared as (
    select
        filing_id,
        cell_id,
        count(*) as shared_by,
        min_by(finding_id, (case severity when 'error' then 1 when 'warn' then 2 else 3 end, rule_id, finding_id))
            as root_finding_id
    from involved
    group by filing_id, cell_id
    having count(*) > 1
),

root as (
    select
        involved.finding_id,
        shared.root_finding_id
    from involved
    inner join shared on involved.filing_id = shared.filing_id and involved.cell_id = shared.cell_id
    qualify row_number() over (
        partition by involved.finding_id
        order by shared.shared_by desc, shared.cell_id asc
    ) = 1
),

-- A root is a finding that points to no other: a chain would leave the reader looking.
final_root as (
    select
        root.finding_id,
        coalesce(above.root_finding_id, root.root_finding_id) as root_finding_id
    from root
    left join root as above on root.root_finding_id = above.finding_id
),

claim as (
    select
        claim.claim_id,
        claim.page_no,
        coalesce(claim.subject_ref, about.name_zh, claim.topic, claim.claim_kind) as name
    from {{ ref('fct_narrative_claim') }} as claim
    left join {{ ref('claim_topic') }} as about on claim.topic = about.topic
)

select
    failed.finding_id,
    failed.filing_id,
    failed.document_id,
    failed.rule_id,
    failed.severity,
    failed.statement_zh || coalesce(
        '：表' || cell.table_no || '「' || cell.row_label || '」' || cell.column_path || '（第' || cell.page_no || '页）',
        '：说明「' || claim.name || '」（第' || claim.page_no || '页）',
        ''
    ) as title_zh,
    failed.statement_en || coalesce(
        ': table ' || cell.table_no || ', ' || cell.row_label || ', ' || cell.column_path || ' (page ' || cell.page_no
        || ')',
        ': text, ' || claim.name || ' (page ' || claim.page_no || ')',
        ''
    ) as title_en,
    failed.lhs_text as stated,
    failed.rhs_text as expected,
    failed.diagnosis,
    failed.suggested_value,
    nullif(final_root.root_finding_id, failed.finding_id) as root_finding_id
from failed
left join {{ ref('fct_reported_cell') }} as cell on failed.lhs_cell_ids[1] = cell.cell_id
left join claim on coalesce(failed.lhs_claim_ids[1], failed.rhs_claim_ids[1]) = claim.claim_id
left join final_root on failed.finding_id = final_root.finding_id
order by failed.filing_id, failed.rule_id, failed.instance
