-- Grain: project as one place of a filing prints it (int_project_node), with the project that it is. Matches are
-- followed from place to place. Where that leads to two printed codes, or to two different rows of one table, the
-- evidence contradicts itself: only equal codes hold then.
with recursive reach as (
    select
        node_id,
        node_id as reached_id
    from {{ ref('int_project_node') }}
    union
    select
        reach.node_id,
        edge.other_id as reached_id
    from reach
    inner join {{ ref('int_project_match') }} as edge on reach.reached_id = edge.one_id
    where edge.is_mutual
),

followed as (
    select
        node_id,
        min(reached_id) as first_id
    from reach
    group by node_id
),

source_of_group as (
    select
        followed.first_id,
        node.source,
        count(*) > 1 and count(distinct node.folded_code) + count(*) - count(node.folded_code) > 1 as is_twofold
    from followed
    inner join {{ ref('int_project_node') }} as node on followed.node_id = node.node_id
    group by followed.first_id, node.source
),

code_of_group as (
    select
        followed.first_id,
        count(distinct node.folded_code) > 1 as has_several_codes
    from followed
    inner join {{ ref('int_project_node') }} as node on followed.node_id = node.node_id
    group by followed.first_id
),

contradicted as (
    select code_of_group.first_id
    from code_of_group
    inner join source_of_group on code_of_group.first_id = source_of_group.first_id
    group by code_of_group.first_id
    having bool_or(code_of_group.has_several_codes or source_of_group.is_twofold)
),

-- Equal codes are one group whatever else is said; without a code a contradicted place stands alone.
settled as (
    select
        followed.node_id,
        contradicted.first_id is not null as is_contradicted,
        case
            when contradicted.first_id is null then followed.first_id
            when node.folded_code is not null
                then
                    min(followed.node_id)
                        over (
                            partition by followed.first_id, node.folded_code
                        )
            else followed.node_id
        end as group_id
    from followed
    inner join {{ ref('int_project_node') }} as node on followed.node_id = node.node_id
    left join contradicted on followed.first_id = contradicted.first_id
),

-- The evidence that holds a place to the others of its project; the strongest that there is.
evidence as (
    select
        settled.node_id,
        first(edge.matched_by order by edge.matched_by = 'code' desc, edge.matched_by = 'name' desc, edge.score desc)
            as matched_by,
        max(edge.score) as score
    from settled
    inner join {{ ref('int_project_match') }} as edge on settled.node_id = edge.one_id and edge.is_mutual
    inner join settled as other on edge.other_id = other.node_id and settled.group_id = other.group_id
    group by settled.node_id
),

-- What kept a place alone: no other table has its money, or a name like it, or more than one has.
attempt as (
    select
        one_id,
        bool_or(has_same_amount) as has_same_amount,
        bool_or(matched_by is not null) as has_candidate
    from {{ ref('int_project_match') }}
    group by one_id
),

grouped as (
    select
        node.*,
        settled.group_id,
        settled.is_contradicted,
        evidence.matched_by,
        evidence.score,
        attempt.has_same_amount,
        attempt.has_candidate,
        max(node.folded_code) over of_group as group_code,
        first_value(node.folded_name) over named_by as group_name,
        first_value(node.unit_key) over (
            partition by settled.group_id order by node.unit_key is null, node.source_rank, node.unit_key
            rows between unbounded preceding and unbounded following
        ) as group_unit_key
    from {{ ref('int_project_node') }} as node
    inner join settled on node.node_id = settled.node_id
    left join evidence on node.node_id = evidence.node_id
    left join attempt on node.node_id = attempt.one_id
    window
        of_group as (partition by settled.group_id),
        named_by as (
            partition by settled.group_id order by node.folded_name is null, node.source_rank, node.folded_name
            rows between unbounded preceding and unbounded following
        )
),

place as (
    select
        filing_id,
        count(distinct source) as sources
    from {{ ref('int_project_node') }}
    group by filing_id
),

judged as (
    select
        grouped.*,
        place.sources as filing_sources,
        case
            when grouped.matched_by is not null then 'resolved'
            when place.sources = 1 then 'sole'
            else 'unresolved'
        end as status
    from grouped
    inner join place on grouped.filing_id = place.filing_id
),

explained as (
    select
        *,
        case
            when status <> 'unresolved' then null
            when is_contradicted then 'contradicting_evidence'
            when has_candidate then 'ambiguous'
            when amount_cny is null or amount_cny = 0 then 'amount_missing'
            when has_same_amount then 'name_unlike'
            else 'no_equal_amount'
        end as reason
    from judged
)

select
    explained.node_id,
    explained.filing_id,
    explained.source,
    explained.unit_key,
    explained.folded_code,
    explained.folded_name,
    explained.group_id,
    explained.matched_by,
    explained.score,
    explained.status,
    explained.reason,
    coalesce(
        explained.group_code,
        -- A place that could be either of two projects must not become the one that bears its name.
        case
            when explained.reason in ('ambiguous', 'contradicting_evidence') and explained.source <> 'project_row'
                then
            {{ hash_key([
                'coalesce(explained.group_unit_key, filing.unit_key)', 'explained.group_name', 'explained.source',
                'explained.filing_id'
            ]) }}
        end,
        {{ hash_key(['coalesce(explained.group_unit_key, filing.unit_key)', 'explained.group_name']) }}
    ) as project_key
from explained
inner join {{ ref('int_filing') }} as filing on explained.filing_id = filing.filing_id
