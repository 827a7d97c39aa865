-- Grain: filing × unit key of a row. Rows whose unit is the filer itself under another spelling: with a second name in
-- brackets behind it, or with the division in front that the cover leaves out. Only where no other unit can be meant:
-- the codes printed with these names begin with one another, and their second names are one.
with printed as (
    select distinct
        part.filing_id,
        cell.unit_key,
        cell.unit_code_printed,
        {{ unit_stem('cell.unit_name_printed') }} as stem,
        regexp_extract(
            regexp_replace({{ folded_name('cell.unit_name_printed') }}, '(\(本级\)|本级)$', ''), '\(([^()]*)\)$', 1
        ) as second_name
    from {{ ref('stg_reported_cell') }} as cell
    inner join {{ ref('int_part_filing') }} as part
        on cell.document_id = part.document_id and cell.part_no = part.part_no
    where cell.unit_key is not null and cell.unit_name_printed <> ''
),

of_filer as (
    select
        printed.*,
        filing.unit_key as filing_unit_key,
        min_by(printed.unit_code_printed, (length(printed.unit_code_printed), printed.unit_code_printed))
            over names_of_filer as shortest_code,
        max_by(printed.second_name, (length(printed.second_name), printed.second_name))
            over names_of_filer as longest_second_name
    from printed
    inner join {{ ref('int_filing') }} as filing on printed.filing_id = filing.filing_id
    where {{ same_unit('printed.stem', unit_stem('filing.unit_name')) }}
    window names_of_filer as (partition by printed.filing_id)
),

unambiguous as (
    select filing_id
    from of_filer
    group by filing_id
    having
        bool_and(unit_code_printed is null or starts_with(unit_code_printed, shortest_code))
        and bool_and(second_name = '' or {{ same_unit('second_name', 'longest_second_name') }})
)

select distinct
    of_filer.filing_id,
    of_filer.unit_key,
    of_filer.filing_unit_key
from of_filer
inner join unambiguous on of_filer.filing_id = unambiguous.filing_id
