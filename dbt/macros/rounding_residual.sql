{#
  What rounding leaves between the lines of a statement and its printed total: one row a statement, none where the two
  are equal, and none where rounding cannot explain the difference. Each line and the total stand for ± half a unit in
  their last place; lines of zero add no play.
#}
{% macro rounding_residual(lines, totals) -%}
    select
        total.filing_id,
        total.filing_unit_key as unit_key,
        cast(total.amount_cny - summed.lines_cny as decimal(20, 2)) as amount_cny,
        [total.cell_id] as source_cell_ids
    from {{ totals }} as total
    inner join (
        select
            document_id,
            statement_no,
            sum(amount_cny) as lines_cny,
            coalesce(sum(ulp_cny) filter (where amount_cny <> 0), 0) as lines_ulp_cny
        from {{ lines }}
        group by document_id, statement_no
    ) as summed
        on total.document_id = summed.document_id and total.statement_no = summed.statement_no
    where
        total.amount_cny <> summed.lines_cny
        and abs(total.amount_cny - summed.lines_cny) <= (total.ulp_cny + summed.lines_ulp_cny) * 0.5
{%- endmacro %}

{# The columns of the filing that every fact carries. #}
{% macro filing_columns(alias) -%}
    {{ alias }}.filing_id,
    {{ alias }}.document_kind,
    {{ alias }}.disclosure_scope,
    {{ alias }}.is_current,
    cast({{ alias }}.fiscal_year as integer) as fiscal_year
{%- endmacro %}
