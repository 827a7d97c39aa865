select * from {{ source('landing', 'reported_text') }}
