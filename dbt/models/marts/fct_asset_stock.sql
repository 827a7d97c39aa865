-- Empty until holdings of assets are read; typed, so that queries and tools can already rely on it.
select
    cast(null as varchar) as filing_id,
    cast(null as varchar) as document_kind,
    cast(null as varchar) as disclosure_scope,
    cast(null as boolean) as is_current,
    cast(null as integer) as fiscal_year,
    cast(null as varchar) as unit_key,
    cast(null as varchar) as category,
    cast(null as decimal(38, 10)) as quantity,
    cast(null as decimal(20, 2)) as amount_cny,
    cast(null as date) as as_of,
    cast(null as varchar) as claim_id,
    cast(null as varchar) as cell_id
where false
