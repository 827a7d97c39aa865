{# The digits of an amount in units of its last place, without sign: what a typist would have copied. #}
{% macro printed_digits(amount, ulp) -%}
    cast(cast(round(abs({{ amount }}) / {{ ulp }}) as bigint) as varchar)
{%- endmacro %}

{#
  What kind of slip turns one side of a failed identity into the other; NULL where none fits. Digits are compared in units
  of the finest last place on either side.
#}
{% macro rule_diagnosis(lhs, rhs, ulp) -%}
    {%- set lhs_digits = printed_digits(lhs, ulp) -%}
    {%- set rhs_digits = printed_digits(rhs, ulp) -%}
    case
        when {{ lhs }} = 0 or {{ rhs }} = 0 or {{ ulp }} is null then null
        when {{ lhs }} = -{{ rhs }} then 'sign'
        when abs({{ lhs }}) = abs({{ rhs }}) * 10000 or abs({{ rhs }}) = abs({{ lhs }}) * 10000 then 'unit_slip'
        when
            abs({{ lhs }}) in (abs({{ rhs }}) * 10, abs({{ rhs }}) * 100, abs({{ rhs }}) * 1000)
            or abs({{ rhs }}) in (abs({{ lhs }}) * 10, abs({{ lhs }}) * 100, abs({{ lhs }}) * 1000)
            then 'decimal_shift'
        when length({{ lhs_digits }}) <> length({{ rhs_digits }}) then null
        when hamming({{ lhs_digits }}, {{ rhs_digits }}) = 1 then 'digit_substitution'
        when
            hamming({{ lhs_digits }}, {{ rhs_digits }}) = 2
            and list_sort(string_split({{ lhs_digits }}, '')) = list_sort(string_split({{ rhs_digits }}, ''))
            then 'digit_transposition'
    end
{%- endmacro %}
