{# A figure as it was printed, by the number of its decimals. #}
{% macro printed_figure(figure, decimals) -%}
    case
        when {{ figure }} is null then null
    {%- for places in range(5) %}
        when {{ decimals }} = {{ places }} then format('{:.{{ places }}f}', cast({{ figure }} as double))
    {%- endfor %}
        else regexp_replace(cast({{ figure }} as varchar), '\.?0+$', '')
    end
{%- endmacro %}

{#
  A name as the text writes it: what stands in brackets is often left out there, and so is the word 支出 at the end. Used
  where the whole name ties to nothing.
#}
{% macro bare_name(name) -%}
    regexp_replace(
        regexp_replace({{ folded_name(name) }}, '\([^()]*\)', '', 'g'), '(预算)?支出$', ''
    )
{%- endmacro %}
