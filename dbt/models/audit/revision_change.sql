-- Grain: printed figure, text cell or figure claimed in the text that differs between an edition and the one it
-- supersedes. Cells are found again by table, row and column as printed, claims by section, topic and subject, never by
-- their place on the page. What is equal on both sides is set aside first, so that one line more does not make all
-- lines below it look changed; what is left under one key is paired in its order. Text cells themselves stay in
-- restricted.reported_text: they may name a person.
with pair as (
    select
        filing_id,
        supersedes_filing_id as superseded_filing_id
    from {{ ref('dim_filing') }}
    where supersedes_filing_id is not null
),

statement as (
    select
        document_id,
        statement_no,
        filing_id,
        table_kind,
        -- Of several tables of one number, the first, the second, ...
        table_kind || '/' || table_no || '/' || row_number() over (
            partition by filing_id, table_kind, table_no
            order by document_id, statement_no
        ) as table_key
    from {{ ref('table_ledger') }}
),

item as (
    select
        'figure' as item_kind,
        statement.filing_id,
        statement.table_key,
        statement.table_kind,
        cell.table_no,
        cell.row_label,
        cell.column_path,
        concat_ws('|', cell.subject_code_printed, cell.unit_code_printed, cell.project_name_printed) as row_key,
        cell.cell_id,
        cell.raw_text as printed_text,
        concat_ws(' ', {{ folded_name('cell.raw_text') }}, cell.unit_declared) as compared_text,
        cell.amount_cny,
        cell.page_no,
        [cell.statement_no, cell.row_no, cell.column_no] as reading_order
    from {{ ref('fct_reported_cell') }} as cell
    inner join statement
        on cell.document_id = statement.document_id and cell.statement_no = statement.statement_no
    where cell.raw_state <> 'blank'
    union all
    select
        'text' as item_kind,
        statement.filing_id,
        statement.table_key,
        statement.table_kind,
        text_cell.table_no,
        cast(null as varchar) as row_label,
        text_cell.column_path,
        '' as row_key,
        text_cell.cell_id,
        cast(null as varchar) as printed_text,
        {{ folded_name('text_cell.text') }} as compared_text,
        cast(null as decimal(20, 2)) as amount_cny,
        text_cell.page_no,
        [text_cell.statement_no, text_cell.row_no, text_cell.column_no] as reading_order
    from {{ ref('reported_text') }} as text_cell
    inner join statement
        on text_cell.document_id = statement.document_id and text_cell.statement_no = statement.statement_no
    where trim(text_cell.text) <> ''
    union all
    select
        'claim' as item_kind,
        part.filing_id,
        'claims' as table_key,
        claim.table_kind,
        cast(null as varchar) as table_no,
        coalesce(claim.project_name_printed, claim.subject_ref, claim.topic) as row_label,
        concat_ws('/', claim.section_topic, claim.topic, claim.claim_kind) as column_path,
        coalesce(cast(claim.amount_year as varchar), '') as row_key,
        claim.claim_id as cell_id,
        concat_ws(
            ' ',
            {{ claimed_figure('coalesce(claim.change, claim.amount)', 'claim.unit_declared') }},
            {{ claimed_figure('coalesce(claim.change_percent, claim.share_percent)', "'%'") }},
            {{ claimed_figure('claim.value', 'claim.value_unit') }}
        ) as printed_text,
        concat_ws(
            '|',
            claim.change,
            case when claim.claim_kind not in ('change', 'share') then claim.amount end,
            claim.unit_declared,
            claim.direction,
            claim.change_percent,
            claim.share_percent,
            claim.value,
            claim.value_unit,
            claim.base_year
        ) as compared_text,
        case when claim.claim_kind = 'change' then claim.change_cny else claim.amount_cny end as amount_cny,
        cast(claim.page_no as integer) as page_no,
        [claim.claim_no] as reading_order
    from {{ ref('stg_narrative_claim') }} as claim
    inner join {{ ref('int_part_filing') }} as part
        on claim.document_id = part.document_id and claim.part_no = part.part_no
),

keyed as (
    select
        *,
        concat_ws('|', item_kind, table_key, row_label, row_key, column_path) as place_key
    from item
),

numbered as (
    select
        *,
        row_number() over (partition by filing_id, place_key, compared_text order by reading_order, cell_id) as equal_no
    from keyed
),

newer as (
    select
        pair.filing_id as newer_filing_id,
        pair.superseded_filing_id,
        numbered.*
    from pair
    inner join numbered on pair.filing_id = numbered.filing_id
),

older as (
    select
        pair.filing_id as newer_filing_id,
        pair.superseded_filing_id,
        numbered.*
    from pair
    inner join numbered on pair.superseded_filing_id = numbered.filing_id
),

newer_left as (
    select
        newer.*,
        row_number() over (
            partition by newer.newer_filing_id, newer.place_key
            order by newer.reading_order, newer.cell_id
        ) as pair_no
    from newer
    anti join older
        on
            newer.newer_filing_id = older.newer_filing_id
            and newer.place_key = older.place_key
            and newer.compared_text = older.compared_text
            and newer.equal_no = older.equal_no
),

older_left as (
    select
        older.*,
        row_number() over (
            partition by older.newer_filing_id, older.place_key
            order by older.reading_order, older.cell_id
        ) as pair_no
    from older
    anti join newer
        on
            older.newer_filing_id = newer.newer_filing_id
            and older.place_key = newer.place_key
            and older.compared_text = newer.compared_text
            and older.equal_no = newer.equal_no
)

select
    {{ hash_key([
        'coalesce(newer_left.newer_filing_id, older_left.newer_filing_id)', 'newer_left.cell_id', 'older_left.cell_id'
    ]) }} as change_id,
    coalesce(newer_left.newer_filing_id, older_left.newer_filing_id) as filing_id,
    coalesce(newer_left.superseded_filing_id, older_left.superseded_filing_id) as superseded_filing_id,
    coalesce(newer_left.item_kind, older_left.item_kind) as item_kind,
    case
        when older_left.cell_id is null then 'added' when newer_left.cell_id is null then 'removed' else 'changed'
    end as change_kind,
    coalesce(newer_left.table_kind, older_left.table_kind) as table_kind,
    coalesce(newer_left.table_no, older_left.table_no) as table_no,
    coalesce(newer_left.row_label, older_left.row_label) as row_label,
    coalesce(newer_left.column_path, older_left.column_path) as column_path,
    case when older_left.item_kind <> 'claim' then older_left.cell_id end as old_cell_id,
    case when newer_left.item_kind <> 'claim' then newer_left.cell_id end as new_cell_id,
    case when older_left.item_kind = 'claim' then older_left.cell_id end as old_claim_id,
    case when newer_left.item_kind = 'claim' then newer_left.cell_id end as new_claim_id,
    older_left.printed_text as old_text,
    newer_left.printed_text as new_text,
    older_left.amount_cny as old_amount_cny,
    newer_left.amount_cny as new_amount_cny,
    coalesce(newer_left.page_no, older_left.page_no) as page_no
from newer_left
full outer join older_left
    on
        newer_left.newer_filing_id = older_left.newer_filing_id
        and newer_left.place_key = older_left.place_key
        and newer_left.pair_no = older_left.pair_no
order by filing_id, table_kind, table_no, page_no, change_id
