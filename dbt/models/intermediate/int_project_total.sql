-- Grain: statement. The printed grand total of the table of projects.
{{ printed_total("table_kind = 'project_expenditure' and row_role = 'grand_total' and amount_kind = 'total'") }}
