-- Grain: document × classification × subject code × fiscal year × name. How often a document's rows print the name.
select
    document_id,
    case
        when classification = 'functional' then 'functional'
        when starts_with(subject_code, '5') then 'government'
        else 'department'
    end as scheme,
    subject_code,
    fiscal_year,
    row_name,
    count(subject_code_printed) as times_printed,
    count(*) as times
from {{ ref('int_reported_cell') }}
where
    subject_code is not null
    and classification is not null
    and length(subject_code) in (3, 5, 7)
    and fiscal_year is not null
group by all
