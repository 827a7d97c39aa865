{#
  Shares in percent. A printed share stands for itself ± half a unit in its last place, and so does each amount; a printed
  zero is exactly zero. The share ties where its interval meets that of part / base. Bounds are inclusive; the hair allows
  for the binary arithmetic of the quotient.
#}
{% macro share_low(part, part_ulp, base, base_ulp) -%}
    {{ share_bound('least', part, part_ulp, base, base_ulp) }}
{%- endmacro %}

{% macro share_high(part, part_ulp, base, base_ulp) -%}
    {{ share_bound('greatest', part, part_ulp, base, base_ulp) }}
{%- endmacro %}

{% macro share_bound(which, part, part_ulp, base, base_ulp) -%}
    {%- set play = "case when " ~ part ~ " = 0 then 0 else cast(" ~ part_ulp ~ " as double) / 2 end" -%}
    {%- set base_play = "cast(" ~ base_ulp ~ " as double) / 2" -%}
    case
        when abs({{ base }}) > {{ base_play }} then {{ which }}(
    {%- for part_sign in ('-', '+') %}
        {%- for base_sign in ('-', '+') %}
            100 * (cast({{ part }} as double) {{ part_sign }} {{ play }})
            / (cast({{ base }} as double) {{ base_sign }} {{ base_play }}){{ ',' if not (loop.last and part_sign == '+') }}
        {%- endfor %}
    {%- endfor %}
        )
    end
{%- endmacro %}

{# Does a printed share tie with an interval of shares? #}
{% macro share_ties(share, decimals, low, high) -%}
    (
        {{ share }} + 0.5 * power(10, -{{ decimals }}) >= {{ low }} - 1e-9
        and {{ share }} - 0.5 * power(10, -{{ decimals }}) <= {{ high }} + 1e-9
    )
{%- endmacro %}

{# Would it tie with its point one or two places to the left or right? #}
{% macro share_ties_shifted(share, decimals, low, high) -%}
    (
    {%- for factor in (10, 100, 0.1, 0.01) %}
        {{ share_ties(share, decimals, '(' ~ low ~ ') / ' ~ factor, '(' ~ high ~ ') / ' ~ factor) }}
        {{- ' or' if not loop.last }}
    {%- endfor %}
    )
{%- endmacro %}
