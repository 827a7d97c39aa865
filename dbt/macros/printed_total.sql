{#
  The printed total of each statement among the cells that meet a condition: of several, the first in the given order of
  preference, then the uppermost.
#}
{% macro printed_total(condition, preference=none) -%}
    select
        filing_id,
        document_id,
        statement_no,
        filing_unit_key,
        amount_cny,
        ulp_cny,
        cell_id
    from {{ ref('int_fact_cell') }}
    where {{ condition }}
    qualify row_number() over (
        partition by document_id, statement_no
        order by {{ preference ~ ', ' if preference }}row_no, cell_id
    ) = 1
{%- endmacro %}
