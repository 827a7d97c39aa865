-- Grain: filing. Some identities hold only under a condition; NULL where it cannot be told. In the summary a source
-- counts as absent where its line is printed as zero or left blank.
with income as (
    select
        filing_id,
        coalesce(sum(abs(amount_cny)) filter (
            where not coalesce(fund_source in ('general_public_budget', 'government_fund', 'state_capital'), false)
        ), 0) = 0 as only_fiscal_income,
        coalesce(sum(abs(amount_cny)) filter (
            where fund_source <> 'general_public_budget' or fund_source is null
        ), 0) = 0 as only_general_public_budget
    from {{ ref('int_rule_cross_cell') }}
    where
        table_kind = 'revenue_expenditure_summary'
        and measure = 'total'
        -- Every line that prints money of its own, however deep; a subtotal repeats what stands below it.
        and line in ('income.line', 'income.detail', 'income.extra', 'income.carryover')
    group by filing_id
    -- A line that was printed but not read may be the other money.
    having bool_and(reason is null or reason = 'operand_blank')
),

-- Some places count what was carried over among the sources of the summary, and show it apart in the statement of the
-- appropriation only (Chongqing).
carryover as (
    select
        filing_id,
        bool_or(table_kind = 'revenue_expenditure_summary') as is_apart
    from {{ ref('int_rule_cross_cell') }}
    where
        table_kind in ('revenue_expenditure_summary', 'fiscal_appropriation')
        and side = 'income'
        and vintage = 'carryover'
        and amount_cny <> 0
    group by filing_id
),

-- The subsidy of civil servants (30111) is booked as an item of its own (2101103), or within the insurance items.
medical as (
    select
        filing_id,
        coalesce(bool_or(subject_code = '2101103'), false) or not coalesce(bool_or(subject_code = '30111'), false)
            as subsidy_apart,
        coalesce(bool_or(
            starts_with(subject_code, '21011')
            and length(subject_code) = 7
            and subject_code not in ('2101101', '2101102')
            and amount_cny <> 0
        ), false) as has_other_items
    from {{ ref('int_rule_cross_cell') }}
    where
        (table_kind = 'general_public_by_function' and measure = 'basic')
        or (table_kind = 'basic_by_economic' and measure = 'total')
    group by filing_id
    having count(distinct table_kind) = 2
),

-- Some places count parts of class 302 (allowances for commuting) as personnel, and say so in its row: there the
-- classes do not tell personnel from public funds, and the sums along the columns (H05) are all that can be asked.
economic as (
    select
        filing_id,
        not coalesce(bool_or(
            amount_cny <> 0
            and case measure
                when 'basic_personnel' then subject_code not in ('301', '303')
                else subject_code in ('301', '303')
            end
        ), false) as classes_unmixed
    from {{ ref('int_rule_cross_cell') }}
    where
        table_kind = 'basic_by_economic'
        and measure in ('basic_personnel', 'basic_public')
        and length(subject_code) = 3
    group by filing_id
)

select
    filing.filing_id,
    income.only_fiscal_income,
    income.only_general_public_budget,
    coalesce(carryover.is_apart, true) as carryover_apart,
    medical.subsidy_apart as medical_subsidy_apart,
    not medical.subsidy_apart and not medical.has_other_items as medical_subsidy_within,
    economic.classes_unmixed as economic_classes_unmixed
from {{ ref('dim_filing') }} as filing
left join income on filing.filing_id = income.filing_id
left join carryover on filing.filing_id = carryover.filing_id
left join medical on filing.filing_id = medical.filing_id
left join economic on filing.filing_id = economic.filing_id
