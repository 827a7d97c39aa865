-- Grain: statement × unit × parent (subject code, or NULL for the total of the table) × column. Does a printed parent
-- equal its printed children? Each printed amount stands for ± half a unit in its last place; children printed as zero
-- add no play. One level at a time, so that leaves plus residuals telescope to the printed total.
with child_sum as (
    select
        document_id,
        statement_no,
        case when parent_subject_code is not null then unit_key end as unit_key,
        parent_subject_code,
        amount_kind,
        sum(amount_cny) as children_cny,
        coalesce(sum(ulp_cny) filter (where amount_cny <> 0), 0) as children_ulp_cny
    from {{ ref('int_subject_node') }}
    group by all
),

parent as (
    select
        filing_id,
        table_kind,
        document_id,
        statement_no,
        unit_key,
        subject_code,
        amount_kind,
        amount_cny,
        ulp_cny,
        source_cell_ids
    from {{ ref('int_subject_node') }}
    where not is_leaf
    union all
    select
        filing_id,
        table_kind,
        document_id,
        statement_no,
        null as unit_key,
        null as subject_code,
        amount_kind,
        amount_cny,
        ulp_cny,
        [cell_id] as source_cell_ids
    from {{ ref('int_subject_total') }}
),

compared as (
    select
        parent.*,
        parent.amount_cny - coalesce(child_sum.children_cny, 0) as residual_cny,
        (parent.ulp_cny + coalesce(child_sum.children_ulp_cny, 0)) * 0.5 as bound_cny
    from parent
    left join child_sum
        on
            parent.document_id = child_sum.document_id
            and parent.statement_no = child_sum.statement_no
            and parent.unit_key is not distinct from child_sum.unit_key
            and parent.subject_code is not distinct from child_sum.parent_subject_code
            and parent.amount_kind = child_sum.amount_kind
)

select
    filing_id,
    table_kind,
    document_id,
    statement_no,
    unit_key,
    subject_code,
    amount_kind,
    amount_cny,
    residual_cny,
    cast(bound_cny as decimal(20, 6)) as bound_cny,
    case
        when residual_cny = 0 then 'pass'
        when abs(residual_cny) <= bound_cny then 'rounding'
        else 'fail'
    end as status,
    source_cell_ids
from compared
