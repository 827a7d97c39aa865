-- Grain: instance of a rule that compares amounts. Operands become two intervals, and the intervals a status.
with side as (
    select
        rule_id,
        filing_id,
        instance,
        min(comparison) as comparison,
        min(document_id) filter (where operand_side = 'lhs') as lhs_document_id,
        min(document_id) as any_document_id,
        min(table_kind) filter (where operand_side = 'lhs') as table_kind,
        sum(cast(amount_cny as decimal(24, 6))) filter (where operand_side = 'lhs') as lhs_value,
        sum(cast(amount_cny as decimal(24, 6))) filter (where operand_side = 'rhs') as rhs_sum,
        coalesce(sum(cast(ulp_cny as decimal(24, 6)) * 0.5) filter (where operand_side = 'lhs'), 0) as lhs_play,
        coalesce(sum(cast(ulp_cny as decimal(24, 6)) * 0.5) filter (
            where operand_side = 'rhs' and amount_cny <> 0
        ), 0) as rhs_play,
        count(*) filter (where operand_side = 'lhs') as lhs_count,
        count(*) filter (where operand_side = 'rhs' and coalesce(cell_id, claim_id) is not null) as rhs_count,
        count(*) filter (where operand_side = 'rhs' and amount_cny <> 0) as rhs_nonzero_count,
        count(distinct unit_declared) as unit_count,
        min(unit_declared) as unit_declared,
        min(ulp_cny) as finest_ulp,
        max(ulp_cny) as coarsest_ulp,
        min(reason) filter (where reason <> 'operand_blank') as missing_reason,
        min(doubt) as doubt,
        bool_or(operand_side = 'lhs' and reason = 'operand_blank') as lhs_is_blank,
        bool_or(operand_side = 'rhs' and reason = 'operand_blank') as rhs_is_blank,
        coalesce(list(cell_id order by reading_order) filter (where operand_side = 'lhs' and cell_id is not null), [])
            as lhs_cell_ids,
        coalesce(list(cell_id order by reading_order) filter (where operand_side = 'rhs' and cell_id is not null), [])
            as rhs_cell_ids,
        coalesce(list(claim_id order by reading_order) filter (where operand_side = 'lhs' and claim_id is not null), [])
            as lhs_claim_ids,
        coalesce(list(claim_id order by reading_order) filter (where operand_side = 'rhs' and claim_id is not null), [])
            as rhs_claim_ids,
        string_agg(concat_ws(' ', raw_text, unit_declared), ' + ' order by reading_order) filter (
            where operand_side = 'lhs' and raw_text <> ''
        ) as lhs_text,
        coalesce(
            string_agg(concat_ws(' ', raw_text, unit_declared), ' + ' order by reading_order) filter (
                where operand_side = 'rhs' and amount_cny <> 0
            ),
            -- All parts are zero: one of them, as it is printed, says so.
            min(concat_ws(' ', raw_text, unit_declared)) filter (where operand_side = 'rhs' and amount_cny = 0)
        ) as rhs_text
    from {{ ref('int_rule_operand') }}
    group by rule_id, filing_id, instance
),

answerable as (
    select
        *,
        -- Parts that are all printed as zero, or all left blank under a total of zero, are a sum of zero.
        case when rhs_count > 0 or lhs_value = 0 then coalesce(rhs_sum, 0) end as rhs_value,
        case
            when missing_reason is not null then missing_reason
            when lhs_count > 1 then 'several_cells'
            when lhs_count = 0 then 'operand_not_found'
            when lhs_is_blank and rhs_nonzero_count = 0 then 'nothing_printed'
            when lhs_is_blank then 'operand_blank'
            when rhs_is_blank and comparison not in ('sum', 'parts') then 'operand_blank'
            when rhs_count = 0 and lhs_value <> 0 then 'no_part_printed'
        end as reason
    from side
),

compared as (
    select
        *,
        lhs_value - rhs_value as difference,
        {{ rule_tolerance(
            'comparison', 'lhs_play', 'rhs_play', 'rhs_nonzero_count', 'finest_ulp', 'coarsest_ulp'
        ) }} as tolerance
    from answerable
),

-- Where it is not certain that these are the parts, a sum that ties says so; one that does not says nothing.
judged as (
    select
        * replace (case when found_status = 'fail' and doubt is not null then doubt else reason end as reason),
        case when found_status <> 'fail' or doubt is null then found_status end as status
    from (
        select
            *,
            case when reason is null then {{ rule_status('comparison', 'difference', 'tolerance') }} end as found_status
        from compared
    ) as answered
),

-- What the parts come to, in the words of a reader who adds them up.
added_up as (
    select
        * replace (
            rhs_text || case
                when comparison = 'parts' and unit_count = 1 and rhs_nonzero_count > 1
                    then ' = ' || regexp_replace(
                        cast(cast(rhs_value / ({{ unit_factor('unit_declared') }}) as decimal(24, 6)) as varchar),
                        '\.?0+$', ''
                    ) || ' ' || unit_declared
                else ''
            end as rhs_text
        )
    from judged
)

select
    rule_id,
    filing_id,
    coalesce(lhs_document_id, any_document_id) as document_id,
    table_kind,
    instance,
    reason,
    status,
    {{ applied_tolerance_class('comparison', 'rhs_nonzero_count') }} as tolerance_class,
    -- Where the parts are what is looked at (the changes of items) they are shown first, and their total against them.
    {%- for shown, other in (('lhs', 'rhs'), ('rhs', 'lhs')) %}
        case when comparison = 'parts' then {{ other }}_value else {{ shown }}_value end as {{ shown }}_value,
        case
            when comparison = 'parts' then {{ other }}_value - {{ other }}_play else
                {{ shown }}_value - {{ shown }}_play
        end
            as {{ shown }}_low,
        case
            when comparison = 'parts' then {{ other }}_value + {{ other }}_play else
                {{ shown }}_value + {{ shown }}_play
        end
            as {{ shown }}_high,
    {%- endfor %}
    case when comparison = 'parts' then -difference else difference end as difference,
    tolerance,
    finest_ulp,
    -- Cut off at the last place of the coarser unit instead of rounded; any other slip is seen in the digits.
    case
        when
            reason is null
            and comparison = 'exact'
            and finest_ulp < coarsest_ulp
            and lhs_value <> 0
            and rhs_value <> 0
            and least(abs(lhs_value), abs(rhs_value))
            = trunc(greatest(abs(lhs_value), abs(rhs_value)) / coarsest_ulp) * coarsest_ulp
            then 'truncation'
    end as diagnosis,
{%- for name in ('text', 'cell_ids', 'claim_ids') %}
{%- for shown, other in (('lhs', 'rhs'), ('rhs', 'lhs')) %}
    case when comparison = 'parts' then {{ other }}_{{ name }} else {{ shown }}_{{ name }} end as {{ shown }}_{{ name }}
    {{- ',' if not (name == 'claim_ids' and shown == 'rhs') }}
{%- endfor %}
{%- endfor %}
from added_up
