-- Observed names, for each year that the filings speak of; a printed code that nobody else prints has its printed name.
with subject_name as (
    select
        seed.subject_code,
        year.fiscal_year,
        seed.subject_name
    from {{ ref('functional_subject_observed') }} as seed
    cross join {{ ref('int_fiscal_year') }} as year
    where length(seed.subject_code) > 3
    union all
    select
        class_name.class_code as subject_code,
        year.fiscal_year,
        min(class_name.class_name) as subject_name
    from {{ ref('functional_class_name') }} as class_name
    cross join {{ ref('int_fiscal_year') }} as year
    where
        class_name.is_title
        and year.fiscal_year between coalesce(class_name.valid_from, 0) and coalesce(class_name.valid_to, 9999)
    group by class_name.class_code, year.fiscal_year
),

printed as (
    select *
    from {{ ref('int_printed_subject') }}
    where scheme = 'functional'
),

subject as (
    select
        coalesce(subject_name.subject_code, printed.subject_code) as subject_code,
        coalesce(subject_name.fiscal_year, printed.fiscal_year) as fiscal_year,
        coalesce(subject_name.subject_name, printed.subject_name) as subject_name
    from subject_name
    full outer join printed
        on subject_name.subject_code = printed.subject_code and subject_name.fiscal_year = printed.fiscal_year
),

seed_prefix as (
    -- A seed may hold an item without the group above it.
    select distinct
        left(subject.subject_code, 5) as subject_code,
        subject.fiscal_year
    from subject
    where length(subject.subject_code) = 7
),

closed as (
    select
        coalesce(subject.subject_code, seed_prefix.subject_code) as subject_code,
        coalesce(subject.fiscal_year, seed_prefix.fiscal_year) as fiscal_year,
        subject.subject_name
    from subject
    full outer join seed_prefix
        on subject.subject_code = seed_prefix.subject_code and subject.fiscal_year = seed_prefix.fiscal_year
)

select
    closed.subject_code,
    cast(closed.fiscal_year as integer) as fiscal_year,
    closed.subject_name,
    case when length(closed.subject_code) = 3 then class.class_name_en end as subject_name_en,
    case length(closed.subject_code) when 3 then 'class' when 5 then 'group' else 'item' end as level, -- noqa: RF04
    left(closed.subject_code, 3) as class_code,
    case when length(closed.subject_code) >= 5 then left(closed.subject_code, 5) end as group_code,
    case length(closed.subject_code)
        when 5 then left(closed.subject_code, 3) when 7 then left(closed.subject_code, 5)
    end as parent_subject_code,
    'observed' as name_source,
    class.cofog_division
from closed
left join {{ ref('functional_class') }} as class on left(closed.subject_code, 3) = class.class_code
order by closed.fiscal_year, closed.subject_code
