-- Grain: instance × operand. One figure of one table against figures of others; which ones stands in the seed
-- rule_cross_identity. An operand that is not there is a row too, with the reason.
with term as (
    select
        filing.filing_id,
        identity.*,
        chosen.reason as table_reason,
        case identity.condition when 'only_fiscal_income' then condition.only_fiscal_income else true end as holds
    from {{ ref('dim_filing') }} as filing
    cross join {{ ref('rule_cross_identity') }} as identity
    inner join {{ ref('int_rule_table') }} as chosen
        on filing.filing_id = chosen.filing_id and identity.table_kind = chosen.table_kind
    left join {{ ref('int_rule_condition') }} as condition on filing.filing_id = condition.filing_id
),

-- The columns of each table. A column of unknown meaning may be any of them.
column_found as (
    select distinct
        cell.filing_id,
        cell.table_kind,
        identity.measure
    from {{ ref('int_rule_cross_cell') }} as cell
    inner join {{ ref('rule_cross_identity') }} as identity
        on cell.table_kind = identity.table_kind and cell.measure in (identity.measure, 'other')
),

matched as (
    select
        term.filing_id,
        term.rule_id,
        term.identity,
        term.comparison,
        term.operand_side,
        term.is_required,
        term.table_kind as term_table_kind,
        coalesce(
            -- A condition that cannot be told is not one that fails.
            case when not term.holds then 'condition_not_met' when term.holds is null then 'condition_unknown' end,
            term.table_reason,
            case
                when cell.cell_id is null and column_found.measure is null then 'column_not_in_layout'
                when cell.cell_id is null then 'operand_not_found'
            end,
            -- Only carry-over is split over several columns of one source.
            case
                when
                    count(*) over (
                        partition by
                            term.filing_id, term.rule_id, term.identity, term.operand_side, term.table_kind,
                            term.line, term.measure, term.fund_source, coalesce(cell.vintage, 'current')
                    ) > 1
                    then 'several_cells'
            end,
            cell.reason
        ) as term_reason,
        cell.document_id,
        cell.cell_id,
        cell.amount_cny,
        cell.ulp_cny,
        cell.unit_declared,
        cell.raw_text,
        cell.reading_order
    from term
    left join {{ ref('int_rule_cross_cell') }} as cell
        on
            term.filing_id = cell.filing_id
            and term.table_kind = cell.table_kind
            and term.line = cell.line
            and term.measure = cell.measure
            and (
                term.fund_source is null
                or (term.fund_source = cell.fund_source and coalesce(cell.vintage, 'current') = 'current')
            )
    left join column_found
        on
            term.filing_id = column_found.filing_id
            and term.table_kind = column_found.table_kind
            and term.measure = column_found.measure
)

select
    matched.rule_id,
    matched.filing_id,
    matched.identity as instance,
    matched.comparison,
    {{ operand_columns('matched', 'operand_side', 'matched.term_reason') }},
    matched.term_table_kind as table_kind
from matched
where matched.is_required or matched.term_reason is null or matched.term_reason not in ('table_nil', 'operand_blank')
