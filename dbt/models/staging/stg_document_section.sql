select * from {{ source('landing', 'document_section') }}
