-- Grain: stated growth rate (C01). Interval arithmetic over amount and change, and for a rate that does not tie the slip
-- that explains it: the amount of this year or of an earlier year as base, the wrong sign, a shifted point, digits cut off.
{% set rate = "cast(change_percent as double)" %}
with claim as (
    select
        *,
        case
            when signed_change_cny is null then 'change_not_stated'
            when amount_cny is null then 'amount_not_stated'
            when amount_ulp_cny is null or coalesce(change_ulp_cny, 0) is null then 'unit_unknown'
            when amount_cny = signed_change_cny then 'base_is_zero'
            when percent_decimals is null then 'operand_not_read'
        end as reason,
        100 * abs(cast(signed_change_cny as double) / nullif(cast(amount_cny - signed_change_cny as double), 0))
            as expected
    from {{ ref('int_rule_claim') }}
    where claim_kind = 'change' and change_percent is not null
),

measured as (
    select
        *,
        {{ growth_low('amount_cny', 'amount_ulp_cny', 'signed_change_cny', 'change_ulp_cny') }} as expected_low,
        {{ growth_high('amount_cny', 'amount_ulp_cny', 'signed_change_cny', 'change_ulp_cny') }} as expected_high
    from claim
),

-- The same figure two years back: the base that a sentence copied from last year would have used.
older as (
    select
        claim.claim_id,
        min(past.amount_cny) as amount_cny,
        min(past.ulp_cny) as ulp_cny
    from claim
    inner join {{ ref('int_rule_claim') }} as prior on claim.prior_filing_id = prior.filing_id
    inner join {{ ref('int_claim_cell') }} as past
        on prior.prior_filing_id = past.filing_id and claim.figure_key = past.figure_key
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
        when status is not null then concat(
            coalesce(change_text, '0'), ' ÷ (', amount_text,
            case when signed_change_cny < 0 then ' + ' else ' − ' end, coalesce(change_text, '0'), ') = ',
            cast(cast(expected as decimal(24, 4)) as varchar), '%'
        )
    end as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids,
    [claim_id] as lhs_claim_ids,
    list_filter([amount_claim_id], id -> id is not null) as rhs_claim_ids,
    case
        when status is distinct from 'fail' then null
        when {{ share_ties(
            rate, 'percent_decimals',
            share_low('abs(signed_change_cny)', 'change_ulp_cny', 'amount_cny', 'amount_ulp_cny'),
            share_high('abs(signed_change_cny)', 'change_ulp_cny', 'amount_cny', 'amount_ulp_cny')
        ) }} then 'wrong_denominator'
        when older_cny <> 0 and {{ share_ties(
            rate, 'percent_decimals',
            share_low('abs(amount_cny - older_cny)', 'amount_ulp_cny + older_ulp_cny', 'older_cny', 'older_ulp_cny'),
            share_high('abs(amount_cny - older_cny)', 'amount_ulp_cny + older_ulp_cny', 'older_cny', 'older_ulp_cny')
        ) }} then 'wrong_base_year'
        when {{ share_ties(
            rate, 'percent_decimals',
            growth_low('amount_cny', 'amount_ulp_cny', '(-signed_change_cny)', 'change_ulp_cny'),
            growth_high('amount_cny', 'amount_ulp_cny', '(-signed_change_cny)', 'change_ulp_cny')
        ) }} then 'sign'
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
