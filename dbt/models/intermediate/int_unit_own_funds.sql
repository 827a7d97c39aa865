-- Grain: filing × unit × leaf code of the table of all expenditure × basic or project. What that table has beyond the
-- tables of the fund sources is paid from the unit's own funds. Only derived where all three fund tables were
-- read (or are nil): a table that was not read must not look like own funds. A negative remainder, or one that rounding
-- explains, is not derived.
with fund_tables as (
    select filing_id
    from {{ ref('int_authoritative_statement') }}
    where table_kind in ('general_public_by_function', 'government_fund', 'state_capital')
    group by filing_id
    having count(distinct table_kind) = 3
),

amount as (
    select
        *,
        case when starts_with(amount_kind, 'basic') then 'basic' else amount_kind end as kind_family
    from {{ ref('int_subject_amount') }}
    where not is_rounding_residual and filing_id in (select fund_tables.filing_id from fund_tables)
),

spent as (
    select
        filing_id,
        unit_key,
        subject_code,
        kind_family,
        sum(amount_cny) as amount_cny,
        sum(ulp_cny) as ulp_cny,
        flatten(list(source_cell_ids order by source_cell_ids)) as source_cell_ids
    from amount
    where table_kind = 'expenditure'
    group by all
),

funded as (
    select
        filing_id,
        unit_key,
        subject_code,
        kind_family,
        sum(amount_cny) as amount_cny,
        sum(ulp_cny) as ulp_cny
    from amount
    where table_kind in ('general_public_by_function', 'government_fund', 'state_capital')
    group by all
),

comparable as (
    -- Where the two sides speak of different units, or the fund tables stop at a coarser code or do not tell basic from
    -- project, a remainder by code and kind would mean nothing.
    select fund_tables.filing_id
    from fund_tables
    where not exists (
        select 1
        from funded
        where
            funded.filing_id = fund_tables.filing_id
            and not exists (
                select 1
                from spent
                where
                    spent.filing_id = funded.filing_id
                    and spent.unit_key = funded.unit_key
                    and starts_with(funded.subject_code, spent.subject_code)
                    and (spent.kind_family is null or funded.kind_family is not null)
            )
    )
),

remainder as (
    select
        spent.filing_id,
        spent.unit_key,
        spent.subject_code,
        spent.kind_family,
        spent.source_cell_ids,
        spent.amount_cny - coalesce(sum(funded.amount_cny), 0) as amount_cny,
        (spent.ulp_cny + coalesce(sum(funded.ulp_cny), 0)) * 0.5 as bound_cny
    from spent
    inner join comparable on spent.filing_id = comparable.filing_id
    left join funded
        on
            spent.filing_id = funded.filing_id
            and spent.unit_key = funded.unit_key
            and starts_with(funded.subject_code, spent.subject_code)
            and (spent.kind_family is null or spent.kind_family = funded.kind_family)
    group by
        spent.filing_id,
        spent.unit_key,
        spent.subject_code,
        spent.kind_family,
        spent.source_cell_ids,
        spent.amount_cny,
        spent.ulp_cny
)

select
    filing_id,
    unit_key,
    subject_code,
    kind_family as expenditure_kind,
    cast(amount_cny as decimal(20, 2)) as amount_cny,
    source_cell_ids
from remainder
where amount_cny > bound_cny
