-- Grain: filing × table kind. Is there the one table of this kind that rules between tables may use, and if not, why?
-- A table that is there but not understood is never "missing": that is ours to answer for.
with kind (table_kind, is_optional) as (
    values
    ('revenue_expenditure_summary', false),
    ('revenue', false),
    ('expenditure', false),
    ('fiscal_appropriation', false),
    ('general_public_by_function', false),
    ('basic_by_economic', false),
    ('three_public', false),
    ('government_fund', false),
    ('state_capital', false),
    ('general_public_by_unit', true),
    ('project_expenditure', true),
    ('performance_overall', true),
    ('performance_project', true),
    ('government_economic', true),
    ('procurement', true),
    ('service_purchase', true)
),

found as (
    select
        filing_id,
        table_kind,
        count(*) filter (where status = 'understood' and not is_nil) as with_money,
        count(*) filter (where status = 'understood' and is_nil) as nil,
        count(*) filter (where status = 'set_aside') as set_aside,
        min(document_id) filter (where status = 'understood' and not is_nil) as document_id,
        min(statement_no) filter (where status = 'understood' and not is_nil) as statement_no
    from {{ ref('table_ledger') }}
    where filing_id is not null
    group by all
)

select
    filing.filing_id,
    kind.table_kind,
    case when found.with_money = 1 then found.document_id end as document_id,
    case when found.with_money = 1 then found.statement_no end as statement_no,
    coalesce(found.with_money + found.nil, 0) as understood_tables,
    case
        when found.with_money = 1 then null
        when found.with_money > 1 then 'several_statements'
        when found.set_aside > 0 then 'table_set_aside'
        when found.nil > 0 then 'table_nil'
        when kind.is_optional then 'table_not_in_layout'
        else 'table_not_found'
    end as reason
from {{ ref('dim_filing') }} as filing
cross join kind
left join found on filing.filing_id = found.filing_id and kind.table_kind = found.table_kind
