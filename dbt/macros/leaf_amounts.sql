{#
  The rows of a fact whose leaves are the lines of one table: the money of each key, and what rounding leaves to the
  printed total as a row without keys. Lines of zero carry no money and are left out, except where a printed zero is a
  statement of its own (keep_zero). `keys` maps the columns of the fact to those of the lines.
#}
{% macro leaf_amounts(lines, totals, keys, keep_zero=false) -%}
    select
        filing_id,
        unit_key,
    {%- for column, line_column in keys.items() %}
        {{ line_column }} as {{ column }},
    {%- endfor %}
        cast(sum(amount_cny) as decimal(20, 2)) as amount_cny,
        false as is_rounding_residual,
        list(cell_id order by cell_id) as source_cell_ids
    from {{ lines }}
    {%- if not keep_zero %}
    where amount_cny <> 0
    {%- endif %}
    group by filing_id, unit_key, {{ keys.values() | join(', ') }}
    union all
    select
        residual.filing_id,
        residual.unit_key,
    {%- for column in keys %}
        null as {{ column }},
    {%- endfor %}
        residual.amount_cny,
        true as is_rounding_residual,
        residual.source_cell_ids
    from ({{ rounding_residual(lines, totals) }}) as residual
{%- endmacro %}
