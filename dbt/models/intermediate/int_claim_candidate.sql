-- Grain: claim × cell that it may speak of. What the claim is about decides (seeds/claim_cell.csv), never its value. Of
-- several ways in which a name can tie the strongest counts.
with choice as (
    select
        claim.claim_id,
        claim.filing_id,
        claim.fund_source,
        claim.subject_code,
        claim.subject_path,
        claim.project_key,
        claim.side as claim_side,
        claim.topic,
        choice.choice,
        choice.table_kind,
        choice.measure,
        choice.side,
        choice.row_by,
        choice.row_words,
        {{ folded_name('claim.subject_path[-1]') }} as folded_name,
        {{ bare_name('claim.subject_path[-1]') }} as bare_name,
        list_transform(
            claim.subject_path[:-2], part -> {{ bare_name('part') }}
        ) as above_names
    from {{ ref('int_claim') }} as claim
    inner join {{ ref('claim_cell') }} as choice
        on claim.topic = choice.topic and claim.table_kind = choice.stated_table_kind
    where coalesce(claim.amount_year, claim.fiscal_year) = claim.fiscal_year
),

-- Money carried over, in a line of its own: 一般公共预算财政拨款收入 may then be with or without it.
carried_over as (
    select distinct
        document_id,
        statement_no
    from {{ ref('int_claim_cell') }}
    where
        table_kind = 'fiscal_appropriation'
        and side = 'income'
        and (line = 'carryover' or vintage = 'carryover')
        and measure = 'total'
        and amount_cny <> 0
),

matched as (
    select
        choice.claim_id,
        choice.choice,
        cell.cell_id,
        cell.document_id,
        cell.statement_no,
        case choice.row_by
            when 'total' then case when cell.line = 'total' then 1 end
            -- Income and expenditure balance; the text that names neither is held against income.
            when 'total_of_side'
                then case when cell.line = 'total' and cell.side = coalesce(choice.claim_side, 'income') then 1 end
            when 'fund_line'
                then case
                    when choice.fund_source = 'carryover' then case when cell.line = 'carryover' then 1 end
                    when
                        carried_over.statement_no is not null
                        and not regexp_matches(coalesce(choice.subject_path[-1], ''), '本年|当年')
                        then null
                    when
                        cell.line in ('detail', 'of_which')
                        and cell.vintage = 'current'
                        and cell.fund_source = choice.fund_source
                        then case when cell.line = 'detail' then 2 else 1 end
                end
            when 'fund_column'
                then case
                    when
                        cell.line = 'total' and cell.measure = choice.fund_source
                        and (cell.vintage = 'current' or choice.fund_source = 'carryover')
                        then 1
                end
            -- The items of the table stand below each other.
            when 'named_row' then case when regexp_matches(cell.row_name, choice.row_words) then 1 end
            when 'project' then case when cell.project_key = choice.project_key then 1 end
            else
                case
                    when cell.subject_code is null or cell.line not in ('detail', 'subtotal', 'of_which') then null
                    when coalesce(cell.classification, '') <> split_part(choice.row_by, '_', 1) then null
                    when choice.subject_code is not null
                        then case when cell.subject_code = choice.subject_code then 9 end
                    when
                        choice.topic in ('functional_class', 'economic_class') and length(cell.subject_code) > 3
                        then null
                    when
                        choice.topic in ('functional_item', 'economic_item') and length(cell.subject_code) = 3
                        then null
                    when cell.bare_name <> choice.bare_name then null
                    -- An item of the same name in another group or class is another item.
                    when
                        len(choice.above_names) > 0
                        and cell.group_bare_name is not null
                        and not list_contains(choice.above_names, cell.group_bare_name)
                        and not coalesce(list_contains(choice.above_names, cell.class_bare_name), false)
                        then null
                    -- The whole path, then the name in full, then the name alone; of equal names that of the item.
                    else
                        1
                        + case
                            when
                                len(choice.above_names) > 0
                                and (len(choice.above_names) < 1 or list_contains(
                                    choice.above_names, cell.class_bare_name
                                ) or cell.class_bare_name is null)
                                and (len(choice.above_names) < 2 or list_contains(
                                    choice.above_names, cell.group_bare_name
                                ) or cell.group_bare_name is null)
                                then 4
                            else 0
                        end
                        + case when cell.folded_name = choice.folded_name then 2 else 0 end
                        + case when length(cell.subject_code) = 7 then 1 else 0 end
                end
        end as strength
    from choice
    inner join {{ ref('int_claim_cell') }} as cell
        on
            choice.filing_id = cell.filing_id
            and choice.table_kind = cell.table_kind
            and (choice.measure = cell.measure or (choice.measure is null and choice.fund_source = cell.measure))
            and (choice.side is null or choice.side = cell.side)
    left join carried_over
        on cell.document_id = carried_over.document_id and cell.statement_no = carried_over.statement_no
)

select
    claim_id,
    choice,
    cell_id,
    strength
from matched
where strength is not null
-- Of several tables the first choice that has such a cell, and there the strongest match.
qualify rank() over (partition by claim_id order by choice asc, strength desc) = 1
