-- Grain: cell that a rule between tables may use: of the one table of its kind in the filing, and of the filing's own
-- year and phase.
select cell.*
from {{ ref('int_rule_cell') }} as cell
inner join {{ ref('int_rule_table') }} as chosen
    on
        cell.filing_id = chosen.filing_id
        and cell.document_id = chosen.document_id
        and cell.statement_no = chosen.statement_no
where cell.is_main_period
