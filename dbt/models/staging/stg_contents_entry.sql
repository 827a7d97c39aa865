select * from {{ source('landing', 'contents_entry') }}
