-- Grain: instance × operand. One figure of one table against figures of others; which ones stands in the seed
-- rule_cross_identity. An operand that is not there is a row too, with the reason.
with term as (
    select
        row_number() over () as term_no,
        filing.filing_id,
        identity.*,
        chosen.reason as table_reason,
        case identity.condition
            when 'only_fiscal_income' then condition.only_fiscal_income
            when 'carryover_apart' then condition.carryover_apart
            when 'medical_subsidy_apart' then condition.medical_subsidy_apart
            when 'medical_subsidy_within' then condition.medical_subsidy_within
            when 'economic_classes_unmixed' then condition.economic_classes_unmixed
            else true
        end as holds
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

-- A row with money but no known code may be the one that is looked for.
unresolved as (
    select distinct
        filing_id,
        table_kind
    from {{ ref('int_rule_cross_cell') }}
    where
        table_kind in (select coded.table_kind from {{ ref('rule_hierarchy_identity') }} as coded)
        and is_code_unresolved
        and amount_cny <> 0
),

-- The cells that each term means. Apart from the outer join below, which is by equality alone: only such joins scale.
meant as (
    select
        term.term_no,
        cell.*
    from term
    inner join {{ ref('int_rule_cross_cell') }} as cell
        on
            term.filing_id = cell.filing_id
            and term.table_kind = cell.table_kind
            and term.measure = cell.measure
    where
        (term.line is null or term.line = cell.line or term.line = cell.final_line)
        and coalesce(term.subject_code, cell.subject_code, '') = coalesce(cell.subject_code, '')
        and (term.subject_code is null or cell.row_role <> 'of_which')
        -- A source of revenue is that of the year: what was carried over from it stands in columns of its own.
        and (
            term.table_kind <> 'revenue'
            or term.measure = 'total'
            or coalesce(cell.vintage, 'current') = 'current'
        )
        and (
            term.fund_source is null
            or (term.fund_source = cell.fund_source and coalesce(cell.vintage, 'current') = 'current')
        )
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
        term.subject_code is not null as is_coded,
        coalesce(
            -- A condition that cannot be told is not one that fails.
            case when not term.holds then 'condition_not_met' end,
            term.table_reason,
            case when term.holds is null then 'condition_unknown' end,
            case
                when cell.cell_id is null and column_found.measure is null then 'column_not_in_layout'
                when cell.cell_id is null then 'operand_not_found'
                -- A code that the publisher gave to something else (302 12 for 退休人员活动费) is not what is looked for.
                when not regexp_matches(cell.row_name, term.row_name) then 'code_unresolved'
            end,
            -- Only carry-over is split over several columns of one source.
            case
                when
                    count(*) over (
                        partition by
                            term.filing_id, term.rule_id, term.identity, term.operand_side, term.table_kind,
                            term.line, term.measure, term.fund_source, term.subject_code,
                            coalesce(cell.vintage, 'current')
                    ) > 1
                    then 'several_cells'
            end,
            cell.reason
        ) as term_reason,
        -- A code that the publisher did not print anywhere leaves nothing to compare; printed in one table only, it is
        -- an operand that was not found.
        term.subject_code is not null
        and cell.cell_id is null
        and count(cell.cell_id) filter (where term.subject_code is not null) over instance_of_filing = 0
        and unresolved.table_kind is null as is_code_not_printed,
        unresolved.table_kind is not null
        and term.subject_code is not null
        and cell.cell_id is null as is_code_unresolved,
        cell.document_id,
        cell.cell_id,
        cell.amount_cny,
        cell.ulp_cny,
        cell.unit_declared,
        cell.raw_text,
        cell.reading_order
    from term
    left join meant as cell on term.term_no = cell.term_no
    left join column_found
        on
            term.filing_id = column_found.filing_id
            and term.table_kind = column_found.table_kind
            and term.measure = column_found.measure
    left join unresolved on term.filing_id = unresolved.filing_id and term.table_kind = unresolved.table_kind
    window instance_of_filing as (partition by term.filing_id, term.rule_id, term.identity)
),

operand as (
    select
        * replace (
            case
                when term_reason = 'operand_not_found' and is_code_unresolved then 'code_unresolved'
                when term_reason = 'operand_not_found' and is_code_not_printed then 'code_not_printed'
                else term_reason
            end as term_reason
        )
    from matched
)

select
    operand.rule_id,
    operand.filing_id,
    operand.identity as instance,
    operand.comparison,
    {{ operand_columns('operand', 'operand_side', 'operand.term_reason') }},
    operand.term_table_kind as table_kind
from operand
where
    operand.is_required
    or operand.term_reason is null
    or (
        operand.term_reason not in ('table_nil', 'operand_blank', 'code_not_printed')
        and not (operand.is_coded and operand.term_reason = 'operand_not_found')
    )
