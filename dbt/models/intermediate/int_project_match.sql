-- Grain: two places of a filing that may mean one project, with the evidence:
--   code             the same printed code
--   name             the same name, of two that have it the one with the same money; else the same but for a place or
--                    unit in front and words such as 项目经费 at the end
--   amount_and_name  the same money and a similar name (share of equal pairs of characters)
-- Two places belong together where each is the other's one best match in its table. An amount that several projects of
-- a table have is no evidence by itself: there one name has to hold all of the other, in its order. Names whose numbers
-- or years differ never match by likeness, nor do two printed codes that differ.
{% set least_likeness = 0.5 %}
{% set clear_lead = 0.1 %}
with node as (
    select
        *,
        max(same_amount) over (partition by filing_id, amount_cny) as most_of_amount,
        list_distinct(list_transform(range(1, length(compared_name)), lambda place: substr(compared_name, place, 2)))
            as letter_pairs
    from {{ ref('int_project_node') }}
),

pair as (
    select
        one.filing_id,
        one.node_id as one_id,
        other.node_id as other_id,
        one.source as one_source,
        other.source as other_source,
        one.folded_code = other.folded_code as has_same_code,
        one.folded_name = other.folded_name as has_same_name,
        one.amount_cny <> 0 and other.amount_cny <> 0 and abs(one.amount_cny - other.amount_cny) <= case
            when one.unit_declared = other.unit_declared then 0 else greatest(one.ulp_cny, other.ulp_cny) / 2
        end as has_same_amount,
        one.most_of_amount > 1 or other.most_of_amount > 1 as is_shared_amount,
        one.numbers = other.numbers as has_same_numbers,
        one.years = other.years as has_same_years,
        len(one.years) = 0 or len(other.years) = 0 as is_year_left_out,
        one.compared_name = other.compared_name and length(one.compared_name) > 3 as has_same_core,
        one.compared_name as one_name,
        other.compared_name as other_name,
        case
            when one.compared_name = other.compared_name then 1 else
                2 * len(list_intersect(one.letter_pairs, other.letter_pairs))
                / nullif(len(one.letter_pairs) + len(other.letter_pairs), 0)
        end as likeness,
        coalesce(one.folded_code <> other.folded_code, false) as has_other_code
    from node as one
    inner join node as other
        on one.filing_id = other.filing_id and one.node_id <> other.node_id
    where
        one.folded_code = other.folded_code
        -- Within one table a different name is a different project.
        or (
            one.source <> other.source
            and (
                one.folded_name = other.folded_name
                or one.compared_name = other.compared_name
                or abs(one.amount_cny - other.amount_cny) <= greatest(one.ulp_cny, other.ulp_cny) / 2
            )
        )
),

graded as (
    select
        *,
        case
            when has_same_code then 'code'
            when has_other_code then null
            when has_same_name or (has_same_core and has_same_numbers and has_same_years) then 'name'
            when
                has_same_amount
                and has_same_numbers
                and (has_same_years or is_year_left_out)
                and likeness >= {{ least_likeness }}
                and (not is_shared_amount or {{ holds_in_order('one_name', 'other_name') }})
                then 'amount_and_name'
        end as matched_by
    from pair
),

scored as (
    select
        *,
        case matched_by
            when 'code' then 4
            when 'name'
                then case when has_same_name then 2 else 1.2 end + case when has_same_amount then 0.5 else 0 end
            when 'amount_and_name' then likeness
        end as strength
    from graded
),

ranked as (
    select
        *,
        row_number() over (partition by one_id, other_source order by strength desc nulls last, other_id asc) as place,
        nth_value(strength, 2) over (
            partition by one_id, other_source order by strength desc nulls last
            rows between unbounded preceding and unbounded following
        ) as second_strength
    from scored
),

best as (
    select
        *,
        matched_by is not null
        and place = 1
        and (
            second_strength is null
            or strength > second_strength + case when matched_by = 'amount_and_name' then {{ clear_lead }} else 0 end
        ) as is_best
    from ranked
)

select
    there.filing_id,
    there.one_id,
    there.other_id,
    there.one_source,
    there.other_source,
    there.has_same_amount,
    there.matched_by,
    case when there.matched_by in ('code', 'name') then 1 else there.likeness end as score,
    there.matched_by is not null and (there.matched_by = 'code' or (there.is_best and back.is_best)) as is_mutual
from best as there
inner join best as back on there.one_id = back.other_id and there.other_id = back.one_id
