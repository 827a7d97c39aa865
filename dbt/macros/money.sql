{# How many 元 one declared unit is. An unknown or missing unit is NULL and never a default: see architecture, "two kinds
   of wrong". #}
{% macro unit_factor(unit) -%}
    case {{ unit }} when '元' then 1 when '万元' then 10000 when '亿元' then 100000000 end
{%- endmacro %}

{# A printed amount in 元. DECIMAL all the way; NULL where the unit is unknown. #}
{% macro to_cny(amount, unit) -%}
    cast({{ amount }} * ({{ unit_factor(unit) }}) as decimal(20, 2))
{%- endmacro %}

{# The unit in the last place of a printed amount, in 元: 万元 with two decimals is 100. #}
{% macro ulp_cny(unit, decimals) -%}
    cast(({{ unit_factor(unit) }}) / power(10, {{ decimals }}) as decimal(20, 6))
{%- endmacro %}
