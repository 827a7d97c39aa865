select * from {{ source('landing', 'intake') }}
