-- Grain: statement × row. The rows of a table by unit that hold its money once: units whose printed code is no proper
-- prefix of another unit's. Without coded units, the leaf subjects; without those, the row of the total: rows with
-- names only may hold each other. Rows without an amount in a column of leaf money (a bare total) do not take part.
with body as (
    select
        table_kind,
        document_id,
        statement_no,
        row_no,
        any_value(row_role order by cell_id) as row_role,
        any_value(unit_code_printed order by cell_id) as unit_code_printed,
        any_value(subject_code order by cell_id) as subject_code
    from {{ ref('int_fact_cell') }}
    where
        row_role <> 'of_which'
        and (
            (table_kind = 'revenue' and (fund_source is not null or vintage = 'carryover'))
            or (
                table_kind = 'three_public'
                and measure in (
                    'overseas_travel',
                    'vehicle_purchase',
                    'vehicle_operation',
                    'vehicle_total',
                    'official_reception'
                )
            )
        )
    group by all
),

kind as (
    select
        *,
        case
            when row_role in ('grand_total', 'current_total') then 'total'
            when unit_code_printed is not null then 'unit'
            when subject_code is not null then 'subject'
            else 'plain'
        end as row_kind,
        coalesce(unit_code_printed, subject_code) as code
    from body
),

leaf as (
    select *
    from kind as upper
    where not exists (
        select 1
        from kind as lower
        where
            upper.document_id = lower.document_id
            and upper.statement_no = lower.statement_no
            and upper.row_kind = lower.row_kind
            and starts_with(lower.code, upper.code)
            and length(lower.code) > length(upper.code)
    )
),

first_total as (
    -- A total that is printed twice counts once; the grand total holds what is carried over, too.
    select *
    from leaf
    qualify
        row_kind <> 'total'
        or row_number() over (
            partition by document_id, statement_no, row_kind
            order by row_role desc, row_no asc
        ) = 1
),

preferred as (
    select
        *,
        dense_rank() over (
            partition by document_id, statement_no
            order by case row_kind when 'unit' then 1 when 'subject' then 2 when 'total' then 3 else 4 end
        ) as preference
    from first_total
)

select
    document_id,
    statement_no,
    row_no
from preferred
where preference = 1
