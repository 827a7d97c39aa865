-- Grain: filing whose summary was read. Some identities hold only where there is no other money. A source counts as
-- absent where its line is printed as zero or left blank.
select
    filing_id,
    coalesce(sum(abs(amount_cny)) filter (
        where fund_source not in ('general_public_budget', 'government_fund', 'state_capital') or fund_source is null
    ), 0) = 0 as only_fiscal_income,
    coalesce(sum(abs(amount_cny)) filter (
        where fund_source <> 'general_public_budget' or fund_source is null
    ), 0) = 0 as only_general_public_budget
from {{ ref('int_rule_cross_cell') }}
where
    table_kind = 'revenue_expenditure_summary'
    and measure = 'total'
    and line in ('income.line', 'income.extra', 'income.carryover')
group by filing_id
-- A line that was printed but not read may be the other money.
having bool_and(reason is null or reason = 'operand_blank')
