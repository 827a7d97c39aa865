-- Grain: instance (nil statement of a fund). M03: an empty table says that its own fund has nothing. Where the note is
-- missing but the text of the filing says so, the form is incomplete and nothing is left open: info. Where the filing
-- holds no text, the words may stand in a file that we do not have: warn. A note of another fund is an error anyway.
with statement as (
    select
        *,
        table_kind || '@' || left(document_id, 8) || ':' || statement_no as statement_key
    from {{ ref('table_ledger') }}
    -- The other tables are about no fund that a note could name.
    where
        status = 'understood'
        and filing_id is not null
        and is_nil
        and table_kind in ('government_fund', 'state_capital')
),

printed_zero as (
    select distinct
        document_id,
        statement_no
    from {{ ref('fct_reported_cell') }}
    where raw_state = 'zero'
),

-- That there is none of the fund, or that its revenue or expenditure of the year is 0, of whatever unit.
said_in_text as (
    select distinct
        filing_id,
        coalesce(nil_table, fund_source) as table_kind
    from {{ ref('int_rule_claim') }}
    where
        (nil_table is not null or topic = 'fund')
        and (
            claim_kind = 'none_statement'
            or (
                claim_kind = 'amount'
                and amount_year = fiscal_year
                and (amount_cny = 0 or regexp_matches(amount_text, '^0(\.0+)?$'))
            )
        )
),

explained as (
    select distinct filing_id from {{ ref('int_rule_claim') }}
)

select
    'M03' as rule_id,
    statement.filing_id,
    statement.document_id,
    statement.table_kind,
    statement.statement_key as instance,
    case
        when statement.nil_note is null then 'fail'
        when statement.nil_note_kind is null then null
        when statement.nil_note_kind = statement.table_kind then 'pass'
        else 'fail'
    end as status,
    case
        when statement.nil_note is not null and statement.nil_note_kind is null then 'note_names_no_fund'
    end as reason,
    case
        when statement.nil_note is not null then null
        when said_in_text.filing_id is not null then 'info'
        when explained.filing_id is null then 'warn'
    end as severity,
    coalesce(statement.nil_note, '无说明 no note') as lhs_text,
    case
        when statement.nil_note is null and said_in_text.filing_id is not null
            then concat_ws('：', statement.title, '正文说明为零 the text says that it is nil')
        else statement.title
    end as rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from statement
-- A table that prints its zeros says so itself.
left join printed_zero
    on statement.document_id = printed_zero.document_id and statement.statement_no = printed_zero.statement_no
left join said_in_text
    on statement.filing_id = said_in_text.filing_id and statement.table_kind = said_in_text.table_kind
left join explained on statement.filing_id = explained.filing_id
where printed_zero.document_id is null
