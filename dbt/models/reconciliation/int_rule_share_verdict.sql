-- Grain: printed share (W19). Interval arithmetic, and for a share that does not tie the slip that explains it: another
-- base, an earlier year's share, a shifted point, a plug that makes the shares of its side add up to one hundred.
{% set share = "cast(share_value as double)" %}
with measured as (
    select
        *,
        case
            when is_total then 100
            else 100 * cast(part_cny as double) / nullif(cast(base_cny as double), 0)
        end as expected,
        case
            when is_total then 100
            else {{ share_low('part_cny', 'part_ulp_cny', 'base_cny', 'base_ulp_cny') }}
        end as expected_low,
        case
            when is_total then 100
            else {{ share_high('part_cny', 'part_ulp_cny', 'base_cny', 'base_ulp_cny') }}
        end as expected_high
    from {{ ref('int_rule_share_operand') }}
),

judged as (
    select
        *,
        case
            when reason is not null or expected_low is null then null
            when round(expected, cast(share_decimals as integer)) = {{ share }} then 'pass'
            when {{ share_ties(share, 'share_decimals', 'expected_low', 'expected_high') }} then 'rounding'
            else 'fail'
        end as status,
        list_filter(
            candidates,
            candidate -> {{ share_ties(
                share, 'share_decimals',
                share_low('candidate.part_cny', 'candidate.part_ulp_cny', 'candidate.base_cny', 'candidate.base_ulp_cny'),
                share_high('candidate.part_cny', 'candidate.part_ulp_cny', 'candidate.base_cny', 'candidate.base_ulp_cny')
            ) }}
        )[1] as tying
    from measured
),

explained as (
    select
        *,
        -- All other parts tie, and this one is what they leave of one hundred.
        count(*) filter (where not is_total and status = 'fail') over shares = 1
        and count(*) filter (where not is_total and status is not null) over shares > 1
        and abs(sum({{ share }}) filter (where not is_total and status is not null) over shares - 100) < 1e-9
            as is_plug
    from judged
    window shares as (partition by rule_id, filing_id, share_group)
)

select
    rule_id,
    filing_id,
    document_id,
    table_kind,
    instance,
    status,
    case when status is null then coalesce(reason, 'base_is_zero') end as reason,
    'PCT' as tolerance_class,
    '%' as value_unit,
    cast(share_value as decimal(24, 6)) as lhs_value,
    cast(share_value - 0.5 * power(10, -share_decimals) as decimal(24, 6)) as lhs_low,
    cast(share_value + 0.5 * power(10, -share_decimals) as decimal(24, 6)) as lhs_high,
    cast(expected as decimal(24, 6)) as rhs_value,
    cast(expected_low as decimal(24, 6)) as rhs_low,
    cast(expected_high as decimal(24, 6)) as rhs_high,
    cast(share_value - expected as decimal(24, 6)) as difference,
    cast((expected_high - expected_low) / 2 + 0.5 * power(10, -share_decimals) as decimal(24, 6)) as tolerance,
    share_text as lhs_text,
    case
        when status is not null then
            part_text || ' ÷ ' || base_text || ' = ' || cast(cast(expected as decimal(24, 4)) as varchar) || '%'
            || case
                when status = 'fail' and tying is not null
                    then
                        '；以 ' || struct_extract(tying, 'base_text') || ' 计则相符 ties on '
                        || struct_extract(tying, 'base')
                else ''
            end
    end as rhs_text,
    [cell_id] as lhs_cell_ids,
    list_filter([part_cell_id, case when base_cell_id <> part_cell_id then base_cell_id end], id -> id is not null)
        as rhs_cell_ids,
    case
        when status is null or status <> 'fail' then null
        when tying is not null then struct_extract(tying, 'diagnosis')
        when {{ share_ties_shifted(share, 'share_decimals', 'expected_low', 'expected_high') }} then 'decimal_shift'
        when is_plug and not is_total then 'plug'
        else {{ rule_diagnosis(
            'cast(share_value as decimal(24, 6))',
            'cast(round(expected, cast(share_decimals as integer)) as decimal(24, 6))',
            'power(10, -share_decimals)'
        ) }}
    end as diagnosis,
    case
        when status = 'fail' then cast(round(expected, cast(share_decimals as integer)) as decimal(20, 2))
    end as suggested_value
from explained
