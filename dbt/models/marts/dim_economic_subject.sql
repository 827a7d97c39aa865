-- Two schemes that must not be mixed: 301 to 399 of departments, 501 to 599 of governments.
with seed as (
    select
        'department' as scheme,
        subject_code,
        subject_name
    from {{ ref('economic_subject_observed') }}
    union all
    select
        'government' as scheme,
        subject_code,
        subject_name
    from {{ ref('economic_subject_government') }}
),

seed_year as (
    select
        seed.*,
        year.fiscal_year
    from seed
    cross join {{ ref('int_fiscal_year') }} as year
),

printed as (
    select *
    from {{ ref('int_printed_subject') }}
    where scheme <> 'functional' and length(subject_code) in (3, 5)
),

subject as (
    select
        coalesce(seed_year.scheme, printed.scheme) as scheme,
        coalesce(seed_year.subject_code, printed.subject_code) as subject_code,
        coalesce(seed_year.fiscal_year, printed.fiscal_year) as fiscal_year,
        coalesce(seed_year.subject_name, printed.subject_name) as subject_name
    from seed_year
    full outer join printed
        on
            seed_year.scheme = printed.scheme
            and seed_year.subject_code = printed.subject_code
            and seed_year.fiscal_year = printed.fiscal_year
)

select
    subject.scheme,
    subject.subject_code,
    cast(subject.fiscal_year as integer) as fiscal_year,
    subject.subject_name,
    case when length(subject.subject_code) = 3 then class.class_name_en end as subject_name_en,
    case length(subject.subject_code) when 3 then 'class' else 'item' end as level, -- noqa: RF04
    case when length(subject.subject_code) = 5 then left(subject.subject_code, 3) end as parent_subject_code,
    coalesce(gfsm.gfsm_code, class.gfsm_code) as gfsm_code
from subject
left join {{ ref('economic_class') }} as class
    on subject.scheme = class.scheme and left(subject.subject_code, 3) = class.class_code
left join {{ ref('economic_subject_gfsm') }} as gfsm on subject.subject_code = gfsm.subject_code
order by subject.scheme, subject.fiscal_year, subject.subject_code
