-- Grain: statement × unit × subject code × column. The rows of the tables by subject as a tree. A leaf is a code that
-- is no proper prefix of another code of its table and unit. The parent is the nearest code above that has an amount in
-- the same column, so that a level that is not printed does not break the chain.
with amount as (
    select
        filing_id,
        filing_unit_key,
        table_kind,
        document_id,
        statement_no,
        unit_key,
        subject_code,
        amount_kind,
        sum(amount_cny) as amount_cny,
        max(ulp_cny) as ulp_cny,
        list(cell_id order by cell_id) as source_cell_ids
    from {{ ref('int_fact_cell') }}
    where
        table_kind in (
            'expenditure',
            'general_public_by_function',
            'government_fund',
            'state_capital',
            'basic_by_economic',
            'government_economic'
        )
        and subject_code is not null
        and row_role in ('detail', 'subtotal')
        and amount_kind in ('total', 'basic', 'basic_personnel', 'basic_public', 'project')
        -- Some final accounts print the government's scheme beside the department's: the same money once more.
        and (classification is distinct from 'government_economic' or table_kind = 'government_economic')
        -- The fact by economic subject knows personnel and public, not projects: all of it is in the total.
        and (table_kind <> 'government_economic' or amount_kind = 'total')
    group by all
),

code as (
    select distinct
        document_id,
        statement_no,
        unit_key,
        subject_code
    from amount
),

inner_code as (
    select distinct
        upper.document_id,
        upper.statement_no,
        upper.unit_key,
        upper.subject_code
    from code as upper
    inner join code as lower
        on
            upper.document_id = lower.document_id
            and upper.statement_no = lower.statement_no
            and upper.unit_key = lower.unit_key
            and starts_with(lower.subject_code, upper.subject_code)
            and length(lower.subject_code) > length(upper.subject_code)
),

parent as (
    select
        lower.document_id,
        lower.statement_no,
        lower.unit_key,
        lower.subject_code,
        lower.amount_kind,
        arg_max(upper.subject_code, length(upper.subject_code)) as parent_subject_code
    from amount as lower
    inner join amount as upper
        on
            lower.document_id = upper.document_id
            and lower.statement_no = upper.statement_no
            and lower.unit_key = upper.unit_key
            and lower.amount_kind = upper.amount_kind
            and starts_with(lower.subject_code, upper.subject_code)
            and length(lower.subject_code) > length(upper.subject_code)
    group by all
)

select
    amount.*,
    inner_code.subject_code is null as is_leaf,
    parent.parent_subject_code
from amount
left join inner_code using (document_id, statement_no, unit_key, subject_code)
left join parent using (document_id, statement_no, unit_key, subject_code, amount_kind)
