{#
  A heading as headings are compared: without its ordinal, without blanks and punctuation, figures of one width. The
  ordinals that count are those of parts, sections, lists and tables (第一部分, 一、, （一）, 1., 表1-2).
#}
{% macro folded_heading(heading) -%}
    regexp_replace(
        regexp_replace(
            translate({{ heading }}, '０１２３４５６７８９（）．', '0123456789().'),
            '^\s*(第[一二三四五六七八九十百0-9]+(部分|章|节)|(预算)?表?\s*[(]?[一二三四五六七八九十百廿0-9]+(-[0-9]+)?[)]?\s*[、.,，:：\s])\s*',
            ''
        ),
        '[^\p{Han}A-Za-z0-9]', '', 'g'
    )
{%- endmacro %}

{#
  A folded heading without the year and the 部门 or 单位 that one place says in front and the other leaves out
  (2017年度部门主要工作任务及目标 in the contents page, 2017年主要工作任务 in the body).
#}
{% macro bare_heading(heading) -%}
    regexp_replace({{ folded_heading(heading) }}, '^([0-9]{4}年度?)?(部门|单位)?', '')
{%- endmacro %}

{#
  Do two folded headings name one thing? One holds the other (a contents page leaves out the name of the unit, or the
  body does), or they are mostly the same letters. How a title is spelled in different places is another rule's question. DuckDB counts bytes in levenshtein and strlen, letters in length.
#}
{% macro same_heading(one, other) -%}
    (
        (length({{ one }}) > 3 and contains({{ other }}, {{ one }}))
        or (length({{ other }}) > 3 and contains({{ one }}, {{ other }}))
        or levenshtein({{ one }}, {{ other }}) <= 0.4 * greatest(strlen({{ one }}), strlen({{ other }}))
    )
{%- endmacro %}
