-- Empty until performance targets are read; typed, so that queries and tools can already rely on it.
select
    cast(null as varchar) as filing_id,
    cast(null as varchar) as document_kind,
    cast(null as varchar) as disclosure_scope,
    cast(null as boolean) as is_current,
    cast(null as integer) as fiscal_year,
    cast(null as varchar) as project_key,
    cast(null as varchar) as indicator_key,
    cast(null as varchar) as level1,
    cast(null as varchar) as level2,
    cast(null as varchar) as level3,
    cast(null as varchar) as horizon,
    cast(null as varchar) as year_role,
    cast(null as varchar) as target_text,
    cast(null as varchar) as operator,
    cast(null as decimal(38, 10)) as target_value,
    cast(null as varchar) as target_unit,
    cast(null as varchar) as basis
where false
