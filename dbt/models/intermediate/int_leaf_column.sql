-- Grain: statement × column. The columns of a table by subject that hold its money once: personnel and public where the
-- split is printed, else basic; project; and the total only where nothing finer is printed.
with printed as (
    select
        document_id,
        statement_no,
        bool_or(amount_kind in ('basic_personnel', 'basic_public') and amount_cny <> 0) as has_split,
        bool_or(amount_kind in ('basic', 'basic_personnel', 'basic_public', 'project')) as has_kind
    from {{ ref('int_subject_node') }}
    group by document_id, statement_no
)

select distinct
    node.document_id,
    node.statement_no,
    node.amount_kind
from {{ ref('int_subject_node') }} as node
inner join printed on node.document_id = printed.document_id and node.statement_no = printed.statement_no
where case
    when node.amount_kind in ('basic_personnel', 'basic_public') then printed.has_split
    when node.amount_kind = 'basic' then not printed.has_split
    when node.amount_kind = 'total' then not printed.has_kind
    else true
end
