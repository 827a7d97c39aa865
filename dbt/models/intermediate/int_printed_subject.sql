-- Grain: classification × subject code × fiscal year. Codes that rows have, with the name that most rows give them
-- that print the code: a row that prints a name alone may print those of its parents before it. Codes above a code are
-- added, so that each has its parent.
with printed as (
    select
        scheme,
        subject_code,
        fiscal_year,
        row_name,
        sum(times_printed) as times_printed,
        sum(times) as times
    from {{ ref('printed_subject') }}
    group by all
),

named as (
    select
        scheme,
        subject_code,
        fiscal_year,
        row_name as subject_name
    from printed
    qualify row_number() over (
        partition by scheme, subject_code, fiscal_year
        order by row_name is null asc, times_printed desc, times desc, row_name asc
    ) = 1
),

above as (
    select distinct
        named.scheme,
        left(named.subject_code, steps.code_length) as subject_code,
        named.fiscal_year
    from named
    cross join (values (3), (5)) as steps (code_length)
    where length(named.subject_code) > steps.code_length
)

select
    coalesce(named.scheme, above.scheme) as scheme,
    coalesce(named.subject_code, above.subject_code) as subject_code,
    coalesce(named.fiscal_year, above.fiscal_year) as fiscal_year,
    named.subject_name
from named
full outer join above
    on
        named.scheme = above.scheme
        and named.subject_code = above.subject_code
        and named.fiscal_year = above.fiscal_year
