-- One row a file: where sources.csv names a file twice, the later date of publication holds.
select
    file as file_path,
    max(published_on) as published_on
from {{ source('landing', 'raw_source') }}
where file is not null
group by file
