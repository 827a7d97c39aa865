-- Grain: attribute of a project as a form prints it, with the project that the form is about.
select
    attribute.cell_id,
    attribute.document_id,
    mention.filing_id,
    attribute.statement_no,
    attribute.table_kind,
    attribute.row_no,
    mention.source,
    mention.source_id,
    mention.project_key,
    attribute.attribute,
    nullif(trim(attribute.text), '') as text_printed,
    filing.fiscal_year
from {{ ref('stg_project_attribute') }} as attribute
inner join {{ ref('int_project_mention') }} as mention
    on
        attribute.document_id = mention.document_id
        and {{ project_source('attribute.table_kind') }} = mention.source
        and {{ project_source_id(
            'attribute.table_kind', 'attribute.statement_no', 'attribute.row_no', 'attribute.project_code_printed',
            'attribute.project_name_printed'
        ) }} = mention.source_id
inner join {{ ref('int_filing') }} as filing on mention.filing_id = filing.filing_id
