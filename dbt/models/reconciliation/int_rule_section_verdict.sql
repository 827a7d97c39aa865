-- Grain: line of the contents page that lists a section of the text (M02). Whether the body has what the line names is
-- decided with M05; a line that names a table is M01. A filing of statements alone has no sections that could be there.
with explained as (
    select distinct part.filing_id
    from {{ ref('stg_document_section') }} as section
    inner join {{ ref('int_part_filing') }} as part
        on section.document_id = part.document_id and section.part_no = part.part_no
    where section.section_kind = 'explanation'
)

select
    'M02' as rule_id,
    verdict.filing_id,
    verdict.document_id,
    verdict.instance,
    case when explained.filing_id is not null then verdict.status end as status,
    case when explained.filing_id is null then 'no_explanation' else verdict.reason end as reason,
    verdict.lhs_text,
    verdict.rhs_text,
    cast([] as varchar[]) as lhs_cell_ids,
    cast([] as varchar[]) as rhs_cell_ids
from {{ ref('int_rule_contents_verdict') }} as verdict
left join explained on verdict.filing_id = explained.filing_id
where
    verdict.rule_id = 'M05'
    and verdict.table_kind is null
    and not regexp_matches(coalesce(verdict.lhs_text, ''), '表\s*$')
