-- Grain: filing × project × two places that X23 compares. Projects whose money one place prints in several rows, so
-- that no single row is what the other place says.
with cell as (
    select * from {{ ref('int_rule_project_cell') }}
),

mention as (
    select distinct
        filing_id,
        project_key,
        source,
        {{ folded_name('project_name_printed') }} as folded_name
    from {{ ref('int_project_mention') }}
),

-- Two rows of one name, one of them with the money of the sheet, may be two projects with a sheet for one of them.
of_one_name as (
    select
        stated.filing_id,
        stated.project_key,
        stated.source as stated,
        held.source as held
    from cell as stated
    inner join cell as held
        on stated.filing_id = held.filing_id and stated.project_key = held.project_key and stated.source <> held.source
    where stated.role = 'total' and held.role = 'total'
    group by stated.filing_id, stated.project_key, stated.source, held.source, stated.amount_cny
    having
        count(*) > 1
        and bool_or(held.amount_cny = stated.amount_cny)
        and sum(held.amount_cny) <> stated.amount_cny
),

-- The money that a project carries over may have a row of its own: 某某经费 and 某某经费（结转）.
with_carryover as (
    select distinct
        whole.filing_id,
        whole.project_key,
        stated.source as stated,
        whole.source as held
    from mention as whole
    inner join mention as carried
        on
            whole.filing_id = carried.filing_id
            and whole.source = carried.source
            and starts_with(carried.folded_name, whole.folded_name)
            and regexp_matches(substr(carried.folded_name, length(whole.folded_name) + 1), '^[(（]?[^(（]*结转[)）]?$')
    inner join mention as stated
        on whole.filing_id = stated.filing_id and whole.project_key = stated.project_key
    where whole.source = 'project_row' and stated.source <> 'project_row'
)

select * from of_one_name
union
select * from with_carryover
