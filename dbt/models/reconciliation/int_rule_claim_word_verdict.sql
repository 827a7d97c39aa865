-- Grain: instance of a rule about what the words of the text say: the year that is compared with (Y01), the direction
-- of a change (C03), and that there is nothing (N07).
with claim as (
    select * from {{ ref('int_rule_claim') }}
),

-- Final accounts compare with the budget of their own year too.
based as (
    select
        *,
        case
            when document_kind = 'final_accounts' and base_kind = 'approved_budget' then [fiscal_year, fiscal_year - 1]
            else [fiscal_year - 1]
        end as right_years
    from claim
    where
        claim_kind = 'change'
        and topic is not null
        and base_year is not null
        and base_kind is distinct from 'execution_estimate'
),

directed as (
    select
        *,
        change_cny = 0 and direction <> 'unchanged' as is_style,
        coalesce(change_cny < 0, false)
        or (direction = 'unchanged' and (coalesce(change_cny, 0) <> 0 or coalesce(change_percent, 0) <> 0))
            as is_wrong
    from claim
    where claim_kind = 'change' and direction is not null and coalesce(change_cny, change_percent) is not null
),

statement as (
    select
        filing_id,
        table_kind,
        min(title) as title
    from {{ ref('table_ledger') }}
    group by filing_id, table_kind
),

-- What a statement holds of that which the text says there is none of. A nil table holds nothing; a blank is nothing.
absent as (
    select
        claim.*,
        cell.amount_cny as cell_cny,
        cell.raw_text as cell_text,
        cell.unit_declared as cell_unit,
        cell.cell_id as held_cell_id,
        coalesce(found.reason = 'table_nil' and claim.nil_table = claim.table_kind, false) as is_nil,
        case
            when
                cell.cell_id is null
                and (coalesce(found.reason, '') <> 'table_nil' or claim.nil_table is distinct from claim.table_kind)
                then case
                    when claim.resolution_reason = 'no_row' or found.reason = 'table_nil' then 'column_not_in_layout'
                    else coalesce(found.reason, claim.resolution_reason, 'operand_not_found')
                end
            when cell.reason <> 'operand_blank' then cell.reason
        end as reason,
        statement.title as nil_title
    from claim
    left join {{ ref('int_rule_table') }} as found
        on claim.filing_id = found.filing_id and claim.table_kind = found.table_kind
    left join {{ ref('int_claim_cell') }} as cell on claim.cell_id = cell.cell_id
    left join statement
        on claim.filing_id = statement.filing_id and claim.table_kind = statement.table_kind
    where
        claim.table_kind is not null
        and (
            claim.claim_kind = 'none_statement'
            -- The other way round: an amount of that which the table leaves empty.
            or (
                claim.claim_kind = 'amount'
                and claim.amount_cny is not null
                and claim.amount_year = claim.fiscal_year
                and found.reason = 'table_nil'
                and claim.nil_table = claim.table_kind
            )
        )
)

select -- noqa: AM07
    'Y01' as rule_id,
    filing_id,
    document_id,
    cell_table_kind as table_kind,
    label as instance,
    case when list_contains(right_years, base_year) then 'pass' else 'fail' end as status,
    'NONE' as tolerance_class,
    'year' as value_unit,
    cast(base_year as decimal(24, 6)) as lhs_value,
    cast(fiscal_year - 1 as decimal(24, 6)) as rhs_value,
    cast(base_year - (fiscal_year - 1) as decimal(24, 6)) as difference,
    cast(base_year as varchar) || '年' as lhs_text,
    cast(fiscal_year - 1 as varchar) || '年' as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids,
    [claim_id] as lhs_claim_ids,
    cast([] as varchar[]) as rhs_claim_ids,
    'wrong_base_year' as diagnosis,
    null as severity
from based
union all by name
select
    'C03' as rule_id,
    filing_id,
    document_id,
    cell_table_kind as table_kind,
    label as instance,
    case when is_style or is_wrong then 'fail' else 'pass' end as status,
    'NONE' as tolerance_class,
    concat_ws(
        ' ',
        case direction when 'increase' then '增加' when 'decrease' then '减少' else '持平' end,
        change_text, unit_declared, case when change_percent is not null then percent_text end
    ) as lhs_text,
    case
        when is_style then '持平'
        when direction = 'unchanged' and is_wrong then '0'
        when is_wrong then '方向与符号一致 direction and sign agree'
    end as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids,
    [claim_id] as lhs_claim_ids,
    cast([] as varchar[]) as rhs_claim_ids,
    case when is_style then 'style' when is_wrong then 'sign' end as diagnosis,
    -- An increase of nothing is a matter of style.
    case when is_style then 'info' end as severity
from directed
union all by name
select
    'N07' as rule_id,
    filing_id,
    document_id,
    table_kind,
    label || case when claim_kind = 'amount' then '/amount' else '' end as instance,
    case
        when reason is not null then null
        when claim_kind = 'amount' then case when amount_cny = 0 then 'pass' else 'fail' end
        when coalesce(cell_cny, 0) = 0 then 'pass'
        else 'fail'
    end as status,
    reason,
    'NONE' as tolerance_class,
    case when claim_kind = 'amount' then concat_ws(' ', amount_text, unit_declared) else '没有 none' end as lhs_text,
    case
        when is_nil and held_cell_id is null then '空表 nil table' || coalesce('：' || nil_title, '')
        when cell_cny is null then '空白 blank'
        else concat_ws(' ', cell_text, cell_unit)
    end as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    list_filter([held_cell_id], id -> id is not null) as rhs_cell_ids,
    [claim_id] as lhs_claim_ids,
    cast([] as varchar[]) as rhs_claim_ids,
    null as diagnosis,
    null as severity
from absent
