-- Grain: instance (fund × other table). X33: the statement of a fund is empty if and only if the lines of that fund are
-- zero in the other tables. This is the one rule in which a blank line counts as zero.
with fund as (
    select
        chosen.filing_id,
        chosen.table_kind,
        chosen.reason,
        coalesce(sum(abs(total.amount_cny)), 0) > 0 as has_money,
        list(total.cell_id order by total.cell_id) filter (where total.cell_id is not null) as cell_ids,
        bool_or(total.reason is not null and total.reason <> 'operand_blank') as is_unread
    from {{ ref('int_rule_table') }} as chosen
    left join {{ ref('int_rule_cross_cell') }} as total
        on
            chosen.filing_id = total.filing_id
            and chosen.table_kind = total.table_kind
            and total.line = 'grand_total'
            and total.measure = 'total'
    where chosen.table_kind in ('government_fund', 'state_capital')
    group by all
),

line as (
    select
        chosen.filing_id,
        chosen.table_kind,
        chosen.reason,
        cell.cell_id,
        cell.document_id,
        cell.amount_cny,
        cell.raw_text,
        cell.reason as cell_reason,
        cell.fund_source,
        cell.measure,
        coalesce(cell.vintage, 'current') = 'current' as is_current_vintage,
        cell.line = 'income.carryover' or cell.measure = 'carryover' as is_unsplit_carryover
    from {{ ref('int_rule_table') }} as chosen
    left join {{ ref('int_rule_cross_cell') }} as cell
        on
            chosen.filing_id = cell.filing_id
            and chosen.table_kind = cell.table_kind
            and (
                (chosen.table_kind = 'revenue' and cell.line = 'grand_total')
                or (cell.measure = 'total' and cell.line in ('income.line', 'income.carryover'))
            )
    where chosen.table_kind in ('revenue_expenditure_summary', 'revenue', 'fiscal_appropriation')
),

compared as (
    select
        fund.filing_id,
        fund.table_kind as fund_kind,
        line.table_kind as line_kind,
        fund.has_money as fund_has_money,
        fund.cell_ids as fund_cell_ids,
        min(line.document_id) as document_id,
        bool_or(fund.is_unread) as fund_is_unread,
        coalesce(sum(abs(line.amount_cny)) filter (where line.fund_source = fund.table_kind), 0) > 0 as line_has_money,
        coalesce(sum(abs(line.amount_cny)) filter (where line.is_unsplit_carryover), 0) > 0 as has_unsplit_carryover,
        count(line.cell_id) filter (where line.fund_source = fund.table_kind) as lines,
        bool_or(line.fund_source = fund.table_kind and line.cell_reason <> 'operand_blank') as line_is_unread,
        list(line.cell_id order by line.cell_id) filter (where line.fund_source = fund.table_kind) as line_cell_ids,
        string_agg(line.raw_text, ' + ' order by line.cell_id)
        filter (where line.fund_source = fund.table_kind and line.amount_cny <> 0) as line_text,
        any_value(case when fund.reason <> 'table_nil' then fund.reason end) as fund_reason,
        any_value(line.reason) as line_reason
    from fund
    inner join line on fund.filing_id = line.filing_id
    group by all
),

answered as (
    select
        *,
        coalesce(
            fund_reason,
            line_reason,
            case
                when lines = 0 then 'operand_not_found'
                when fund_is_unread or line_is_unread then 'operand_not_read'
                -- Spent from money carried over, which this table does not split by fund.
                when fund_has_money and not line_has_money and has_unsplit_carryover then 'carryover_not_split'
            end
        ) as reason
    from compared
)

select
    'X33' as rule_id,
    filing_id,
    document_id,
    fund_kind as table_kind,
    fund_kind || '/' || line_kind as instance,
    case when reason is null then case when fund_has_money = line_has_money then 'pass' else 'fail' end end as status,
    reason,
    case when fund_has_money then '有金额 has money' else '空表 nil' end as lhs_text,
    coalesce(line_text, '零 zero') as rhs_text,
    coalesce(fund_cell_ids, []) as lhs_cell_ids,
    coalesce(line_cell_ids, []) as rhs_cell_ids
from answered
