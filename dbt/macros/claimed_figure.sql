{# A claimed figure as it would be printed: without the trailing zeros of its type, with its unit. #}
{% macro claimed_figure(amount, unit) -%}
    case
        when {{ amount }} is not null then
            regexp_replace(regexp_replace(cast({{ amount }} as varchar), '(\.[0-9]*?)0+$', '\1'), '\.$', '')
            || coalesce({{ unit }}, '')
    end
{%- endmacro %}
