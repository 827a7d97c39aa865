select * from {{ source('landing', 'refresh_run') }}
