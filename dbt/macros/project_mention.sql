{#
  Where a project is printed: a row of the table of projects or of the overall form, a sheet of its own, a claim of the
  text. source_id is the row (statement and row number), the statement and, for a form that holds several projects, the
  name; or the claim. Cells, attributes and targets of the forms find their project by the same id.
#}
{% macro project_source(table_kind) -%}
    case {{ table_kind }}
        when 'project_expenditure' then 'project_row'
        when 'performance_overall' then 'overall_row'
        when 'performance_project' then 'sheet'
    end
{%- endmacro %}

{% macro project_source_id(table_kind, statement_no, row_no, code, name) -%}
    case
        when {{ table_kind }} = 'performance_project'
            then concat_ws('/', {{ statement_no }}, {{ folded_name(code) }}, {{ folded_name(name) }})
        else concat_ws('/', {{ statement_no }}, {{ row_no }})
    end
{%- endmacro %}

{# Does the longer of two names hold all characters of the shorter one, in its order? #}
{% macro holds_in_order(one, other) -%}
    regexp_full_match(
        case when length({{ one }}) >= length({{ other }}) then {{ one }} else {{ other }} end,
        '.*' || array_to_string(
            list_transform(
                string_split(case when length({{ one }}) >= length({{ other }}) then {{ other }} else {{ one }} end, ''),
                lambda letter: regexp_escape(letter)
            ),
            '.*'
        ) || '.*'
    )
{%- endmacro %}
