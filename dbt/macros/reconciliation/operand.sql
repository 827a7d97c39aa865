{#
  The columns that every model of operands yields, so that they can be put together: one row for each printed amount on
  one side of one instance of a rule. `cell` is an alias of int_rule_cell, or of an outer join with it: where the cell is
  missing, `reason` says why.
#}
{% macro operand_columns(cell, operand_side, reason=none) -%}
    {{ operand_side }} as operand_side,
    {{ cell }}.document_id,
    {{ cell }}.cell_id,
    {{ cell }}.amount_cny,
    {{ cell }}.ulp_cny,
    {{ cell }}.unit_declared,
    {{ cell }}.raw_text,
    {{ cell }}.reading_order,
    {{ reason or cell ~ '.reason' }} as reason
{%- endmacro %}
