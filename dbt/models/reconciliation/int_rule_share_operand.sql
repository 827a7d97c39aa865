-- Grain: printed share of a line of a table of composition (W19), with the amount and the total it is the share of, and
-- with what else it may have been computed on: other totals of the same table, and the figures of earlier years.
with composition (line, side, is_total) as (
    values
    ('income_fiscal_appropriation', 'income', false),
    ('income_special_account', 'income', false),
    ('income_unit_own', 'income', false),
    ('income_total', 'income', true),
    ('expenditure_personnel_type', 'expenditure', false),
    ('expenditure_operating_type', 'expenditure', false),
    ('expenditure_specific_type', 'expenditure', false),
    ('expenditure_total', 'expenditure', true)
),

amount as (
    select
        cell.*,
        composition.side as composition_side,
        composition.is_total,
        count(*) over (partition by cell.slice_key, cell.line) as cells_of_line
    from {{ ref('int_rule_cell') }} as cell
    inner join composition on cell.line = composition.line
    where cell.table_kind = 'performance_overall' and cell.measure = 'total'
),

share as (
    select
        cell.cell_id,
        cell.filing_id,
        cell.document_id,
        cell.statement_no,
        cell.table_kind,
        cell.table_kind || '@' || left(cell.document_id, 8) || ':' || cell.statement_no as statement_key,
        cell.line_item as line,
        cell.row_no,
        cell.column_no,
        cell.amount_year,
        cell.value as share_value,
        cell.decimals as share_decimals,
        cell.raw_text,
        case
            when cell.raw_state not in ('number', 'zero') then 'nothing_printed'
            when cell.suspect is not null then 'operand_suspect'
            when cell.value is null or cell.decimals is null then 'operand_not_read'
        end as reason
    from {{ ref('fct_reported_cell') }} as cell
    inner join {{ ref('table_ledger') }} as statement
        on cell.document_id = statement.document_id and cell.statement_no = statement.statement_no
    where
        statement.status = 'understood'
        and cell.table_kind = 'performance_overall'
        and cell.measure = 'share'
        and cell.value_unit = '%'
        and cell.line_item in (select composition.line from composition)
),

-- Bases other than the printed total of the same side and year.
candidate as (
    select
        share.cell_id,
        list({
            'diagnosis': case when part.amount_year = share.amount_year then 'wrong_denominator' else 'stale_copy' end,
            'base': total.line || ' ' || total.amount_year,
            'base_text': concat_ws(' ', total.raw_text, total.unit_declared),
            'part_cny': part.amount_cny,
            'part_ulp_cny': part.ulp_cny,
            'base_cny': total.amount_cny,
            'base_ulp_cny': total.ulp_cny
        } order by part.amount_year desc, total.amount_year desc, total.line asc) as candidates
    from share
    inner join amount as part
        on share.statement_key = part.statement_key and share.line = part.line and part.reason is null
    inner join amount as total
        on
            share.statement_key = total.statement_key
            and total.is_total
            and total.reason is null
            -- This year's part on any other total of the table; an earlier year's on its own year's.
            and (
                (
                    share.amount_year = part.amount_year
                    and (part.composition_side, part.amount_year) <> (total.composition_side, total.amount_year)
                )
                or (
                    share.amount_year <> part.amount_year
                    and (part.composition_side, part.amount_year) = (total.composition_side, total.amount_year)
                )
            )
    where total.amount_cny <> 0
    group by share.cell_id
)

select
    'W19' as rule_id,
    share.filing_id,
    share.document_id,
    share.table_kind,
    share.statement_key || '/r' || share.row_no || '/c' || share.column_no as instance,
    share.statement_key || '/' || part.composition_side as share_group,
    share.cell_id,
    share.share_value,
    share.share_decimals,
    share.raw_text as share_text,
    coalesce(part.is_total, false) as is_total,
    part.cell_id as part_cell_id,
    part.amount_cny as part_cny,
    part.ulp_cny as part_ulp_cny,
    concat_ws(' ', part.raw_text, part.unit_declared) as part_text,
    total.cell_id as base_cell_id,
    total.amount_cny as base_cny,
    total.ulp_cny as base_ulp_cny,
    concat_ws(' ', total.raw_text, total.unit_declared) as base_text,
    coalesce(
        share.reason,
        case
            when part.cell_id is null or total.cell_id is null then 'operand_not_found'
            when part.cells_of_line > 1 or total.cells_of_line > 1 then 'several_cells'
        end,
        part.reason,
        total.reason,
        case when total.amount_cny = 0 then 'base_is_zero' end
    ) as reason,
    candidate.candidates
from share
left join amount as part
    on share.statement_key = part.statement_key and share.line = part.line and share.amount_year = part.amount_year
left join amount as total
    on
        part.statement_key = total.statement_key
        and part.composition_side = total.composition_side
        and part.amount_year = total.amount_year
        and total.is_total
left join candidate on share.cell_id = candidate.cell_id
qualify row_number() over (partition by share.cell_id order by part.cell_id, total.cell_id) = 1
