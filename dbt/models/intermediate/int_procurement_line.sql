-- Grain: reported cell. What the tables of procurement and of services purchased say in the column of the total: the
-- printed total, goods, works and services by name, and single items. Items are taken only where the rows that are no
-- total add up to the printed total: where groups stand among them, nothing tells the items from the groups.
with cell as (
    select
        filing_id,
        table_kind,
        document_id,
        statement_no,
        row_no,
        row_role,
        row_name,
        subject_code,
        amount_cny,
        cell_id
    from {{ ref('int_fact_cell') }}
    where table_kind in ('procurement', 'service_purchase') and amount_kind = 'total' and amount_cny <> 0
),

named as (
    select
        *,
        case
            when row_role = 'grand_total' and table_kind = 'service_purchase' then 'service_purchase'
            when row_role = 'grand_total' then 'total'
            when table_kind = 'service_purchase' then null
            when regexp_matches(row_name, '^([A-C][-—.、:]?)?货物(类)?[A-C]?$') then 'goods'
            when regexp_matches(row_name, '^([A-C][-—.、:]?)?工程(类)?[A-C]?$') then 'works'
            when regexp_matches(row_name, '^([A-C][-—.、:]?)?服务(类)?[A-C]?$') then 'services'
        end as category,
        sum(amount_cny) filter (where row_role <> 'grand_total') over whole
        = min(amount_cny) filter (where row_role = 'grand_total') over whole as is_flat
    from cell
    window whole as (partition by document_id, statement_no)
)

select
    filing_id,
    document_id,
    statement_no,
    row_no,
    coalesce(category, case table_kind when 'procurement' then 'table_item' else 'service_item' end) as category,
    case when category is null then row_name end as item_name,
    amount_cny,
    cell_id
from named
where category is not null or (is_flat and row_role = 'detail' and subject_code is null and row_name <> '')
-- A category that a table prints for every unit has no figure of its own for the filing.
qualify category is null or count(*) over (partition by filing_id, category) = 1
