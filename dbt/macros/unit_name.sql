{#
  The stem of a unit's name: what is left when names of one unit are compared. Blanks and the width of brackets do not
  count, nor does a trailing 本级 (its own level), nor another name in brackets at the end.
#}
{% macro unit_stem(name) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace({{ folded_name(name) }}, '(\(本级\)|本级)$', ''),
            '^(.+)\([^()]*\)$', '\1'
        ),
        '(\(本级\)|本级)$', ''
    )
{%- endmacro %}

{#
  Are two stems names of one unit? They are equal, or one of them says the division in front that the other leaves out.
  The endings of divisions stand in the variable division_endings.
#}
{% macro same_unit(one, other) -%}
    (
        {{ one }} = {{ other }}
    {% for longer, shorter in ((one, other), (other, one)) %}
        or (
            {{ shorter }} <> ''
            and ends_with({{ longer }}, {{ shorter }})
            and regexp_matches(
                left({{ longer }}, length({{ longer }}) - length({{ shorter }})), '({{ var("division_endings") }})$'
            )
        )
        {% endfor %}
    )
{%- endmacro %}
