-- Grain: instance × operand. Two tables compared row by row, joined by subject code or by unit. An instance is a key
-- under which either side prints money; a side that lacks it is an operand row with the reason.
{% set classes = "cell.measure = 'total' and length(cell.subject_code) = 3" %}
{% set lines = "cell.measure = 'total' and cell.line = 'expenditure.line'" %}
{% set columns = "cell.measure in ('total', 'basic', 'project')" %}
{% set row_and_column
    = "case when cell.line = 'grand_total' then 'total' else cell.subject_code end || '/' || cell.measure" %}
{% set unit_revenue = "cell.measure = 'general_public_budget' and cell.line <> 'grand_total'" %}
{% set unit_expenditure = "cell.measure = 'total' and cell.line <> 'grand_total'" %}
{% set sides = [
    ('X04', 'lhs', 'revenue_expenditure_summary', 'cell.subject_code', lines),
    ('X04', 'rhs', 'expenditure', 'cell.subject_code', classes),
    ('X06', 'lhs', 'fiscal_appropriation', 'cell.subject_code', lines),
    ('X06', 'rhs', 'general_public_by_function', 'cell.subject_code', classes),
    ('X06', 'rhs', 'government_fund', 'cell.subject_code', classes),
    ('X06', 'rhs', 'state_capital', 'cell.subject_code', classes),
    ('X08', 'lhs', 'expenditure', row_and_column, columns),
    ('X08', 'rhs', 'general_public_by_function', row_and_column, columns),
    ('X10', 'lhs', 'revenue', 'cell.unit_code_printed', unit_revenue),
    ('X10', 'rhs', 'general_public_by_unit', 'cell.unit_code_printed', unit_expenditure),
] %}
with side_cell as (
    {% for rule_id, operand_side, table_kind, key, condition in sides %}
        select
            '{{ rule_id }}' as rule_id,
            '{{ operand_side }}' as operand_side,
            {{ key }} as key,
            cell.*
        from {{ ref('int_rule_cross_cell') }} as cell
        where
            cell.table_kind = '{{ table_kind }}'
            and coalesce(cell.vintage, 'current') = 'current'
            and cell.row_role <> 'of_which'
            and {{ condition }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- Money carried over is spent beside this year's: revenue of the year then need not equal expenditure.
carryover as (
    select distinct filing_id
    from {{ ref('int_rule_cross_cell') }}
    where table_kind = 'revenue' and measure = 'carryover' and amount_cny <> 0
),

-- Both tables have to be there; a nil table of a fund adds nothing to the other two.
rule_filing as (
    select
        rule_table.rule_id,
        chosen.filing_id
    from {{ ref('rule_table') }} as rule_table
    inner join {{ ref('int_rule_table') }} as chosen on rule_table.table_kind = chosen.table_kind
    where rule_table.rule_id in ('X04', 'X06', 'X08', 'X10')
    group by all
    having
        bool_and(
            chosen.reason is null
            or (
                rule_table.rule_id = 'X06'
                and rule_table.table_kind in ('government_fund', 'state_capital')
                and chosen.reason = 'table_nil'
            )
        )
),

-- A row whose code is not known may be the one that is looked for.
unresolved as (
    select distinct
        rule_table.rule_id,
        cell.filing_id
    from {{ ref('rule_table') }} as rule_table
    inner join {{ ref('int_rule_cross_cell') }} as cell on rule_table.table_kind = cell.table_kind
    where
        rule_table.rule_id in ('X04', 'X06', 'X08')
        and cell.is_code_unresolved
        and cell.amount_cny <> 0
        and (cell.line = 'expenditure.line' or cell.line in ('detail', 'subtotal'))
),

key_found as (
    select
        side_cell.rule_id,
        side_cell.filing_id,
        side_cell.key,
        case
            when side_cell.rule_id <> 'X08' or condition.only_general_public_budget then 'exact'
            else 'at_least'
        end as comparison,
        bool_or(side_cell.operand_side = 'lhs') as has_lhs,
        bool_or(side_cell.operand_side = 'rhs') as has_rhs
    from side_cell
    inner join rule_filing
        on side_cell.rule_id = rule_filing.rule_id and side_cell.filing_id = rule_filing.filing_id
    left join {{ ref('int_rule_condition') }} as condition on side_cell.filing_id = condition.filing_id
    where side_cell.key is not null
    group by all
    -- A line of zero that the other table does not have says nothing wrong.
    having
        bool_or(side_cell.amount_cny <> 0)
        or (count(distinct side_cell.operand_side) = 2 and bool_and(side_cell.is_printed))
),

-- Whatever the left table prints under a code that the right one lacks is at least as much as nothing.
keyed as (
    select *
    from key_found
    where comparison = 'exact' or has_rhs
),

present as (
    select
        keyed.rule_id,
        keyed.filing_id,
        keyed.key as instance,
        keyed.comparison,
        {{ operand_columns(
            'side_cell',
            'side_cell.operand_side',
            "case when side_cell.rule_id = 'X10' and carryover.filing_id is not null then 'carryover_present' "
            ~ "else side_cell.reason end"
        ) }},
        side_cell.table_kind
    from keyed
    inner join side_cell
        on
            keyed.rule_id = side_cell.rule_id
            and keyed.filing_id = side_cell.filing_id
            and keyed.key = side_cell.key
    left join carryover on keyed.filing_id = carryover.filing_id
    -- Of the statements that X06 adds up, one may leave the line blank.
    where side_cell.operand_side = 'lhs' or side_cell.is_printed or keyed.rule_id <> 'X06'
),

absent as (
    select
        keyed.rule_id,
        keyed.filing_id,
        keyed.key as instance,
        keyed.comparison,
        side.operand_side,
        null as document_id,
        null as cell_id,
        null as amount_cny,
        null as ulp_cny,
        null as unit_declared,
        null as raw_text,
        null as reading_order,
        case when unresolved.filing_id is not null then 'code_unresolved' else 'operand_not_found' end as reason,
        null as table_kind
    from keyed
    inner join (values ('lhs'), ('rhs')) as side (operand_side)
        on (side.operand_side = 'lhs' and not keyed.has_lhs) or (side.operand_side = 'rhs' and not keyed.has_rhs)
    left join unresolved on keyed.rule_id = unresolved.rule_id and keyed.filing_id = unresolved.filing_id
),

-- Rows with money whose name means no code, or more than one: each is an instance without an answer.
unresolved_row as (
    select
        side_cell.rule_id,
        side_cell.filing_id,
        side_cell.place as instance,
        'exact' as comparison,
        {{ operand_columns('side_cell', 'side_cell.operand_side', "'code_unresolved'") }},
        side_cell.table_kind
    from side_cell
    inner join rule_filing
        on side_cell.rule_id = rule_filing.rule_id and side_cell.filing_id = rule_filing.filing_id
    where
        side_cell.rule_id <> 'X10'
        and side_cell.key is null
        and side_cell.is_code_unresolved
        and side_cell.amount_cny <> 0
)

select * from present
union all
select * from absent
union all
select * from unresolved_row
