-- Grain: rule × filing × instance. Every rule has at least one row for every filing; where there is no instance to
-- show, the row says why.
with verdict as (
    select * from {{ ref('int_rule_statement_verdict') }}
    union all by name
    select * from {{ ref('int_rule_code_verdict') }}
    union all by name
    select * from {{ ref('int_rule_nil_verdict') }}
    union all by name
    select * from {{ ref('int_rule_nil_note_verdict') }}
    union all by name
    select * from {{ ref('int_rule_share_verdict') }}
    union all by name
    select * from {{ ref('int_rule_contents_verdict') }}
    union all by name
    select * from {{ ref('int_rule_unit_name_verdict') }}
    union all by name
    select * from {{ ref('int_rule_growth_verdict') }}
    union all by name
    select * from {{ ref('int_rule_claim_share_verdict') }}
    union all by name
    select * from {{ ref('int_rule_claim_word_verdict') }}
    union all by name
    select * from {{ ref('int_rule_claim_set_verdict') }}
    union all by name
    select * from {{ ref('int_rule_section_verdict') }}
    union all by name
    select * from {{ ref('int_rule_project_verdict') }}
),

-- A failed sum of leaves tells nothing new where a sum of classes, groups or items of the same column has failed.
explained as (
    select distinct
        leaves.filing_id,
        leaves.instance
    from {{ ref('int_rule_comparison') }} as leaves
    inner join {{ ref('int_rule_cell') }} as total on leaves.lhs_cell_ids[1] = total.cell_id
    inner join {{ ref('int_rule_cell') }} as parent
        on total.slice_key = parent.slice_key and total.column_no = parent.column_no
    inner join {{ ref('int_rule_comparison') }} as level_sum
        on parent.cell_id = level_sum.lhs_cell_ids[1] and level_sum.rule_id in ('H01', 'H02', 'H03')
    where leaves.rule_id = 'H04' and leaves.status = 'fail' and level_sum.status = 'fail'
),

instance as (
    select
        comparison.* replace (
            case when explained.instance is null then comparison.status end as status,
            case when explained.instance is null then comparison.reason else 'explained_by_parent_sums' end as reason
        )
    from {{ ref('int_rule_comparison') }} as comparison
    left join explained
        on
            comparison.rule_id = 'H04'
            and comparison.filing_id = explained.filing_id
            and comparison.instance = explained.instance
    union all by name
    select * from verdict
),

-- Rules within a table owe an answer for each kind of table they are about, rules between tables one for the filing.
answer_owed as (
    select
        rule.rule_id,
        filing.filing_id,
        chosen.table_kind,
        chosen.reason as table_reason,
        rule.is_evaluated
    from {{ ref('dim_rule') }} as rule
    cross join {{ ref('dim_filing') }} as filing
    left join {{ ref('rule_table') }} as rule_table
        on rule.rule_id = rule_table.rule_id and rule.family in ('within_table', 'code_hierarchy')
    left join {{ ref('int_rule_table') }} as chosen
        on filing.filing_id = chosen.filing_id and rule_table.table_kind = chosen.table_kind
),

-- Rules between tables: the first of their tables that is not there, ours to answer for before the publisher's layout.
table_missing as (
    select
        rule_table.rule_id,
        chosen.filing_id,
        min_by(
            chosen.reason,
            case chosen.reason
                when 'table_set_aside' then 1 when 'table_not_found' then 2 when 'several_statements' then 3 else 4
            end
        ) as reason
    from {{ ref('rule_table') }} as rule_table
    inner join {{ ref('int_rule_table') }} as chosen on rule_table.table_kind = chosen.table_kind
    -- Each project has a sheet of its own: several of them are no reason.
    where
        chosen.reason is not null
        and not (chosen.table_kind = 'performance_project' and chosen.reason = 'several_statements')
    group by all
),

-- Rules about the text: where it says nothing of the kind, there is nothing to check.
rule_of_text as (
    select rule_id from {{ ref('dim_rule') }}
    where family in ('narrative_vs_table', 'claim_arithmetic') or rule_id in ('Y01', 'Y02', 'Y03')
),

filing_with_claims as (
    select distinct filing_id from {{ ref('fct_narrative_claim') }}
),

unanswered as (
    select
        owed.rule_id,
        owed.filing_id,
        owed.table_kind,
        coalesce(owed.table_kind, 'filing') as instance,
        case
            when not owed.is_evaluated then 'rule_not_implemented'
            when owed.rule_id = 'M03' then 'no_nil_table'
            when
                owed.table_kind is null
                and rule_of_text.rule_id is not null
                then case when explained.filing_id is null then 'no_explanation' else 'not_stated' end
            when owed.table_kind is null then coalesce(table_missing.reason, 'operand_not_found')
            -- Within a table it does not matter how many there are of its kind.
            else coalesce(nullif(owed.table_reason, 'several_statements'), 'operand_not_found')
        end as reason
    from answer_owed as owed
    left join table_missing on owed.rule_id = table_missing.rule_id and owed.filing_id = table_missing.filing_id
    left join rule_of_text on owed.rule_id = rule_of_text.rule_id
    left join filing_with_claims as explained on owed.filing_id = explained.filing_id
    where
        not exists (
            select 1
            from instance
            where
                instance.rule_id = owed.rule_id
                and instance.filing_id = owed.filing_id
                and (owed.table_kind is null or instance.table_kind = owed.table_kind)
        )
),

-- A result that is about no table belongs to the document that has the statements.
document as (
    select
        filing_id,
        min_by(document_id, (role = 'explanation', document_id)) as document_id
    from {{ ref('bridge_filing_document') }}
    group by filing_id
),

result as (
    select * from instance
    union all by name
    select * from unanswered
)

select
    {{ hash_key(['result.rule_id', 'result.filing_id', 'result.instance']) }} as result_id,
    result.rule_id,
    result.filing_id,
    coalesce(result.document_id, document.document_id) as document_id,
    filing.fiscal_year,
    result.table_kind,
    result.instance,
    coalesce(result.status, {{ unanswered_status('result.reason') }}) as status,
    coalesce(result.severity, rule.severity) as severity,
    coalesce(result.tolerance_class, rule.tolerance_class) as tolerance_class,
    cast(result.lhs_value as decimal(20, 2)) as lhs_value,
    cast(result.lhs_low as decimal(22, 4)) as lhs_low,
    cast(result.lhs_high as decimal(22, 4)) as lhs_high,
    cast(result.rhs_value as decimal(20, 2)) as rhs_value,
    cast(result.rhs_low as decimal(22, 4)) as rhs_low,
    cast(result.rhs_high as decimal(22, 4)) as rhs_high,
    coalesce(
        result.value_unit, case when result.lhs_value is not null or result.rhs_value is not null then 'CNY' end
    ) as value_unit,
    cast(result.difference as decimal(20, 2)) as difference,
    -- Years and percentages that are printed twice have no bound: they are equal or not.
    cast(coalesce(result.tolerance, case when result.difference is not null then 0 end) as decimal(22, 4)) as tolerance,
    result.lhs_text,
    result.rhs_text,
    coalesce(result.lhs_cell_ids, []) as lhs_cell_ids,
    coalesce(result.rhs_cell_ids, []) as rhs_cell_ids,
    coalesce(result.lhs_claim_ids, []) as lhs_claim_ids,
    coalesce(result.rhs_claim_ids, []) as rhs_claim_ids,
    case when result.status is null then result.reason end as reason,
    -- A rule that knows its own slips says which; two amounts are compared digit by digit.
    case
        when result.status = 'fail'
            then coalesce(
                result.diagnosis,
                classified.diagnosis,
                {{ rule_diagnosis('result.lhs_value', 'result.rhs_value', 'result.finest_ulp') }}
            )
    end as diagnosis,
    -- What the left side would have to be for this identity to hold. An inequality determines no value.
    case
        when result.status = 'fail' and not starts_with(coalesce(result.tolerance_class, 'NONE'), 'INEQ')
            then cast(coalesce(result.suggested_value, result.rhs_value) as decimal(20, 2))
    end as suggested_value
from result
inner join {{ ref('dim_rule') }} as rule on result.rule_id = rule.rule_id
inner join {{ ref('dim_filing') }} as filing on result.filing_id = filing.filing_id
left join document on result.filing_id = document.filing_id
left join {{ ref('int_rule_project_diagnosis') }} as classified
    on
        result.rule_id = classified.rule_id
        and result.filing_id = classified.filing_id
        and result.instance = classified.instance
order by result.rule_id, result.filing_id, result.instance
