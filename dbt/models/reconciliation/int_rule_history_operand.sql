-- Grain: instance × operand. What a form says of earlier years against those years' own filings: the current edition of
-- the same unit and scope. Which figure repeats which stands in the seed rule_history_identity.
with stated as (
    select
        identity.rule_id,
        identity.prior_table_kind,
        identity.prior_line,
        filing.unit_key as filing_unit_key,
        filing.disclosure_scope,
        filing.document_kind,
        cell.amount_year || '/' || cell.line as instance,
        cell.*
    from {{ ref('rule_history_identity') }} as identity
    inner join {{ ref('int_rule_cell') }} as cell on identity.line = cell.line
    inner join {{ ref('int_rule_table') }} as chosen
        on
            cell.filing_id = chosen.filing_id
            and cell.document_id = chosen.document_id
            and cell.statement_no = chosen.statement_no
    inner join {{ ref('dim_filing') }} as filing on cell.filing_id = filing.filing_id
    where cell.table_kind = 'performance_overall' and cell.measure = 'total' and cell.amount_year < filing.fiscal_year
),

prior_filing as (
    select
        unit_key,
        disclosure_scope,
        document_kind,
        fiscal_year,
        min(filing_id) filter (where is_current) as filing_id
    from {{ ref('dim_filing') }}
    group by all
),

matched as (
    select
        stated.*,
        earlier.fiscal_year is not null as is_filed,
        earlier.filing_id as prior_filing_id,
        chosen.reason as table_reason
    from stated
    left join prior_filing as earlier
        on
            stated.filing_unit_key = earlier.unit_key
            and stated.disclosure_scope = earlier.disclosure_scope
            and stated.document_kind = earlier.document_kind
            and stated.amount_year = earlier.fiscal_year
    left join {{ ref('int_rule_table') }} as chosen
        on earlier.filing_id = chosen.filing_id and stated.prior_table_kind = chosen.table_kind
),

compared as (
    select
        matched.rule_id,
        matched.filing_id,
        matched.table_kind,
        matched.instance,
        matched.cell_id as stated_cell_id,
        matched.is_printed as is_stated,
        case
            when not matched.is_filed then 'prior_filing_missing'
            when matched.prior_filing_id is null then 'prior_filing_undecided'
            else coalesce(
                matched.table_reason,
                case
                    when cell.cell_id is null then 'operand_not_found'
                    when count(cell.cell_id) over (partition by matched.cell_id) > 1 then 'several_cells'
                end,
                cell.reason
            )
        end as prior_reason,
        cell.document_id,
        cell.cell_id,
        cell.amount_cny,
        cell.ulp_cny,
        cell.unit_declared,
        cell.raw_text,
        cell.reading_order
    from matched
    left join {{ ref('int_rule_cross_cell') }} as cell
        on
            matched.prior_filing_id = cell.filing_id
            and matched.prior_table_kind = cell.table_kind
            and matched.prior_line = cell.line
            and cell.measure = 'total'
    -- A line that is left blank states nothing; where the earlier filing has money there, it should have.
    where matched.is_printed or cell.amount_cny <> 0
)

select distinct
    compared.rule_id,
    compared.filing_id,
    compared.table_kind,
    compared.instance,
    'exact' as comparison,
    {{ operand_columns('cell', "'lhs'") }}
from compared
inner join {{ ref('int_rule_cell') }} as cell on compared.stated_cell_id = cell.cell_id
union all
select
    compared.rule_id,
    compared.filing_id,
    compared.table_kind,
    compared.instance,
    'exact' as comparison,
    {{ operand_columns('compared', "'rhs'", 'compared.prior_reason') }}
from compared
