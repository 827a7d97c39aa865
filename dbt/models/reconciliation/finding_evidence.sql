-- Grain: finding × place on a page. The figures of a finding; for a finding about a whole table, the table.
with involved as (
    select
        finding.finding_id,
        result.filing_id,
        result.document_id,
        result.instance,
        result.lhs_cell_ids,
        result.rhs_cell_ids
    from {{ ref('finding') }} as finding
    inner join {{ ref('rule_result') }} as result on finding.finding_id = result.result_id
),

place as (
    select
        finding_id,
        'stated' as side,
        unnest(lhs_cell_ids) as cell_id
    from involved
    union all
    select
        finding_id,
        'contradicting' as side,
        unnest(rhs_cell_ids) as cell_id
    from involved
),

whole_table as (
    select
        involved.finding_id,
        statement.document_id,
        cast(statement.page_no as integer) as page_no,
        statement.x0,
        statement.top,
        statement.x1,
        statement.bottom
    from involved
    inner join {{ ref('stg_statement') }} as statement
        on
            involved.document_id = statement.document_id
            and involved.instance
            = statement.table_kind || '@' || left(statement.document_id, 8) || ':' || statement.statement_no
    where len(involved.lhs_cell_ids) = 0 and len(involved.rhs_cell_ids) = 0
)

select
    {{ hash_key(['place.finding_id', 'place.side', 'place.cell_id']) }} as evidence_id,
    place.finding_id,
    place.side,
    place.cell_id,
    cast(null as varchar) as claim_id,
    cell.document_id,
    cell.page_no,
    cell.x0,
    cell.top,
    cell.x1,
    cell.bottom
from place
inner join {{ ref('fct_reported_cell') }} as cell on place.cell_id = cell.cell_id
union all
select
    {{ hash_key(['finding_id', "'stated'", 'page_no']) }} as evidence_id,
    finding_id,
    'stated' as side,
    null as cell_id,
    null as claim_id,
    document_id,
    page_no,
    x0,
    top,
    x1,
    bottom
from whole_table
order by finding_id asc, side desc, page_no asc, top asc, x0 asc, evidence_id asc
