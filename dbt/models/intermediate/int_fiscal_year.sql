-- Grain: fiscal year that a filing is for or that one of its figures is about.
select distinct fiscal_year
from {{ ref('document_year') }}
