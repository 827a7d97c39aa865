{#
  A DuckDB view keeps the text of its query. With the catalog in it ("budget"."marts"."x") a view breaks as soon as the
  file is opened under another name or attached under an alias; schema and name alone are found in the view's own file.
#}
{% macro ref() -%}
    {%- do return(builtins.ref(*varargs, **kwargs).include(database=false)) -%}
{%- endmacro %}

{% macro source() -%}
    {%- do return(builtins.source(*varargs, **kwargs).include(database=false)) -%}
{%- endmacro %}
