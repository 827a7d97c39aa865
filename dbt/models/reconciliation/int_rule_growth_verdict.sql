-- Grain: stated growth rate (C01). The base is amount − change; where the text gives no change but the amount of the
-- year that it compares with (执行数为54.60万元), that is the base. Interval arithmetic over both, and for a rate that
-- does not tie the slip that explains it: the amount of this year or of an earlier year as base, the wrong sign, a
-- shifted point, digits cut off.
{% set rate = "cast(change_percent as double)" %}
with stated as (
    select * from {{ ref('int_rule_claim') }}
    where claim_kind = 'change' and change_percent is not null
),

-- The amount of the year compared with, said of the same thing shortly before.
stated_base as (
    select
        stated.claim_id,
        base.claim_id as base_claim_id,
        base.amount_cny as base_cny,
        base.amount_ulp_cny as base_ulp_cny,
        base.amount_text as base_text
    from stated
    inner join {{ ref('int_rule_claim') }} as base
        on
            stated.filing_id = base.filing_id
            and stated.section_id = base.section_id
            and stated.base_year = base.amount_year
            and stated.base_kind is not distinct from base.base_kind
            and stated.subject_path is not distinct from base.subject_path
            and base.claim_kind = 'amount'
            and base.topic = 'history_amount'
            and base.amount_cny is not null
            and base.claim_no between stated.claim_no - 3 and stated.claim_no - 1
    where stated.change_cny is null
    qualify row_number() over (partition by stated.claim_id order by base.claim_no desc) = 1
),

claim as (
    select
        stated.*,
        base.base_claim_id,
        base.base_cny,
        base.base_ulp_cny,
        base.base_text,
        coalesce(stated.signed_change_cny, stated.amount_cny - base.base_cny) as delta_cny,
        coalesce(stated.change_ulp_cny, stated.amount_ulp_cny + base.base_ulp_cny, 0) as delta_ulp_cny,
        case
            when stated.amount_cny is null then 'amount_not_stated'
            when stated.signed_change_cny is null and base.base_cny is null then 'change_not_stated'
            when stated.amount_ulp_cny is null then 'unit_unknown'
            when coalesce(base.base_cny, stated.amount_cny - stated.signed_change_cny) = 0 then 'base_is_zero'
            when stated.percent_decimals is null then 'operand_not_read'
        end as reason,
        -- A rate is printed without sign; of a base that is stated itself the direction is checked along.
        coalesce(nullif(stated.direction_sign, 0), 1) as rate_sign
    from stated
    left join stated_base as base on stated.claim_id = base.claim_id
),

measured as (
    select
        *,
        case
            when base_cny is not null
                then rate_sign * 100 * (cast(amount_cny as double) / nullif(cast(base_cny as double), 0) - 1)
            else 100 * abs(cast(delta_cny as double) / nullif(cast(amount_cny - delta_cny as double), 0))
        end as expected,
        case
            when base_cny is null
                then {{ growth_low('amount_cny', 'amount_ulp_cny', 'delta_cny', 'delta_ulp_cny') }}
            when rate_sign > 0
                then {{ share_low('amount_cny', 'amount_ulp_cny', 'base_cny', 'base_ulp_cny') }} - 100
            else 100 - {{ share_high('amount_cny', 'amount_ulp_cny', 'base_cny', 'base_ulp_cny') }}
        end as expected_low,
        case
            when base_cny is null
                then {{ growth_high('amount_cny', 'amount_ulp_cny', 'delta_cny', 'delta_ulp_cny') }}
            when rate_sign > 0
                then {{ share_high('amount_cny', 'amount_ulp_cny', 'base_cny', 'base_ulp_cny') }} - 100
            else 100 - {{ share_low('amount_cny', 'amount_ulp_cny', 'base_cny', 'base_ulp_cny') }}
        end as expected_high
    from claim
),

-- The same figure two years back: the base that a sentence copied from last year would have used.
older as (
    select
        claim.claim_id,
        min(past.amount_cny) as amount_cny,
        min(past.ulp_cny) as ulp_cny
    from claim
    inner join {{ ref('int_rule_claim') }} as earlier on claim.prior_filing_id = earlier.filing_id
    inner join {{ ref('int_claim_cell') }} as past
        on earlier.prior_filing_id = past.filing_id and claim.figure_key = past.figure_key
    group by claim.claim_id
    having count(distinct past.cell_id) = 1
),

judged as (
    select
        measured.*,
        older.amount_cny as older_cny,
        older.ulp_cny as older_ulp_cny,
        case
            when measured.reason is not null then null
            when round(measured.expected, cast(measured.percent_decimals as integer)) = {{ rate }} then 'pass'
            when {{ share_ties(rate, 'percent_decimals', 'expected_low', 'expected_high') }} then 'rounding'
            else 'fail'
        end as status
    from measured
    left join older on measured.claim_id = older.claim_id
)

select
    'C01' as rule_id,
    filing_id,
    document_id,
    cell_table_kind as table_kind,
    label as instance,
    status,
    reason,
    'PCT' as tolerance_class,
    '%' as value_unit,
    cast(change_percent as decimal(24, 6)) as lhs_value,
    cast(change_percent - 0.5 * power(10, -percent_decimals) as decimal(24, 6)) as lhs_low,
    cast(change_percent + 0.5 * power(10, -percent_decimals) as decimal(24, 6)) as lhs_high,
    cast(expected as decimal(24, 6)) as rhs_value,
    cast(expected_low as decimal(24, 6)) as rhs_low,
    cast(expected_high as decimal(24, 6)) as rhs_high,
    cast({{ rate }} - expected as decimal(24, 6)) as difference,
    cast((expected_high - expected_low) / 2 + 0.5 * power(10, -percent_decimals) as decimal(24, 6)) as tolerance,
    percent_text as lhs_text,
    case
        when status is not null and base_cny is not null
            then
                concat(
                    '(', amount_text, ' − ', base_text, ') ÷ ', base_text, ' = ',
                    cast(cast(rate_sign * expected as decimal(24, 4)) as varchar), '%'
                )
        when status is not null then concat(
            coalesce(change_text, '0'), ' ÷ (', amount_text,
            case when signed_change_cny < 0 then ' + ' else ' − ' end, coalesce(change_text, '0'), ') = ',
            cast(cast(expected as decimal(24, 4)) as varchar), '%'
        )
    end as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids,
    [claim_id] as lhs_claim_ids,
    list_filter([amount_claim_id, base_claim_id], id -> id is not null) as rhs_claim_ids,
    case
        when coalesce(status, '') <> 'fail' then null
        when {{ share_ties(
            rate, 'percent_decimals',
            share_low('abs(delta_cny)', 'delta_ulp_cny', 'amount_cny', 'amount_ulp_cny'),
            share_high('abs(delta_cny)', 'delta_ulp_cny', 'amount_cny', 'amount_ulp_cny')
        ) }} then 'wrong_denominator'
        when older_cny <> 0 and {{ share_ties(
            rate, 'percent_decimals',
            share_low('abs(amount_cny - older_cny)', 'amount_ulp_cny + older_ulp_cny', 'older_cny', 'older_ulp_cny'),
            share_high('abs(amount_cny - older_cny)', 'amount_ulp_cny + older_ulp_cny', 'older_cny', 'older_ulp_cny')
        ) }} then 'wrong_base_year'
        when {{ share_ties(
            rate, 'percent_decimals',
            growth_low('amount_cny', 'amount_ulp_cny', '(-delta_cny)', 'delta_ulp_cny'),
            growth_high('amount_cny', 'amount_ulp_cny', '(-delta_cny)', 'delta_ulp_cny')
        ) }} then 'sign'
        when base_cny is not null and {{ share_ties(rate, 'percent_decimals', '-expected_high', '-expected_low') }}
            then 'sign'
        when
        {% for factor in (10, 100, 1000, 0.1, 0.01, 0.001) %}
                {{ share_ties(rate ~ ' * ' ~ factor, 'percent_decimals', 'expected_low', 'expected_high') }}
                {{ 'or' if not loop.last }}
        {% endfor %}
            then 'decimal_shift'
        when trunc(expected * power(10, percent_decimals)) / power(10, percent_decimals) = {{ rate }} then 'truncation'
        else {{ rule_diagnosis(
            'cast(change_percent as decimal(24, 6))',
            'cast(round(expected, cast(percent_decimals as integer)) as decimal(24, 6))',
            'power(10, -percent_decimals)'
        ) }}
    end as diagnosis,
    case
        when status = 'fail' then cast(round(expected, cast(percent_decimals as integer)) as decimal(20, 2))
    end as suggested_value
from judged
