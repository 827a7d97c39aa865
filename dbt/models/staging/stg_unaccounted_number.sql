select * from {{ source('landing', 'unaccounted_number') }}
