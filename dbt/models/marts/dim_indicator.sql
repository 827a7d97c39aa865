-- Empty until performance targets are read; typed, so that queries and tools can already rely on it.
select
    cast(null as varchar) as indicator_key,
    cast(null as varchar) as level1,
    cast(null as varchar) as level2,
    cast(null as varchar) as level3,
    cast(null as varchar) as value_type,
    cast(null as varchar) as polarity
where false
