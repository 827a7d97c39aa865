-- Indicators of performance targets. What a value is, and whether more or less of it is better, is told by the targets
-- printed for it: by their operator, else by words (seed indicator_polarity_word); NULL where nothing says.
with worded as (
    select
        target.indicator_key,
        word.polarity,
        word.priority
    from {{ ref('int_performance_target') }} as target
    inner join {{ ref('indicator_polarity_word') }} as word
        on
            regexp_matches(
                {{ folded_name("case word.field
                    when 'target_text' then target.target_text
                    when 'level3' then target.level3
                    when 'level2' then target.level2
                end") }},
                word.pattern
            )
            -- A number says itself what it is.
            and (word.field <> 'target_text' or target.target_value is null)
    union all
    select
        indicator_key,
        case when operator in ('≥', '>') then 'higher_is_better' else 'lower_is_better' end as polarity,
        0 as priority
    from {{ ref('int_performance_target') }}
    where operator in ('≥', '>', '≤', '<')
),

decisive as (
    select *
    from worded
    qualify priority = min(priority) over (partition by indicator_key)
),

-- Words for both, or operators both ways, say nothing.
polarity as (
    select
        indicator_key,
        min(polarity) as polarity
    from decisive
    group by indicator_key
    having count(distinct polarity) = 1
)

select
    target.indicator_key,
    arg_max(target.level1, (target.fiscal_year, target.level1)) as level1,
    arg_max(target.level2, (target.fiscal_year, target.level2)) as level2,
    arg_max(target.level3, (target.fiscal_year, target.level3)) as level3,
    case
        when bool_or(target.target_unit = '%') then 'percent'
        when bool_or(target.target_value is not null) then 'numeric'
        when bool_or(trim(target.target_text) <> '') then 'text'
    end as value_type,
    max(polarity.polarity) as polarity
from {{ ref('int_performance_target') }} as target
left join polarity on target.indicator_key = polarity.indicator_key
group by target.indicator_key
order by target.indicator_key
