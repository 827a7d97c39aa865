-- Grain: mention of a project: a row of the table of projects or of the overall form, a sheet, a claim of the text.
-- What is printed there, with the money of the year, before any two mentions are taken for one project.
with form_cell as (
    select
        cell.document_id,
        cell.part_no,
        cell.statement_no,
        cell.row_no,
        cell.unit_key,
        cell.project_code_printed,
        cell.project_name_printed,
        cell.amount_cny,
        cell.ulp_cny,
        cell.unit_declared,
        cell.amount_year,
        cell.phase,
        {{ project_source('cell.table_kind') }} as source,
        {{ project_source_id(
            'cell.table_kind', 'cell.statement_no', 'cell.row_no', 'cell.project_code_printed',
            'cell.project_name_printed'
        ) }} as source_id,
        case
            when cell.table_kind <> 'project_expenditure' then cell.line_item = 'project_current_budget'
            else cell.measure in ('total', 'amount')
        end as is_amount
    from {{ ref('stg_reported_cell') }} as cell
    where
        cell.table_kind in ('project_expenditure', 'performance_overall', 'performance_project')
        and (cell.table_kind <> 'project_expenditure' or cell.row_role = 'detail')
        and (
            nullif(trim(cell.project_name_printed), '') is not null
            or nullif(trim(cell.project_code_printed), '') is not null
        )
),

of_form as (
    select
        cell.document_id,
        cell.part_no,
        part.filing_id,
        cell.source,
        cell.source_id,
        min(cell.statement_no) as statement_no,
        min(cell.row_no) as row_no,
        cast(null as varchar) as claim_id,
        min(cell.unit_key) as unit_key,
        max(cell.project_code_printed) as project_code_printed,
        max(cell.project_name_printed) as project_name_printed,
        -- Two different figures for one thing are none.
        {% set is_meant = 'cell.is_amount and cell.amount_year = filing.fiscal_year' %}
        max(cell.amount_cny) filter (where {{ is_meant }})
        * case when count(distinct cell.amount_cny) filter (where {{ is_meant }}) = 1 then 1 end as amount_cny,
        max(cell.ulp_cny) filter (where {{ is_meant }}) as ulp_cny,
        max(cell.unit_declared) filter (where {{ is_meant }}) as unit_declared
    from form_cell as cell
    inner join {{ ref('int_part_filing') }} as part
        on cell.document_id = part.document_id and cell.part_no = part.part_no
    inner join {{ ref('int_filing') }} as filing on part.filing_id = filing.filing_id
    group by all
),

of_text as (
    select
        claim.document_id,
        claim.part_no,
        part.filing_id,
        'claim' as source,
        claim.claim_id as source_id,
        cast(null as bigint) as statement_no,
        cast(null as bigint) as row_no,
        claim.claim_id,
        cast(null as varchar) as unit_key,
        cast(null as varchar) as project_code_printed,
        claim.project_name_printed,
        case when coalesce(claim.amount_year, filing.fiscal_year) = filing.fiscal_year then claim.amount_cny end
            as amount_cny,
        claim.ulp_cny,
        claim.unit_declared
    from {{ ref('stg_narrative_claim') }} as claim
    inner join {{ ref('int_part_filing') }} as part
        on claim.document_id = part.document_id and claim.part_no = part.part_no
    inner join {{ ref('int_filing') }} as filing on part.filing_id = filing.filing_id
    where nullif(trim(claim.project_name_printed), '') is not null
),

mention as (
    select * from of_form
    union all
    select * from of_text
)

select
    *,
    nullif(upper({{ folded_name('project_code_printed') }}), '') as folded_code,
    nullif({{ folded_name('project_name_printed') }}, '') as folded_name
from mention
