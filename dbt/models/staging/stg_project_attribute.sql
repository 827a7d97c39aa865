select * from {{ source('landing', 'project_attribute') }}
