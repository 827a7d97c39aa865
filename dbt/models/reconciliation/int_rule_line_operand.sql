-- Grain: instance × operand. Sums down a two-sided summary, a form or a table of the three public expenses: which line
-- is made of which stands in the seed rule_line_identity. Parts that are printed blank, or not at all, contribute
-- nothing. Where a side prints several lists beside each other, each of them is an instance.
with matched as (
    select
        identity.rule_id,
        identity.identity,
        identity.comparison,
        identity.operand_side,
        cell.* exclude (doubt),
        case when ends_with(identity.line, '.part') then cell.doubt end as doubt
    from {{ ref('rule_line_identity') }} as identity
    inner join {{ ref('int_rule_list_line') }} as cell
        on
            identity.table_kind = cell.table_kind
            and (
                identity.line = cell.line
                or (cell.is_part and identity.line = cell.side || '.part')
                or (identity.comparison = 'exact' and identity.line = cell.final_line)
            )
            and coalesce(identity.vintage, cell.vintage, 'current') = coalesce(cell.vintage, 'current')
    where identity.operand_side = 'lhs' or identity.comparison = 'exact' or cell.is_printed
),

list_of_instance as (
    select distinct
        rule_id,
        identity,
        slice_key,
        list_no as instance_list_no
    from matched
    where list_no is not null
),

-- A side that is one list is held against each list of the other side; the one total that is printed for lists beside
-- each other is the total of each.
operand as (
    select
        matched.*,
        list_of_instance.instance_list_no,
        -- Two columns of money in one list: which of them the total is about is not known.
        min(matched.column_no) over instance_side <> max(matched.column_no) over instance_side as has_several_columns
    from (
        select
            *,
            min(list_no) over totals_of_slice = max(list_no) over totals_of_slice and operand_side = 'lhs'
                as is_only_total
        from matched
        window totals_of_slice as (partition by rule_id, identity, slice_key, operand_side)
    ) as matched
    left join list_of_instance
        on
            matched.rule_id = list_of_instance.rule_id
            and matched.identity = list_of_instance.identity
            and matched.slice_key = list_of_instance.slice_key
    where
        list_of_instance.instance_list_no is null
        or matched.list_no is null
        or matched.list_no = list_of_instance.instance_list_no
        or matched.is_only_total
    window instance_side as (
        partition by
            matched.rule_id, matched.identity, matched.operand_side, matched.slice_key,
            list_of_instance.instance_list_no
    )
),

-- A line and the lines right below it. Nothing says that they are all: only a sum that ties tells something.
inner_rule as (
    select distinct
        rule_id,
        table_kind,
        replace(line, '.part', '') as side
    from {{ ref('rule_line_identity') }}
    where ends_with(line, '.part')
),

inner_sum as (
    select
        inner_rule.rule_id,
        above.place as instance_place,
        below.cell_id as below_cell_id,
        above.cell_id as above_cell_id
    from {{ ref('int_rule_list_line') }} as above
    inner join inner_rule on above.table_kind = inner_rule.table_kind and above.side = inner_rule.side
    inner join {{ ref('int_rule_list_line') }} as below on above.cell_id = below.parent_cell_id
    where above.is_line and above.is_printed and below.is_line and below.is_printed
)

select
    operand.rule_id,
    operand.filing_id,
    operand.table_kind,
    operand.slice_key || '/' || operand.identity || coalesce('/c' || operand.instance_list_no, '') as instance,
    operand.comparison,
    operand.doubt,
    {{ operand_columns(
        'operand',
        'operand.operand_side',
        "case when operand.has_several_columns then 'several_columns' else operand.reason end"
    ) }}
from operand
{% for operand_side, cell_id in (('lhs', 'above_cell_id'), ('rhs', 'below_cell_id')) %}
    union all
    select distinct
        inner_sum.rule_id,
        cell.filing_id,
        cell.table_kind,
        inner_sum.instance_place as instance,
        'sum' as comparison,
        'parts_may_be_incomplete' as doubt,
        {{ operand_columns('cell', "'" ~ operand_side ~ "'") }}
    from inner_sum
    inner join {{ ref('int_rule_cell') }} as cell on inner_sum.{{ cell_id }} = cell.cell_id
{% endfor %}
