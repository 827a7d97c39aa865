-- Grain: statement. The printed total of the three public expenses.
{{ printed_total(
    "table_kind = 'three_public'
        and (measure = 'three_public_total' or (line_item = 'three_public_total' and amount_kind = 'total'))",
    preference="case when row_role in ('grand_total', 'current_total') then 0 else 1 end"
) }}
