{# The rows of a fact that are safe to sum: current budget filings of one scope. #}
{% macro current_fact(fact) -%}
    select *
    from {{ ref(fact) }}
    where is_current and document_kind = 'budget' and disclosure_scope = '{{ var("current_disclosure_scope") }}'
{%- endmacro %}
