-- Grain: statement. How many of its printed amounts take part in an identity that was evaluated: an amount that does
-- not was read, but nothing in the document has confirmed or contradicted it.
with evaluated as (
    select distinct unnest(list_concat(lhs_cell_ids, rhs_cell_ids)) as cell_id
    from {{ ref('rule_result') }}
    -- Both sides known: a comparison of amounts. Rules about codes, names and notes compare none.
    where status in ('pass', 'rounding', 'fail') and lhs_value is not null and rhs_value is not null
),

figure as (
    select
        cell.document_id,
        cell.statement_no,
        evaluated.cell_id is not null as is_evaluated
    from {{ ref('fct_reported_cell') }} as cell
    left join evaluated on cell.cell_id = evaluated.cell_id
    -- Shares, heads and pieces are not money.
    where cell.raw_state in ('number', 'zero') and cell.value_unit is null
)

select
    statement.document_id,
    statement.filing_id,
    statement.statement_no,
    statement.table_no,
    statement.table_kind,
    statement.status,
    cast(count(figure.document_id) as integer) as printed_amounts,
    cast(count(figure.document_id) filter (where figure.is_evaluated) as integer) as evaluated_amounts
from {{ ref('table_ledger') }} as statement
left join figure on statement.document_id = figure.document_id and statement.statement_no = figure.statement_no
group by all
order by statement.document_id, statement.statement_no
