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

{# The printed code of a project, else its unit and name. #}
{% macro project_key(code, unit_key, name) -%}
    case
        when nullif(trim({{ code }}), '') is not null then trim({{ code }})
        when nullif({{ folded_name(name) }}, '') is not null then {{ hash_key([unit_key, folded_name(name)]) }}
    end
{%- endmacro %}
