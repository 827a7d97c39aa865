-- Grain: project as one place of a filing prints it: filing × source × unit × code × name. Rows of one table that print
-- the same project under several subjects are one. The name is also given as it is compared: without a place or unit in
-- front, without the year and without words such as 项目经费 at its end; numbers are what tells 第一期 from 第二期.
with pattern as (
    select
        string_agg(pattern, '|') filter (where use = 'year') as year_pattern, -- noqa: RF04
        string_agg(pattern, '|') filter (where use = 'suffix') as suffix_pattern,
        string_agg(pattern, '|') filter (where use = 'place_end') as place_end_pattern,
        string_agg(pattern, '|') filter (where use = 'number') as number_pattern
    from {{ ref('project_name_pattern') }}
),

-- Rows of one table add up; a figure that a form or the text repeats is one figure.
printed as (
    select
        mention.filing_id,
        mention.source,
        mention.unit_key,
        mention.folded_code,
        mention.folded_name,
        mention.document_id,
        mention.statement_no,
        min(mention.project_name_printed) as project_name_printed,
        count(mention.amount_cny) = count(*) as has_all_amounts,
        count(distinct mention.amount_cny) = 1 as has_one_amount,
        sum(mention.amount_cny) as summed_cny,
        max(mention.amount_cny) as repeated_cny,
        max(mention.ulp_cny) as ulp_cny,
        min(mention.unit_declared) as unit_declared
    from {{ ref('int_printed_project') }} as mention
    group by all
),

of_table as (
    select
        *,
        case
            when source = 'project_row' then case when has_all_amounts then summed_cny end
            when has_one_amount then repeated_cny
        end as amount_cny
    from printed
),

node as (
    select
        filing_id,
        source,
        unit_key,
        folded_code,
        folded_name,
        min(project_name_printed) as project_name_printed,
        max(amount_cny) * case when count(distinct amount_cny) = 1 then 1 end as amount_cny,
        max(ulp_cny) as ulp_cny,
        min(unit_declared) as unit_declared
    from of_table
    group by filing_id, source, unit_key, folded_code, folded_name
),

-- Units of the filing, whole and down to each place in them: 甲市乙区某中心 gives 甲市, 甲市乙区 and itself.
unit_name as (
    select
        part.filing_id,
        {{ folded_name('cell.unit_name_printed') }} as folded_unit
    from {{ ref('stg_reported_cell') }} as cell
    inner join {{ ref('int_part_filing') }} as part
        on cell.document_id = part.document_id and cell.part_no = part.part_no
    where cell.unit_name_printed is not null
    union distinct
    select
        part.filing_id,
        {{ folded_name('filing_part.unit_name') }} as folded_unit
    from {{ ref('stg_filing_part') }} as filing_part
    inner join {{ ref('int_part_filing') }} as part
        on filing_part.document_id = part.document_id and filing_part.part_no = part.part_no
),

lead as (
    select distinct
        letter.filing_id,
        left(letter.folded_unit, letter.place) as folded_lead
    from (
        select
            filing_id,
            folded_unit,
            unnest(range(2, length(folded_unit) + 1)) as place
        from unit_name
    ) as letter
    cross join pattern
    where
        letter.place = length(letter.folded_unit)
        or regexp_matches(left(letter.folded_unit, letter.place), pattern.place_end_pattern)
),

longest_lead as (
    select
        node.filing_id,
        node.folded_name,
        max(length(lead.folded_lead)) as lead_length
    from node
    inner join lead on node.filing_id = lead.filing_id and starts_with(node.folded_name, lead.folded_lead)
    where length(lead.folded_lead) < length(node.folded_name)
    group by node.filing_id, node.folded_name
),

compared as (
    select
        node.*,
        regexp_replace(
            regexp_replace(
                substr(node.folded_name, coalesce(longest_lead.lead_length, 0) + 1),
                '(?:' || pattern.year_pattern || ')', '', 'g'
            ),
            pattern.suffix_pattern, ''
        ) as shortened,
        pattern.number_pattern,
        list_sort(regexp_extract_all(node.folded_name, pattern.year_pattern)) as years
    from node
    left join longest_lead
        on node.filing_id = longest_lead.filing_id and node.folded_name = longest_lead.folded_name
    cross join pattern
)

select
    {{ hash_key(['filing_id', 'source', 'unit_key', 'folded_code', 'folded_name']) }} as node_id,
    filing_id,
    source,
    case source when 'project_row' then 1 when 'sheet' then 2 when 'overall_row' then 3 else 4 end as source_rank,
    unit_key,
    folded_code,
    folded_name,
    project_name_printed,
    amount_cny,
    ulp_cny,
    unit_declared,
    list_sort(regexp_extract_all(shortened, number_pattern)) as numbers,
    years,
    -- A name that consists of such words only is compared as it stands.
    coalesce(nullif(shortened, ''), folded_name) as compared_name,
    count(*) over (partition by filing_id, source, amount_cny) as same_amount
from compared
