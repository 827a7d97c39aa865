-- Grain: instance × operand. Sums down a two-sided summary: which line is made of which stands in the seed
-- rule_line_identity. Parts that are printed blank, or not at all, contribute nothing.
with line as (
    select
        identity.rule_id,
        identity.identity,
        identity.comparison,
        identity.operand_side,
        cell.*,
        -- Two columns of money on one side: which of them the total is about is not known.
        min(cell.column_no) over instance_side <> max(cell.column_no) over instance_side as has_several_columns
    from {{ ref('rule_line_identity') }} as identity
    inner join {{ ref('int_rule_cell') }} as cell
        on
            identity.table_kind = cell.table_kind
            and identity.line = cell.line
            and coalesce(identity.vintage, cell.vintage, 'current') = coalesce(cell.vintage, 'current')
    where
        cell.measure = 'total'
        and (identity.operand_side = 'lhs' or identity.comparison = 'exact' or cell.is_printed)
    window instance_side as (
        partition by identity.rule_id, identity.identity, identity.operand_side, cell.slice_key
    )
),

-- Lines within lines: which of them make up the total is not known.
nested as (
    select
        slice_key,
        side,
        coalesce(vintage, 'current') as vintage
    from {{ ref('int_rule_cell') }}
    where line in ('income.detail', 'expenditure.detail', 'income.subtotal', 'expenditure.subtotal') and amount_cny <> 0
    group by all
)

select
    line.rule_id,
    line.filing_id,
    line.table_kind,
    line.slice_key || '/' || line.identity as instance,
    line.comparison,
    {{ operand_columns(
        'line',
        'line.operand_side',
        "case when line.has_several_columns then 'several_columns' "
        ~ "when nested.slice_key is not null then 'row_level_unknown' else line.reason end"
    ) }}
from line
left join nested
    on
        line.line in ('income.line', 'expenditure.line')
        and line.slice_key = nested.slice_key
        and line.side = nested.side
        and coalesce(line.vintage, 'current') = nested.vintage
