{# The key of a natural key: hex sha256 of its parts. A NULL part counts as empty, so that parts never move up. #}
{% macro hash_key(parts) -%}
    sha256(concat_ws('|'
    {%- for part in parts %}, coalesce(cast({{ part }} as varchar), ''){% endfor -%}
    ))
{%- endmacro %}

{# A name as names are compared: without white space, brackets of one width. #}
{% macro folded_name(name) -%}
    translate(regexp_replace({{ name }}, '\s', '', 'g'), '（）［］〔〕', '()[][]')
{%- endmacro %}
