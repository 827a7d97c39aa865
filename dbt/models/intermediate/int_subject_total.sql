-- Grain: statement × column. The printed total of a table by subject. Where current-year total and grand total are both
-- printed, the rows add up to the former: the latter also holds what is carried over.
select
    filing_id,
    filing_unit_key,
    table_kind,
    document_id,
    statement_no,
    amount_kind,
    amount_cny,
    ulp_cny,
    cell_id
from {{ ref('int_fact_cell') }}
where
    table_kind in (
        'expenditure',
        'general_public_by_function',
        'government_fund',
        'state_capital',
        'basic_by_economic',
        'government_economic'
    )
    and (table_kind <> 'government_economic' or amount_kind = 'total')
    and row_role in ('current_total', 'grand_total')
    and subject_code is null
    and amount_kind in ('total', 'basic', 'basic_personnel', 'basic_public', 'project')
qualify row_number() over (
    partition by document_id, statement_no, amount_kind
    order by row_role, row_no, cell_id
) = 1
