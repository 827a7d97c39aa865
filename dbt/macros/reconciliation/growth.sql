{#
  Growth rates in percent, from the amount of this year and its change: the base is not printed, it is amount − change.
  `change` is signed, the rate is without sign. Amount and change each stand for themselves ± half a unit in their last
  place; what is printed as zero is exactly zero. Of the four corners of the two intervals the lowest and the highest.
#}
{% macro growth_low(amount, amount_ulp, change, change_ulp) -%}
    {{ growth_bound('least', amount, amount_ulp, change, change_ulp) }}
{%- endmacro %}

{% macro growth_high(amount, amount_ulp, change, change_ulp) -%}
    {{ growth_bound('greatest', amount, amount_ulp, change, change_ulp) }}
{%- endmacro %}

{% macro growth_bound(which, amount, amount_ulp, change, change_ulp) -%}
    {%- set play = "case when " ~ amount ~ " = 0 then 0 else cast(" ~ amount_ulp ~ " as double) / 2 end" -%}
    {%- set change_play = "case when " ~ change ~ " = 0 then 0 else cast(" ~ change_ulp ~ " as double) / 2 end" -%}
    {{ which }}(
    {%- for sign in ('-', '+') %}
        {%- for change_sign in ('-', '+') %}
        100 * abs(
            (cast({{ change }} as double) {{ change_sign }} {{ change_play }})
            / nullif(
                cast({{ amount }} as double) {{ sign }} {{ play }}
                - (cast({{ change }} as double) {{ change_sign }} {{ change_play }}), 0
            )
        ){{ ',' if not (loop.last and sign == '+') }}
        {%- endfor %}
    {%- endfor %}
    )
{%- endmacro %}
