select * from {{ source('landing', 'performance_target') }}
