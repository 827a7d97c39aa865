-- Procurement: the total of the filing and its parts as the tables print them, else as the text says them; the items of
-- the tables, and those that the sheets of projects list; services purchased. The categories overlap (parts of the
-- total, items of projects within it): add up within one of them only. A figure that the text repeats is taken where it
-- stands first.
with claim as (
    select
        part.filing_id,
        replace(claim.topic, 'procurement_', '') as category,
        cast(null as varchar) as project_key,
        cast(null as varchar) as item_name,
        claim.amount_cny,
        claim.as_of,
        claim.claim_id,
        cast(null as varchar) as cell_id
    from {{ ref('stg_narrative_claim') }} as claim
    inner join {{ ref('int_part_filing') }} as part
        on claim.document_id = part.document_id and claim.part_no = part.part_no
    inner join {{ ref('int_filing') }} as filing on part.filing_id = filing.filing_id
    where
        claim.topic in (
            'procurement_total', 'procurement_goods', 'procurement_works', 'procurement_services', 'procurement_sme',
            'procurement_micro'
        )
        and claim.claim_kind = 'amount'
        and claim.amount_cny is not null
        and coalesce(claim.amount_year, filing.fiscal_year) = filing.fiscal_year
    qualify row_number() over (
        partition by part.filing_id, claim.topic order by claim.claim_no, claim.document_id
    ) = 1
),

item as (
    select
        cell.filing_id,
        'project_item' as category,
        cell.project_key,
        cell.row_label as item_name,
        cell.amount_cny,
        cast(null as date) as as_of,
        cast(null as varchar) as claim_id,
        cell.cell_id
    from {{ ref('int_reported_cell') }} as cell
    where cell.table_kind = 'performance_project' and cell.line_item = 'procurement' and cell.amount_cny is not null
),

line as (
    select
        filing_id,
        category,
        cast(null as varchar) as project_key,
        item_name,
        amount_cny,
        cast(null as date) as as_of,
        cast(null as varchar) as claim_id,
        cell_id
    from {{ ref('int_procurement_line') }}
),

amount as (
    select * from line
    union all
    select claim.*
    from claim
    anti join line on claim.filing_id = line.filing_id and claim.category = line.category
    union all
    select * from item
)

select
    {{ filing_columns('filing') }},
    filing.unit_key,
    amount.category,
    amount.amount_cny,
    amount.as_of,
    amount.claim_id,
    amount.cell_id,
    amount.project_key,
    amount.item_name
from amount
inner join {{ ref('int_filing') }} as filing on amount.filing_id = filing.filing_id
order by filing.filing_id, amount.category, amount.claim_id, amount.cell_id
