-- Grain: row of a statement that the text leaves out, or thing in the text that the statement does not have (N02, N03,
-- N04, N06). What stands in both is compared by amount elsewhere; only the economic subjects, which the text names
-- without amounts, have a row here for each that is in both. Where rows and names are both left over a name was not
-- recognised: that is not evaluated, and never two findings.
with claim as (
    select * from {{ ref('int_rule_claim') }}
),

said as (
    select
        claim.*,
        case
            when claim.topic = 'economic_item' then 'N04'
            when claim.amount_rule = 'N03' and claim.table_kind <> 'fiscal_appropriation' then null
            when claim.amount_rule in ('N02', 'N03', 'N06') then claim.amount_rule
        end as rule_id
    from claim
    where
        claim.claim_kind in ('amount', 'mention')
        and claim.amount_year = claim.fiscal_year
        and (claim.topic = 'economic_item' or claim.claim_kind = 'amount')
),

asked as (
    select
        filing_id,
        rule_id,
        -- 等 at the end of an enumeration: it does not name all.
        bool_or(
            claim_kind = 'mention'
            and contains(translate(sentence, ' 　', ''), translate(subject_path[-1], ' 　', '') || '等')
        ) as is_open
    from said
    where rule_id is not null
    group by filing_id, rule_id
    -- A list; one item that is mentioned in passing is none.
    having count(cell_id) > 0
),

printed_row as (
    select
        asked.rule_id,
        asked.is_open,
        cell.*
    from asked
    inner join {{ ref('int_claim_cell') }} as cell
        on
            asked.filing_id = cell.filing_id
            and cell.measure = 'total'
            and cell.amount_cny <> 0
            and case asked.rule_id
                when 'N02' then cell.table_kind = 'general_public_by_function' and cell.is_leaf
                when 'N03'
                    then
                        cell.table_kind = 'fiscal_appropriation'
                        and cell.side = 'expenditure'
                        and length(cell.subject_code) = 3
                        and cell.line in ('detail', 'subtotal')
                when 'N04'
                    then cell.table_kind = 'basic_by_economic' and cell.is_leaf and length(cell.subject_code) = 5
                when 'N06' then cell.table_kind = 'project_expenditure' and cell.project_key is not null
            end
),

row_left as (
    select
        printed_row.*,
        coalesce(printed_row.subject_code, printed_row.project_key, printed_row.row_name) as row_key,
        -- Two rows of one code, as where a table is published twice, are two instances.
        count(*) over (
            partition by
                printed_row.filing_id,
                printed_row.rule_id,
                coalesce(printed_row.subject_code, printed_row.project_key, printed_row.row_name)
        ) > 1 as is_repeated
    from printed_row
    where not exists (
        select 1 from said
        where said.rule_id = printed_row.rule_id and said.cell_id = printed_row.cell_id
    )
),

name_left as (
    select said.*
    from said
    inner join asked on said.rule_id = asked.rule_id and said.filing_id = asked.filing_id
    where said.cell_id is null and said.amount_cny is distinct from 0
),

left_over as (
    select
        asked.filing_id,
        asked.rule_id,
        count(distinct row_left.cell_id) as rows_left,
        count(distinct name_left.claim_id) as names_left
    from asked
    left join row_left on asked.filing_id = row_left.filing_id and asked.rule_id = row_left.rule_id
    left join name_left on asked.filing_id = name_left.filing_id and asked.rule_id = name_left.rule_id
    group by asked.filing_id, asked.rule_id
)

select
    row_left.rule_id,
    row_left.filing_id,
    row_left.document_id,
    row_left.table_kind,
    'row/' || row_left.row_key
    || case
        when row_left.is_repeated
            then '/' || row_left.document_id[1:8] || ':' || row_left.statement_no || '/r' || row_left.row_no
        else ''
    end as instance,
    case when left_over.names_left = 0 and not row_left.is_open then 'fail' end as status,
    case when row_left.is_open then 'condition_not_met' when left_over.names_left > 0 then 'subject_unresolved' end
        as reason,
    concat_ws(' ', row_left.row_name, row_left.raw_text, row_left.unit_declared) as lhs_text,
    '说明中没有 not in the text' as rhs_text,
    [row_left.cell_id] as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids,
    cast([] as varchar[]) as lhs_claim_ids,
    cast([] as varchar[]) as rhs_claim_ids
from row_left
inner join left_over on row_left.filing_id = left_over.filing_id and row_left.rule_id = left_over.rule_id
union all by name
select
    name_left.rule_id,
    name_left.filing_id,
    name_left.document_id,
    name_left.table_kind,
    name_left.label || '/name' as instance,
    case when left_over.rows_left = 0 and name_left.resolution_reason = 'no_row' then 'fail' end as status,
    case
        when name_left.resolution_reason <> 'no_row' then name_left.resolution_reason
        when left_over.rows_left > 0 then 'subject_unresolved'
    end as reason,
    concat_ws(' ', array_to_string(name_left.subject_path, '/'), name_left.amount_text, name_left.unit_declared)
        as lhs_text,
    '表中没有 not in the table' as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids,
    [name_left.claim_id] as lhs_claim_ids,
    cast([] as varchar[]) as rhs_claim_ids
from name_left
inner join left_over on name_left.filing_id = left_over.filing_id and name_left.rule_id = left_over.rule_id
union all by name
select
    said.rule_id,
    said.filing_id,
    said.document_id,
    said.cell_table_kind as table_kind,
    said.label as instance,
    case
        -- 0.00 may stand for what is less than its last place shows; the text names it because it is there.
        when cell.reason is null then case when cell.amount_cny = 0 then 'rounding' else 'pass' end
    end as status,
    cell.reason,
    said.subject_path[-1] as lhs_text,
    concat_ws(' ', cell.row_name, cell.raw_text, cell.unit_declared) as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    [cell.cell_id] as rhs_cell_ids,
    [said.claim_id] as lhs_claim_ids,
    cast([] as varchar[]) as rhs_claim_ids
from said
inner join {{ ref('int_claim_cell') }} as cell on said.cell_id = cell.cell_id
where said.rule_id = 'N04'
