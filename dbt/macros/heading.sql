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
