-- Grain: finding × place on a page. The figures of a finding; for a finding about a whole table, the table.
with involved as (
    select
        finding.finding_id,
        result.filing_id,
        result.document_id,
        result.instance,
        result.lhs_cell_ids,
        result.rhs_cell_ids,
        result.lhs_claim_ids,
        result.rhs_claim_ids
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

claim_place as (
    select
        finding_id,
        'stated' as side,
        unnest(lhs_claim_ids) as claim_id
    from involved
    union all
    select
        finding_id,
        'contradicting' as side,
        unnest(rhs_claim_ids) as claim_id
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
),

-- A line of the contents page.
contents_line as (
    select
        involved.finding_id,
        entry.document_id,
        cast(entry.page_no as integer) as page_no,
        entry.x0,
        entry.top,
        entry.x1,
        entry.bottom
    from involved
    inner join {{ ref('stg_contents_entry') }} as entry
        on
            involved.document_id = entry.document_id
            and involved.instance = 'contents@' || left(entry.document_id, 8) || ':' || entry.entry_no
),

-- A kind of table that is missing, without a contents page to point at: where the filing's own tables begin.
missing_table as (
    select
        involved.finding_id,
        statement.document_id,
        cast(statement.page_no as integer) as page_no,
        statement.x0,
        statement.top,
        statement.x1,
        statement.bottom
    from involved
    inner join {{ ref('finding') }} as finding on involved.finding_id = finding.finding_id
    inner join {{ ref('stg_statement') }} as statement on involved.document_id = statement.document_id
    where
        finding.rule_id = 'M01'
        and involved.finding_id not in (select contents_line.finding_id from contents_line)
    qualify row_number() over (partition by involved.finding_id order by statement.statement_no) = 1
),

whole_place as (
    select * from whole_table
    union all
    select * from contents_line
    union all
    select * from missing_table
),

-- Figures, and text cells of tables and forms.
cell as (
    select
        cell_id,
        document_id,
        page_no,
        x0,
        top,
        x1,
        bottom
    from {{ ref('fct_reported_cell') }}
    union
    select
        cell_id,
        document_id,
        cast(page_no as integer) as page_no,
        x0,
        top,
        x1,
        bottom
    from {{ ref('stg_project_attribute') }}
    where cell_id not in (select reported.cell_id from {{ ref('fct_reported_cell') }} as reported)
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
inner join cell on place.cell_id = cell.cell_id
union all
select
    {{ hash_key(['place.finding_id', 'place.side', 'place.claim_id']) }} as evidence_id,
    place.finding_id,
    place.side,
    null as cell_id,
    place.claim_id,
    claim.document_id,
    claim.page_no,
    claim.x0,
    claim.top,
    claim.x1,
    claim.bottom
from claim_place as place
inner join {{ ref('fct_narrative_claim') }} as claim on place.claim_id = claim.claim_id
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
from whole_place
order by finding_id asc, side desc, page_no asc, top asc, x0 asc, evidence_id asc
