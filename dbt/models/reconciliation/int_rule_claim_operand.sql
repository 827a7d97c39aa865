-- Grain: instance × operand. Amounts of the text against cells (N01, N02, N03, N05, N06), against each other (C07, C08,
-- N08, Y03) and against the filing of the year before (Y02). One wrong amount is to be one finding: each topic has
-- one rule that holds its amounts against a table (seeds/claim_topic.csv), N01 those that have no rule of their own,
-- and two places of the text that are both held against a cell are not held against each other when they differ (N08).
with claim as (
    select * from {{ ref('int_rule_claim') }}
),

cell as (
    select * from {{ ref('int_claim_cell') }}
),

-- -- an amount and its cell ------------------------------------------------------------------------------------------
bound as (
    select
        claim.*,
        -- The list by class is that of the fiscal appropriation; classes of other tables are amounts like any other.
        case
            when claim.amount_rule = 'N03' and claim.cell_table_kind <> 'fiscal_appropriation' then 'N01'
            else coalesce(claim.amount_rule, 'N01')
        end as rule_id
    from claim
    where claim.claim_kind = 'amount' and claim.cell_id is not null and claim.amount_cny is not null
),

-- -- what the year before says ---------------------------------------------------------------------------------------
change as (
    select
        *,
        amount_cny - signed_change_cny as prior_cny,
        case when amount_cny = 0 then 0 else amount_ulp_cny end + coalesce(change_ulp_cny, 0) as prior_ulp_cny,
        amount_text || case
            when signed_change_cny < 0 then ' + ' || change_text
            when signed_change_cny > 0 then ' − ' || change_text
            else ''
        end as prior_text
    from claim
    where claim_kind = 'change' and amount_cny is not null and signed_change_cny is not null
),

prior_figure as (
    -- The same figure of the same table, else the same amount of the text.
    select
        change.claim_id,
        earlier.cell_id,
        null as claim_id_of_prior,
        earlier.document_id,
        earlier.amount_cny,
        earlier.ulp_cny,
        earlier.unit_declared,
        earlier.raw_text,
        earlier.reading_order,
        -- A code that had another name the year before was given to something else (Y08): its amounts do not go on.
        case
            when earlier.subject_code is not null and earlier.bare_name <> own.bare_name then 'subject_renamed'
            else earlier.reason
        end as reason
    from change
    inner join cell as own on change.cell_id = own.cell_id
    inner join cell as earlier
        on change.prior_filing_id = earlier.filing_id and change.figure_key = earlier.figure_key
    union all
    select
        change.claim_id,
        null as cell_id,
        earlier.claim_id as claim_id_of_prior,
        earlier.document_id,
        earlier.amount_cny,
        earlier.amount_ulp_cny as ulp_cny,
        earlier.unit_declared,
        earlier.amount_text as raw_text,
        earlier.reading_order,
        null as reason
    from change
    inner join claim as earlier
        on
            change.prior_filing_id = earlier.filing_id
            and change.topic = earlier.topic
            and change.section_topic is not distinct from earlier.section_topic
            and change.subject_key = earlier.subject_key
            and change.fund_source is not distinct from earlier.fund_source
            and earlier.claim_kind = 'amount'
            and earlier.amount_cny is not null
            and earlier.amount_year = earlier.fiscal_year
    where change.figure_key is null
    qualify row_number() over (partition by change.claim_id, earlier.amount_cny order by earlier.claim_no) = 1
),

prior_found as (
    select
        change.claim_id,
        case
            when change.base_kind = 'execution_estimate' then 'base_is_execution'
            when change.base_kind = 'final_accounts' and change.document_kind = 'budget' then 'base_is_final_accounts'
            when change.base_kind = 'approved_budget' and change.document_kind = 'final_accounts'
                then 'base_is_another_phase'
            when change.prior_filing_id is null then 'prior_filing_missing'
            when count(earlier.claim_id) = 0 then 'prior_figure_missing'
            when count(earlier.claim_id) > 1 then 'ambiguous'
        end as reason
    from change
    left join prior_figure as earlier on change.claim_id = earlier.claim_id
    group by change.claim_id, change.base_kind, change.document_kind, change.prior_filing_id
),

-- -- sums within the text ----------------------------------------------------------------------------------------
figure as (
    select
        filing_id,
        document_id,
        claim_id,
        'amount' as figure,
        topic,
        section_topic,
        subject_key,
        claim_no,
        base_kind,
        cell_id,
        amount_cny,
        amount_ulp_cny as ulp_cny,
        unit_declared,
        amount_text as raw_text,
        reading_order
    from claim
    where claim_kind = 'amount' and amount_cny is not null and amount_year = fiscal_year
    union all
    select
        filing_id,
        document_id,
        claim_id,
        'change' as figure,
        topic,
        section_topic,
        subject_key,
        claim_no,
        base_kind,
        cell_id,
        signed_change_cny as amount_cny,
        change_ulp_cny as ulp_cny,
        unit_declared,
        case when signed_change_cny < 0 then '−' else '' end || coalesce(change_text, '0') as raw_text,
        reading_order
    from change
),

-- Said twice in a section it counts once; said differently it is not known which is meant.
figure_once as (
    select
        *,
        count(distinct amount_cny) over same_figure > 1 as is_ambiguous
    from figure
    window same_figure as (partition by filing_id, figure, section_topic, topic, subject_key)
    qualify row_number() over (
        partition by filing_id, figure, section_topic, topic, subject_key order by claim_no
    ) = 1
),

-- A total has no subject of its own; of several amounts that the text gives it the first is meant.
total_figure as (
    select * from figure_once
    qualify row_number() over (partition by filing_id, figure, section_topic, topic order by claim_no) = 1
),

sum_total as (
    select distinct
        rule.rule_id,
        rule.instance,
        rule.figure,
        rule.section_topic,
        rule.comparison,
        total.* exclude (figure, section_topic) -- noqa: RF02
    from {{ ref('rule_claim_sum') }} as rule
    inner join total_figure as total
        on
            rule.figure = total.figure
            and rule.section_topic = total.section_topic
            and rule.total_topic = total.topic
),

sum_part as (
    select
        total.rule_id,
        total.instance,
        total.filing_id,
        total.comparison,
        total.base_kind as total_base_kind,
        rule.part_topic,
        part.* exclude (filing_id) -- noqa: RF02
    from sum_total as total
    inner join {{ ref('rule_claim_sum') }} as rule on total.rule_id = rule.rule_id and total.instance = rule.instance
    left join figure_once as part
        on
            total.filing_id = part.filing_id
            and rule.figure = part.figure
            and rule.section_topic = part.section_topic
            and rule.part_topic = part.topic
),

-- The items of the general public budget: do all that have money name their change, and does none of last year's lack?
item as (
    select
        current_item.filing_id,
        bool_or(current_item.amount_cny <> 0 and named.cell_id is null) as has_unnamed
    from cell as current_item
    left join change as named on current_item.cell_id = named.cell_id
    where
        current_item.table_kind = 'general_public_by_function'
        and current_item.measure = 'total'
        and current_item.is_leaf
    group by current_item.filing_id
),

vanished as (
    select distinct claim.filing_id
    from claim
    inner join cell as earlier on claim.prior_filing_id = earlier.filing_id
    left join cell as still_there
        on claim.filing_id = still_there.filing_id and earlier.figure_key = still_there.figure_key
    where
        earlier.table_kind = 'general_public_by_function'
        and earlier.measure = 'total'
        and earlier.is_leaf
        and earlier.amount_cny <> 0
        and still_there.cell_id is null
),

sum_reason as (
    select
        part.rule_id,
        part.instance,
        part.filing_id,
        case
            when bool_or(part.claim_id is null) then 'part_not_stated'
            when bool_or(part.is_ambiguous) then 'ambiguous'
            when bool_or(part.base_kind is distinct from part.total_base_kind and part.figure = 'change')
                then 'bases_differ'
            when bool_or(part.part_topic = 'functional_item') and bool_or(item.has_unnamed) then 'item_without_change'
            when bool_or(part.part_topic = 'functional_item') and bool_or(vanished.filing_id is not null)
                then 'vanished_item'
        end as reason
    from sum_part as part
    left join item on part.filing_id = item.filing_id
    left join vanished on part.filing_id = vanished.filing_id
    group by part.rule_id, part.instance, part.filing_id
),

-- What the items were a year ago adds up to what the overall form says of that year: it must be the same money today.
history as (
    select
        past.filing_id,
        past.document_id,
        past.cell_id,
        past.amount_cny,
        past.ulp_cny,
        past.unit_declared,
        past.raw_text,
        [past.statement_no, past.row_no, past.column_no] as reading_order
    from {{ ref('int_reported_cell') }} as past
    inner join {{ ref('int_reported_cell') }} as today
        on
            past.filing_id = today.filing_id
            and past.statement_no = today.statement_no
            and past.line_item = today.line_item
            and past.measure = today.measure
            and today.amount_year = today.fiscal_year
    inner join cell as total
        on
            past.filing_id = total.filing_id
            and total.table_kind = 'general_public_by_function'
            and total.measure = 'total'
            and total.line = 'total'
            and today.amount_cny = total.amount_cny
    where
        past.table_kind = 'performance_overall'
        and past.line_item = 'expenditure_total'
        and past.measure = 'amount'
        and past.amount_year = past.fiscal_year - 1
        and past.amount_cny is not null
    qualify count(*) over (partition by past.filing_id) = 1
),

-- -- the same claim in two sections ------------------------------------------------------------------------------
said as (
    select
        *,
        case claim_kind when 'amount' then amount_cny else signed_change_cny end as figure_cny,
        case claim_kind when 'amount' then amount_ulp_cny else change_ulp_cny end as figure_ulp_cny,
        case claim_kind when 'amount' then amount_text else change_text end as figure_text,
        first_value(claim_id) over same_claim as first_claim_id
    from claim
    where
        topic is not null
        and claim_kind in ('amount', 'change')
        and (claim_kind = 'change' or amount_cny is not null)
        and (claim_kind = 'amount' or signed_change_cny is not null)
        and table_kind is not null
    window same_claim as (
        partition by
            filing_id, claim_kind, topic, subject_key, fund_source, table_kind, measure, side, amount_year,
            case when claim_kind = 'change' then base_kind end
        order by claim_no
    )
),

repeated as (
    select
        first_said.filing_id,
        first_said.claim_kind,
        again.label,
        first_said.document_id,
        first_said.cell_table_kind,
        {% for name in (
            'claim_id', 'cell_id', 'figure_cny', 'figure_ulp_cny', 'figure_text', 'unit_declared', 'reading_order'
        ) %}
            first_said.{{ name }} as first_{{ name }},
            again.{{ name }} as again_{{ name }},
        {% endfor %}
        again.document_id as again_document_id,
        case
            when
                first_said.claim_kind = 'amount'
                and first_said.cell_id is not null
                and again.cell_id is not null
                and first_said.figure_cny <> again.figure_cny
                then 'explained_by_statement'
        end as reason
    from said as again
    inner join said as first_said on again.first_claim_id = first_said.claim_id
    where again.section_id <> first_said.section_id
),

operand as (
    select
        rule_id,
        filing_id,
        label as instance,
        cell_table_kind as table_kind,
        'exact' as comparison,
        'lhs' as operand_side,
        document_id,
        null as cell_id,
        claim_id,
        amount_cny,
        amount_ulp_cny as ulp_cny,
        unit_declared,
        amount_text as raw_text,
        reading_order,
        null as reason
    from bound
    union all by name
    select
        bound.rule_id,
        bound.filing_id,
        bound.label as instance,
        bound.cell_table_kind as table_kind,
        'exact' as comparison,
        'rhs' as operand_side,
        cell.document_id,
        cell.cell_id,
        cell.amount_cny,
        cell.ulp_cny,
        cell.unit_declared,
        cell.raw_text,
        cell.reading_order,
        -- Nothing is nothing, printed or not.
        case when cell.reason = 'operand_blank' and bound.amount_cny = 0 then 'nothing_printed' else cell.reason end
            as reason
    from bound
    inner join cell on bound.cell_id = cell.cell_id
    union all by name
    select
        'Y02' as rule_id,
        filing_id,
        label as instance,
        cell_table_kind as table_kind,
        'sum' as comparison,
        'lhs' as operand_side,
        document_id,
        claim_id,
        prior_cny as amount_cny,
        prior_ulp_cny as ulp_cny,
        unit_declared,
        prior_text as raw_text,
        reading_order
    from change
    union all by name
    select
        'Y02' as rule_id,
        change.filing_id,
        change.label as instance,
        'sum' as comparison,
        'rhs' as operand_side,
        earlier.document_id,
        case when found.reason is null then earlier.cell_id end as cell_id,
        case when found.reason is null then earlier.claim_id_of_prior end as claim_id,
        case when found.reason is null then earlier.amount_cny end as amount_cny,
        earlier.ulp_cny,
        earlier.unit_declared,
        earlier.raw_text,
        earlier.reading_order,
        coalesce(found.reason, earlier.reason) as reason
    from change
    inner join prior_found as found on change.claim_id = found.claim_id
    left join prior_figure as earlier on change.claim_id = earlier.claim_id and found.reason is null
    union all by name
    select
        rule_id,
        filing_id,
        instance,
        comparison,
        'lhs' as operand_side,
        document_id,
        claim_id,
        amount_cny,
        ulp_cny,
        unit_declared,
        raw_text,
        reading_order,
        case when is_ambiguous then 'ambiguous' end as reason
    from sum_total
    union all by name
    select
        part.rule_id,
        part.filing_id,
        part.instance,
        part.comparison,
        'rhs' as operand_side,
        part.document_id,
        part.claim_id,
        part.amount_cny,
        part.ulp_cny,
        part.unit_declared,
        part.raw_text,
        part.reading_order,
        reason.reason
    from sum_part as part
    inner join sum_reason as reason
        on part.rule_id = reason.rule_id and part.instance = reason.instance and part.filing_id = reason.filing_id
    union all by name
    select
        'Y03' as rule_id,
        history.filing_id,
        'general_public_priors' as instance,
        'performance_overall' as table_kind,
        'parts' as comparison,
        'lhs' as operand_side,
        history.document_id,
        history.cell_id,
        history.amount_cny,
        history.ulp_cny,
        history.unit_declared,
        history.raw_text,
        history.reading_order
    from history
    inner join sum_total as total
        on history.filing_id = total.filing_id and total.instance = 'general_public_changes'
    union all by name
    select
        'Y03' as rule_id,
        part.filing_id,
        'general_public_priors' as instance,
        'parts' as comparison,
        'rhs' as operand_side,
        change.document_id,
        change.claim_id,
        change.prior_cny as amount_cny,
        change.prior_ulp_cny as ulp_cny,
        change.unit_declared,
        '(' || change.prior_text || ')' as raw_text,
        change.reading_order,
        reason.reason
    from sum_part as part
    inner join history on part.filing_id = history.filing_id
    inner join change on part.claim_id = change.claim_id
    inner join sum_reason as reason
        on part.rule_id = reason.rule_id and part.instance = reason.instance and part.filing_id = reason.filing_id
    where part.instance = 'general_public_changes'
    union all by name
    {% for side, name in (('lhs', 'first'), ('rhs', 'again')) %}
        select
            'N08' as rule_id,
            filing_id,
            label || case when claim_kind = 'change' then '/change' else '' end as instance,
            cell_table_kind as table_kind,
            'exact' as comparison,
            '{{ side }}' as operand_side,
            {{ 'document_id' if name == 'first' else 'again_document_id as document_id' }},
            {{ name }}_claim_id as claim_id,
            {{ name }}_figure_cny as amount_cny,
            {{ name }}_figure_ulp_cny as ulp_cny,
            {{ name }}_unit_declared as unit_declared,
            {{ name }}_figure_text as raw_text,
            {{ name }}_reading_order as reading_order,
            reason
        from repeated
        {{ 'union all by name' if not loop.last }}
    {% endfor %}
)

select
    * replace (
        -- What is printed as zero has no play.
        case when claim_id is null or amount_cny <> 0 then nullif(ulp_cny, 0) end as ulp_cny,
        -- Without a unit of money nothing can be compared.
        coalesce(reason, case when claim_id is not null and amount_cny is null then 'unit_unknown' end) as reason
    )
from operand
