-- Grain: instance of a rule about shares that the text states: each against part and whole (C05), those of one whole
-- together (C06), and the same share in two sections (N08).
{% set share = "cast(share_percent as double)" %}
with share as (
    select
        *,
        coalesce(base_claim_id, base_cell_id) as base_id,
        case
            when amount_cny is null then 'amount_not_stated'
            when base_cny is null then 'whole_not_found'
            when base_cny = 0 then 'base_is_zero'
            when percent_decimals is null then 'operand_not_read'
        end as reason
    from {{ ref('int_rule_claim_share') }}
),

judged as (
    select
        *,
        case
            when reason is not null then null
            when round(expected, cast(percent_decimals as integer)) = {{ share }} then 'pass'
            when {{ share_ties(share, 'percent_decimals', 'expected_low', 'expected_high') }} then 'rounding'
            else 'fail'
        end as status
    from share
),

-- The shares of one whole in one section. A plug is what the others leave of one hundred.
grouped as (
    select
        *,
        count(*) over shares as shares_of_whole,
        sum({{ share }}) over shares as share_sum,
        sum(amount_cny) over shares as part_sum,
        sum(amount_ulp_cny) over shares as part_ulp_sum,
        sum(0.5 * power(10, -percent_decimals)) over shares as share_play,
        round(expected, cast(percent_decimals as integer)) <> {{ share }}
        and count(*) over shares > 1
        and abs(sum({{ share }}) over shares - 100) < 1e-9 as is_plug
    from judged
    window shares as (partition by filing_id, section_id, base_id)
),

together as (
    select
        filing_id,
        section_id,
        base_id,
        min(document_id) as document_id,
        min_by(label, claim_no) as label,
        min(share_sum) as share_sum,
        min(share_play) as share_play,
        min(part_sum) as part_sum,
        min(part_ulp_sum) as part_ulp_sum,
        min(base_cny) as base_cny,
        min(base_ulp_cny) as base_ulp_cny,
        max(reason) as reason,
        list(claim_id order by claim_no) as claim_ids,
        string_agg(percent_text, ' + ' order by claim_no) as shares_text
    from grouped
    where shares_of_whole > 1
    group by filing_id, section_id, base_id
),

told as (
    select
        *,
        first_value(claim_id) over same_share as first_claim_id
    from grouped
    where topic is not null and reason is null
    -- One part of one whole.
    window same_share as (
        partition by filing_id, topic, subject_key, fund_source, amount_year, amount_cny, base_cny order by claim_no
    )
)

select
    'C05' as rule_id,
    filing_id,
    document_id,
    cell_table_kind as table_kind,
    label as instance,
    status,
    reason,
    'PCT' as tolerance_class,
    '%' as value_unit,
    cast(share_percent as decimal(24, 6)) as lhs_value,
    cast(share_percent - 0.5 * power(10, -percent_decimals) as decimal(24, 6)) as lhs_low,
    cast(share_percent + 0.5 * power(10, -percent_decimals) as decimal(24, 6)) as lhs_high,
    cast(expected as decimal(24, 6)) as rhs_value,
    cast(expected_low as decimal(24, 6)) as rhs_low,
    cast(expected_high as decimal(24, 6)) as rhs_high,
    cast({{ share }} - expected as decimal(24, 6)) as difference,
    cast((expected_high - expected_low) / 2 + 0.5 * power(10, -percent_decimals) as decimal(24, 6)) as tolerance,
    percent_text as lhs_text,
    case
        when status is not null
            then concat(amount_text, ' ÷ ', base_text, ' = ', cast(cast(expected as decimal(24, 4)) as varchar), '%')
    end as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    list_filter([base_cell_id], id -> id is not null) as rhs_cell_ids,
    [claim_id] as lhs_claim_ids,
    list_filter([amount_claim_id, base_claim_id], id -> id is not null) as rhs_claim_ids,
    case
        when coalesce(status, '') <> 'fail' then null
        when
        {% for factor in (10, 100, 1000, 0.1, 0.01, 0.001) %}
                {{ share_ties(share ~ ' * ' ~ factor, 'percent_decimals', 'expected_low', 'expected_high') }}
                {{ 'or' if not loop.last }}
        {% endfor %}
            then 'decimal_shift'
        when is_plug then 'plug'
        when trunc(expected * power(10, percent_decimals)) / power(10, percent_decimals) = {{ share }} then 'truncation'
        else {{ rule_diagnosis(
            'cast(share_percent as decimal(24, 6))',
            'cast(round(expected, cast(percent_decimals as integer)) as decimal(24, 6))',
            'power(10, -percent_decimals)'
        ) }}
    end as diagnosis,
    case
        when status = 'fail' then cast(round(expected, cast(percent_decimals as integer)) as decimal(20, 2))
    end as suggested_value
from grouped
union all by name
select
    'C06' as rule_id,
    filing_id,
    document_id,
    label as instance,
    case
        when reason is not null or abs(part_sum - base_cny) > (part_ulp_sum + base_ulp_cny) / 2 then null
        when abs(share_sum - 100) < 1e-9 then 'pass'
        when abs(share_sum - 100) <= share_play + 1e-9 then 'rounding'
        else 'fail'
    end as status,
    -- Shares of some of the parts do not make up the whole.
    coalesce(
        reason,
        case when abs(part_sum - base_cny) > (part_ulp_sum + base_ulp_cny) / 2 then 'condition_not_met' end
    ) as reason,
    'SUM(' || len(claim_ids) || ')' as tolerance_class,
    '%' as value_unit,
    cast(share_sum as decimal(24, 6)) as lhs_value,
    cast(share_sum - share_play as decimal(24, 6)) as lhs_low,
    cast(share_sum + share_play as decimal(24, 6)) as lhs_high,
    cast(100 as decimal(24, 6)) as rhs_value,
    cast(100 as decimal(24, 6)) as rhs_low,
    cast(100 as decimal(24, 6)) as rhs_high,
    cast(share_sum - 100 as decimal(24, 6)) as difference,
    cast(share_play as decimal(24, 6)) as tolerance,
    shares_text as lhs_text,
    '100%' as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids,
    claim_ids as lhs_claim_ids,
    cast([] as varchar[]) as rhs_claim_ids
from together
union all by name
select
    'N08' as rule_id,
    first_told.filing_id,
    first_told.document_id,
    first_told.cell_table_kind as table_kind,
    again.label || '/share' as instance,
    case
        when first_told.share_percent = again.share_percent then 'pass'
        when
            first_told.percent_decimals <> again.percent_decimals
            and abs(first_told.share_percent - again.share_percent)
            <= 0.5 * power(10, -least(first_told.percent_decimals, again.percent_decimals)) + 1e-9
            then 'rounding'
        else 'fail'
    end as status,
    'EXACT' as tolerance_class,
    '%' as value_unit,
    cast(first_told.share_percent as decimal(24, 6)) as lhs_value,
    cast(again.share_percent as decimal(24, 6)) as rhs_value,
    cast(first_told.share_percent - again.share_percent as decimal(24, 6)) as difference,
    first_told.percent_text as lhs_text,
    again.percent_text as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids,
    [first_told.claim_id] as lhs_claim_ids,
    [again.claim_id] as rhs_claim_ids,
    case
        when first_told.share_percent = again.share_percent then null
        {% for told in ('again', 'first_told') %}
            when
                trunc({{ told }}.expected * power(10, {{ told }}.percent_decimals))
                / power(10, {{ told }}.percent_decimals)
                = cast({{ told }}.share_percent as double)
                and round({{ told }}.expected, cast({{ told }}.percent_decimals as integer))
                <> cast({{ told }}.share_percent as double)
                then 'truncation'
            when {{ told }}.is_plug then 'plug'
        {% endfor %}
    end as diagnosis,
    case
        when first_told.share_percent <> again.share_percent
            then cast(round(first_told.expected, cast(first_told.percent_decimals as integer)) as decimal(20, 2))
    end as suggested_value
from told as again
inner join grouped as first_told on again.first_claim_id = first_told.claim_id
where again.section_id <> first_told.section_id
