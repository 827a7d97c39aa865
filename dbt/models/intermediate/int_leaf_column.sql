-- Grain: statement × column. The columns of a table by subject that hold its money once: personnel and public where the
-- split is printed, else basic; project; and the total where nothing finer is printed, or where what is finer does not
-- make up the total (a column that nobody understood, or the publisher's own slip): half a split would lose money.
with printed as (
    select
        document_id,
        statement_no,
        bool_or(amount_kind in ('basic_personnel', 'basic_public') and amount_cny <> 0) as has_split,
        bool_or(amount_kind in ('basic', 'basic_personnel', 'basic_public', 'project')) as has_kind
    from {{ ref('int_subject_node') }}
    group by document_id, statement_no
),

finer_column as (
    select distinct
        node.document_id,
        node.statement_no,
        node.amount_kind
    from {{ ref('int_subject_node') }} as node
    inner join printed on node.document_id = printed.document_id and node.statement_no = printed.statement_no
    where case
        when node.amount_kind in ('basic_personnel', 'basic_public') then printed.has_split
        when node.amount_kind = 'basic' then not printed.has_split
        else node.amount_kind <> 'total'
    end
),

finer_sum as (
    select
        total.document_id,
        total.statement_no,
        sum(total.amount_cny) as finer_cny,
        coalesce(sum(total.ulp_cny) filter (where total.amount_cny <> 0), 0) as finer_ulp_cny
    from {{ ref('int_subject_total') }} as total
    inner join finer_column using (document_id, statement_no, amount_kind)
    group by total.document_id, total.statement_no
),

short_of_total as (
    select
        total.document_id,
        total.statement_no
    from {{ ref('int_subject_total') }} as total
    inner join finer_sum on total.document_id = finer_sum.document_id and total.statement_no = finer_sum.statement_no
    where
        total.amount_kind = 'total'
        and abs(total.amount_cny - finer_sum.finer_cny) > (total.ulp_cny + finer_sum.finer_ulp_cny) * 0.5
)

select distinct
    node.document_id,
    node.statement_no,
    node.amount_kind
from {{ ref('int_subject_node') }} as node
inner join printed on node.document_id = printed.document_id and node.statement_no = printed.statement_no
left join finer_column
    on
        node.document_id = finer_column.document_id
        and node.statement_no = finer_column.statement_no
        and node.amount_kind = finer_column.amount_kind
left join short_of_total
    on node.document_id = short_of_total.document_id and node.statement_no = short_of_total.statement_no
where case
    when not printed.has_kind or short_of_total.document_id is not null then node.amount_kind = 'total'
    else finer_column.amount_kind is not null
end
