-- Grain: instance × operand. Money of projects: within a sheet (W20, W21), between the places that print a project
-- (X23, X25), by category of project against the composition of the overall form (X27, X28), and what is procured
-- against what may pay for it (X29).
with cell as (
    select * from {{ ref('int_rule_project_cell') }}
),

project as (
    select * from {{ ref('int_rule_project') }}
),

-- Why the projects of the table of projects cannot be added up; NULL where they can, or where there are none.
table_of_projects as (
    select
        chosen.filing_id,
        chosen.table_kind,
        case
            when chosen.reason is not null then nullif(chosen.reason, 'table_nil')
            when count(cell.cell_id) = 0 then 'operand_not_found'
        end as reason
    from {{ ref('int_rule_table') }} as chosen
    left join cell
        on
            chosen.filing_id = cell.filing_id
            and chosen.table_kind = cell.table_kind
            and cell.role = 'total'
    where chosen.table_kind = 'project_expenditure'
    group by chosen.filing_id, chosen.table_kind, chosen.reason
),

-- -- W20: funds of a sheet -------------------------------------------------------------------------------------------
fund_total as (
    select *
    from cell
    where
        table_kind = 'performance_project'
        and cell_id in (
            select child.parent_cell_id from cell as child
            where child.role = 'source' or starts_with(child.line_item, 'funding_')
        )
        and role in ('funding_total', 'total')
),

w20 as (
    select
        'W20' as rule_id,
        cell.filing_id,
        cell.table_kind,
        cell.statement_key || '/r' || cell.row_no || '/c' || cell.column_no as instance,
        'sum' as comparison,
        {{ operand_columns('cell', "'lhs'") }}
    from fund_total as cell
    union all
    select
        'W20' as rule_id,
        cell.filing_id,
        cell.table_kind,
        total.statement_key || '/r' || total.row_no || '/c' || total.column_no as instance,
        'sum' as comparison,
        {{ operand_columns('cell', "'rhs'") }}
    from cell
    inner join fund_total as total on cell.parent_cell_id = total.cell_id
    where cell.is_printed and cell.role is distinct from 'of_which'
    union all
    select
        'W20' as rule_id,
        part.filing_id,
        part.table_kind,
        part.statement_key || '/r' || part.row_no || '/c' || part.column_no as instance,
        'at_most' as comparison,
        side.operand_side,
        part.document_id,
        case when side.operand_side = 'lhs' then part.cell_id else whole.cell_id end as cell_id,
        case when side.operand_side = 'lhs' then part.amount_cny else whole.amount_cny end as amount_cny,
        case when side.operand_side = 'lhs' then part.ulp_cny else whole.ulp_cny end as ulp_cny,
        case when side.operand_side = 'lhs' then part.unit_declared else whole.unit_declared end as unit_declared,
        case when side.operand_side = 'lhs' then part.raw_text else whole.raw_text end as raw_text,
        case when side.operand_side = 'lhs' then part.reading_order else whole.reading_order end as reading_order,
        case when side.operand_side = 'lhs' then part.reason else whole.reason end as reason
    from cell as part
    inner join cell as whole on part.parent_cell_id = whole.cell_id
    cross join (values ('lhs'), ('rhs')) as side (operand_side)
    where part.table_kind = 'performance_project' and part.role = 'of_which' and part.is_printed
),

-- -- W21: what the costed items add up to ----------------------------------------------------------------------------
costed as (
    select distinct
        filing_id,
        statement_key,
        project_key
    from cell
    where table_kind = 'performance_project' and role = 'activity'
),

w21 as (
    select
        'W21' as rule_id,
        cell.filing_id,
        cell.table_kind,
        cell.statement_key || '/' || cell.project_key as instance,
        'sum' as comparison,
        {{ operand_columns('cell', "case when cell.role = 'total' then 'lhs' else 'rhs' end") }}
    from cell
    inner join costed
        on cell.statement_key = costed.statement_key and cell.project_key = costed.project_key
    where
        cell.role = 'total'
        or (cell.role = 'activity' and (cell.is_printed or cell.reason <> 'operand_blank'))
),

-- -- X23: a project's money in each of its places ---------------------------------------------------------------------
-- The table of projects is what the two forms are held against; without it the sheet is held against the overall form.
x23_pair as (
    select
        project.*,
        pair.stated,
        pair.held
    from project
    cross join (
        values ('sheet', 'project_row'), ('overall_row', 'project_row'), ('overall_row', 'sheet')
    ) as pair (stated, held)
    where
        (
            (pair.stated = 'sheet' and project.has_sheet) or (pair.stated = 'overall_row' and project.has_overall)
        )
        and (
            (pair.held = 'project_row' and project.filing_has_row)
            or (pair.held = 'sheet' and not project.filing_has_row and project.filing_has_sheet)
        )
),

x23_stated as (
    select
        'X23' as rule_id,
        pair.filing_id,
        cell.table_kind,
        pair.project_key || '/' || pair.stated as instance,
        'exact' as comparison,
        {{ operand_columns('cell', "'lhs'") }}
    from x23_pair as pair
    inner join cell
        on
            pair.filing_id = cell.filing_id
            and pair.project_key = cell.project_key
            and pair.stated = cell.source
            and cell.role = 'total'
),

x23_held as (
    select
        'X23' as rule_id,
        pair.filing_id,
        cell.table_kind,
        pair.project_key || '/' || pair.stated as instance,
        'exact' as comparison,
        {{ operand_columns(
            'cell', "'rhs'",
            "case when several.filing_id is not null then 'several_rows' "
            ~ "when cell.cell_id is not null then cell.reason "
            ~ "when pair.held = 'project_row' and pair.has_open_row then 'project_unresolved' "
            ~ "when pair.held = 'sheet' and pair.has_open_sheet then 'project_unresolved' "
            ~ "else 'project_not_in_table' end"
        ) }}
    from x23_pair as pair
    left join cell
        on
            pair.filing_id = cell.filing_id
            and pair.project_key = cell.project_key
            and pair.held = cell.source
            and cell.role = 'total'
    left join {{ ref('int_rule_project_several') }} as several
        on
            pair.filing_id = several.filing_id
            and pair.project_key = several.project_key
            and pair.stated = several.stated
            and pair.held = several.held
),

-- -- X25: a project's sources ----------------------------------------------------------------------------------------
-- A source that neither place gives money to is nothing to compare, and a blank is no contradiction of a printed zero.
x25_key as (
    select
        cell.filing_id,
        cell.project_key,
        cell.source_key
    from cell
    inner join project on cell.filing_id = project.filing_id and cell.project_key = project.project_key
    where
        cell.role = 'source'
        and cell.source_key is not null
        and cell.source in ('sheet', 'project_row')
        and project.has_row
        and project.has_sheet
    group by all
    having
        count(distinct cell.source) = 2
        and (
            bool_or(cell.amount_cny <> 0)
            or (
                bool_or(cell.is_printed and cell.source = 'sheet')
                and bool_or(cell.is_printed and cell.source = 'project_row')
            )
        )
),

x25 as (
    select
        'X25' as rule_id,
        cell.filing_id,
        cell.table_kind,
        cell.project_key || '/' || cell.source_key as instance,
        'exact' as comparison,
        {{ operand_columns('cell', "case when cell.source = 'sheet' then 'lhs' else 'rhs' end") }}
    from cell
    inner join x25_key as key
        on
            cell.filing_id = key.filing_id
            and cell.project_key = key.project_key
            and cell.source_key = key.source_key
    where
        cell.role = 'source'
        and cell.source in ('sheet', 'project_row')
        -- Of several columns carried over, one may be blank.
        and (cell.source = 'sheet' or cell.is_printed or cell.reason <> 'operand_blank')
),

-- -- X27 and X28: categories ------------------------------------------------------------------------------------------
composition as (
    select
        *,
        case line
            when 'expenditure_personnel_type' then 'personnel_type'
            when 'expenditure_operating_type' then 'operating_type'
            else 'specific_type'
        end as category
    from {{ ref('int_rule_cross_cell') }}
    where
        table_kind = 'performance_overall'
        and measure = 'total'
        and line in ('expenditure_personnel_type', 'expenditure_operating_type', 'expenditure_specific_type')
),

-- Personnel and public funds stand in the statement by function, which knows the general public budget only.
basic as (
    select
        filing.filing_id,
        kind.category,
        coalesce(
            case when not condition.only_general_public_budget then 'condition_not_met' end,
            case when condition.filing_id is null then 'condition_unknown' end,
            chosen.reason,
            case when cell.cell_id is null then 'operand_not_found' end,
            cell.reason
        ) as basic_reason,
        cell.*
    from {{ ref('dim_filing') }} as filing
    cross join (
        values ('personnel_type', 'basic_personnel'), ('operating_type', 'basic_public')
    ) as kind (category, measure)
    left join {{ ref('int_rule_condition') }} as condition on filing.filing_id = condition.filing_id
    inner join {{ ref('int_rule_table') }} as chosen
        on filing.filing_id = chosen.filing_id and chosen.table_kind = 'general_public_by_function'
    left join {{ ref('int_rule_cross_cell') }} as cell
        on
            filing.filing_id = cell.filing_id
            and cell.table_kind = 'general_public_by_function'
            and cell.line = 'grand_total'
            and kind.measure = cell.measure
),

-- Without a list of projects the form has nothing to add up.
listed as (
    select distinct filing_id
    from cell
    where source = 'overall_row'
),

category_rule as (
    select
        rule.rule_id,
        composition.*
    from composition
    cross join (values ('X27'), ('X28')) as rule (rule_id)
    left join listed on composition.filing_id = listed.filing_id
    where rule.rule_id = 'X27' or (listed.filing_id is not null and composition.category <> 'personnel_type')
),

category_operand as (
    select
        rule.rule_id,
        rule.filing_id,
        rule.table_kind,
        rule.category as instance,
        case rule.rule_id when 'X27' then 'exact' else 'sum' end as comparison,
        {{ operand_columns('rule', "'lhs'") }}
    from category_rule as rule
    union all
    select
        rule.rule_id,
        rule.filing_id,
        basic.table_kind,
        rule.category as instance,
        case rule.rule_id when 'X27' then 'exact' else 'sum' end as comparison,
        {{ operand_columns('basic', "'rhs'", 'basic.basic_reason') }}
    from category_rule as rule
    inner join basic on rule.filing_id = basic.filing_id and rule.category = basic.category
    union all
    -- X27: a project is operating where the table of projects or its own sheet says so, else specific.
    select
        rule.rule_id,
        rule.filing_id,
        cell.table_kind,
        rule.category as instance,
        'exact' as comparison,
        {{ operand_columns(
            'cell', "'rhs'",
            "case when not project.has_sheet and project.has_open_sheet then 'project_unresolved' else cell.reason end"
        ) }}
    from category_rule as rule
    inner join cell on rule.filing_id = cell.filing_id and cell.source = 'project_row' and cell.role = 'total'
    inner join project on cell.filing_id = project.filing_id and cell.project_key = project.project_key
    where
        rule.rule_id = 'X27'
        and rule.category = case when project.is_operating then 'operating_type' else 'specific_type' end
    union all
    select
        rule.rule_id,
        rule.filing_id,
        chosen.table_kind,
        rule.category as instance,
        'exact' as comparison,
        'rhs' as operand_side,
        null as document_id,
        null as cell_id,
        null as amount_cny,
        null as ulp_cny,
        null as unit_declared,
        null as raw_text,
        null as reading_order,
        chosen.reason
    from category_rule as rule
    inner join table_of_projects as chosen on rule.filing_id = chosen.filing_id
    where rule.rule_id = 'X27' and rule.category <> 'personnel_type' and chosen.reason is not null
    union all
    -- X28: the form's own list of projects, by the category it gives them.
    select
        rule.rule_id,
        rule.filing_id,
        cell.table_kind,
        rule.category as instance,
        'sum' as comparison,
        {{ operand_columns(
            'cell', "'rhs'", "case when project.overall_category is null then 'category_unknown' else cell.reason end"
        ) }}
    from category_rule as rule
    inner join cell on rule.filing_id = cell.filing_id and cell.source = 'overall_row' and cell.role = 'total'
    inner join project on cell.filing_id = project.filing_id and cell.project_key = project.project_key
    where
        rule.rule_id = 'X28'
        and (project.overall_category is null or rule.category = project.overall_category)
),

-- -- X29: procurement ------------------------------------------------------------------------------------------------
-- What the text repeats is one figure: the first.
procured as (
    select *
    from {{ ref('int_rule_claim') }}
    where
        topic = 'procurement_total'
        and claim_kind = 'amount'
        and amount_cny is not null
        and amount_year = fiscal_year
    qualify row_number() over (partition by filing_id order by claim_no, document_id) = 1
),

-- Public funds of the statement by economic code, else of the one by function.
public_fund as (
    select
        chosen.filing_id,
        chosen.table_kind,
        coalesce(
            chosen.reason, case when cell.cell_id is null then 'operand_not_found' end, cell.reason
        ) as public_reason,
        cell.document_id,
        cell.cell_id,
        cell.amount_cny,
        cell.ulp_cny,
        cell.unit_declared,
        cell.raw_text,
        cell.reading_order
    from {{ ref('int_rule_table') }} as chosen
    left join {{ ref('int_rule_cross_cell') }} as cell
        on
            chosen.filing_id = cell.filing_id
            and chosen.table_kind = cell.table_kind
            and cell.line = 'grand_total'
            and cell.measure = 'basic_public'
    where chosen.table_kind in ('basic_by_economic', 'general_public_by_function')
    qualify row_number() over (
        partition by chosen.filing_id order by public_reason is not null, chosen.table_kind, cell.cell_id
    ) = 1
),

-- Every project may procure whose sheet does not say that it buys nothing; the sheets that say so are shown.
funding_project as (
    select
        cell.*,
        cell.role = 'procurement' as is_nothing
    from cell
    inner join project on cell.filing_id = project.filing_id and cell.project_key = project.project_key
    where
        (cell.source = 'project_row' and cell.role = 'total' and not project.buys_nothing)
        or (cell.source = 'sheet' and cell.role = 'procurement' and project.buys_nothing)
),

x29_stated as (
    select
        'X29' as rule_id,
        claim.filing_id,
        instance.instance,
        instance.comparison,
        'lhs' as operand_side,
        claim.document_id,
        claim.claim_id,
        claim.amount_cny,
        claim.amount_ulp_cny as ulp_cny,
        claim.unit_declared,
        claim.amount_text as raw_text,
        claim.reading_order,
        case when claim.unit_declared is null then 'unit_unknown' end as reason
    from procured as claim
    cross join (
        values ('available_funds', 'at_most'), ('project_items', 'at_least')
    ) as instance (instance, comparison)
    where
        instance.instance = 'available_funds'
        or claim.filing_id in (
            select item.filing_id from cell as item
            where item.role = 'procurement' and item.is_printed
        )
),

x29_held as (
    select
        'X29' as rule_id,
        public_fund.filing_id,
        public_fund.table_kind,
        'available_funds' as instance,
        'at_most' as comparison,
        {{ operand_columns('public_fund', "'rhs'", 'public_fund.public_reason') }}
    from public_fund
    inner join procured on public_fund.filing_id = procured.filing_id
    union all
    select
        'X29' as rule_id,
        chosen.filing_id,
        chosen.table_kind,
        'available_funds' as instance,
        'at_most' as comparison,
        'rhs' as operand_side,
        null as document_id,
        null as cell_id,
        null as amount_cny,
        null as ulp_cny,
        null as unit_declared,
        null as raw_text,
        null as reading_order,
        chosen.reason
    from table_of_projects as chosen
    inner join procured on chosen.filing_id = procured.filing_id
    where chosen.reason is not null
    union all
    select
        'X29' as rule_id,
        cell.filing_id,
        cell.table_kind,
        'available_funds' as instance,
        'at_most' as comparison,
        {{ operand_columns('cell', "'rhs'", 'case when not cell.is_nothing then cell.reason end') }}
    from funding_project as cell
    inner join procured on cell.filing_id = procured.filing_id
    union all
    select
        'X29' as rule_id,
        cell.filing_id,
        cell.table_kind,
        'project_items' as instance,
        'at_least' as comparison,
        {{ operand_columns('cell', "'rhs'") }}
    from cell
    inner join procured on cell.filing_id = procured.filing_id
    where cell.role = 'procurement' and (cell.is_printed or cell.reason <> 'operand_blank')
)

select * from w20 -- noqa: AM07
union all by name
select * from w21
union all by name
select * from x23_stated
union all by name
select * from x23_held
union all by name
select * from x25
union all by name
select * from category_operand
union all by name
select * from x29_stated
union all by name
select * from x29_held
