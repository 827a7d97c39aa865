{#
  Every comparison of the rules is decided here and nowhere else. A printed amount stands for itself ± half a unit in its
  last place; a printed zero among the parts of a sum is exactly zero. `comparison` is one of

    exact     the same quantity printed twice, so equal to the last digit. Printed in two units of money, or with more
              decimals in one place than in the other, it may differ by half a last place of the coarser one. Where the
              other side is made of several amounts it is a sum.
    sum       a printed total and its parts
    parts     the same, where the parts are what is looked at: they are shown first
    at_least  left is not less than right
    at_most   left is not more than right
#}
{% macro rule_tolerance(
    comparison, lhs_play, rhs_play, rhs_nonzero_count, finest_ulp, coarsest_ulp
) -%}
    case
        when {{ comparison }} = 'exact' and {{ rhs_nonzero_count }} <= 1
            then case when {{ finest_ulp }} < {{ coarsest_ulp }} then {{ coarsest_ulp }} * 0.5 else 0 end
        else {{ lhs_play }} + {{ rhs_play }}
    end
{%- endmacro %}

{# Bounds are inclusive. A side that is not known gives no status at all: the caller says why it was not evaluated. #}
{% macro rule_status(comparison, difference, tolerance) -%}
    case
        when {{ difference }} is null or {{ tolerance }} is null then null
        when {{ difference }} = 0 then 'pass'
        when {{ comparison }} = 'at_least' and {{ difference }} > 0 then 'pass'
        when {{ comparison }} = 'at_most' and {{ difference }} < 0 then 'pass'
        when abs({{ difference }}) <= {{ tolerance }} then 'rounding'
        else 'fail'
    end
{%- endmacro %}

{# The class of tolerance that was in fact applied, with the number of parts that are not zero. #}
{% macro applied_tolerance_class(comparison, rhs_nonzero_count) -%}
    case
        when {{ comparison }} = 'exact' and {{ rhs_nonzero_count }} <= 1 then 'EXACT'
        when {{ comparison }} in ('exact', 'sum', 'parts') then 'SUM(' || {{ rhs_nonzero_count }} || ')'
        else 'INEQ(' || {{ rhs_nonzero_count }} || ')'
    end
{%- endmacro %}

{#
  Why a rule has no answer. The reasons listed here mean that the document legitimately has nothing to check; any other
  reason means that something was not read or not understood, which is ours to answer for.
#}
{% macro unanswered_status(reason) -%}
    case
        when {{ reason }} in (
            'table_not_in_layout', 'table_nil', 'column_not_in_layout', 'nothing_printed', 'no_nil_table',
            'codes_not_in_layout', 'code_is_no_row_key', 'code_not_printed',
            'unit_named_once', 'condition_not_met', 'carryover_present', 'explained_by_parent_sums',
            'not_stated', 'change_not_stated', 'amount_not_stated', 'base_is_zero', 'explained_by_statement'
        ) then 'not_applicable'
        else 'not_evaluated'
    end
{%- endmacro %}
