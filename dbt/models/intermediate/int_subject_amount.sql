-- Grain: statement × unit × subject code × column × residual or not. The money of the tables by subject, once: leaves
-- and, where the table foots, the rounding that stands between them and the printed total. Zero rows carry no money and
-- are left out. amount_kind is NULL where the publisher prints no kind, and for the rounding between the columns.
with gate as (
    -- Functional tables are plugged only if the whole filing foots; a table by economic subject answers for itself.
    select
        checked.document_id,
        checked.statement_no,
        bool_and(checked.status <> 'fail')
        and bool_and(
            checked.table_kind in ('basic_by_economic', 'government_economic') or coalesce(footing.foots, false)
        ) as may_carry_residuals
    from {{ ref('int_footing_check') }} as checked
    left join {{ ref('int_filing_footing') }} as footing on checked.filing_id = footing.filing_id
    group by checked.document_id, checked.statement_no
),

filing_unit as (
    select
        filing_id,
        unit_key
    from {{ ref('int_filing') }}
),

leaf as (
    select
        node.filing_id,
        node.table_kind,
        node.document_id,
        node.statement_no,
        node.unit_key,
        node.subject_code,
        node.amount_kind,
        node.amount_cny,
        false as is_rounding_residual,
        node.ulp_cny,
        node.source_cell_ids
    from {{ ref('int_subject_node') }} as node
    inner join {{ ref('int_leaf_column') }} using (document_id, statement_no, amount_kind)
    where node.is_leaf and node.amount_cny <> 0
),

residual_within_column as (
    select
        checked.filing_id,
        checked.table_kind,
        checked.document_id,
        checked.statement_no,
        coalesce(checked.unit_key, filing_unit.unit_key) as unit_key,
        checked.subject_code,
        checked.amount_kind,
        checked.residual_cny as amount_cny,
        true as is_rounding_residual,
        0 as ulp_cny,
        checked.source_cell_ids
    from {{ ref('int_footing_check') }} as checked
    inner join {{ ref('int_leaf_column') }} using (document_id, statement_no, amount_kind)
    inner join gate using (document_id, statement_no)
    inner join filing_unit on checked.filing_id = filing_unit.filing_id
    where checked.status = 'rounding' and gate.may_carry_residuals
),

column_total as (
    -- The totals of the chosen columns, and the total of the table that they should make up.
    select
        total.document_id,
        total.statement_no,
        sum(total.amount_cny) as columns_cny,
        coalesce(sum(total.ulp_cny) filter (where total.amount_cny <> 0), 0) as columns_ulp_cny
    from {{ ref('int_subject_total') }} as total
    inner join {{ ref('int_leaf_column') }} using (document_id, statement_no, amount_kind)
    group by total.document_id, total.statement_no
),

residual_between_columns as (
    select
        total.filing_id,
        total.table_kind,
        total.document_id,
        total.statement_no,
        total.filing_unit_key as unit_key,
        cast(null as varchar) as subject_code,
        'total' as amount_kind,
        total.amount_cny - column_total.columns_cny as amount_cny,
        true as is_rounding_residual,
        0 as ulp_cny,
        [total.cell_id] as source_cell_ids
    from {{ ref('int_subject_total') }} as total
    inner join column_total using (document_id, statement_no)
    inner join gate using (document_id, statement_no)
    where
        total.amount_kind = 'total'
        and gate.may_carry_residuals
        and total.amount_cny <> column_total.columns_cny
        and abs(total.amount_cny - column_total.columns_cny) <= (total.ulp_cny + column_total.columns_ulp_cny) * 0.5
),

unioned as (
    select * from leaf
    union all
    select * from residual_within_column
    union all
    select * from residual_between_columns
)

select
    filing_id,
    table_kind,
    document_id,
    statement_no,
    unit_key,
    subject_code,
    nullif(amount_kind, 'total') as amount_kind,
    cast(amount_cny as decimal(20, 2)) as amount_cny,
    cast(ulp_cny as decimal(20, 6)) as ulp_cny,
    is_rounding_residual,
    source_cell_ids
from unioned
