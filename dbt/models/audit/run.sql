-- The one table that differs from run to run: it holds the clock. finished_at is when the modelling got here.
select
    run_id,
    started_at,
    current_timestamp as finished_at,
    code_version,
    extractor_version,
    json_object(
        'files_seen', (select count(*) from {{ ref('intake') }}),
        'documents', (select count(*) from {{ ref('dim_document') }}),
        'filings', (select count(*) from {{ ref('dim_filing') }}),
        'tables', (select count(*) from {{ ref('table_ledger') }}),
        'reported_cells', (select count(*) from {{ ref('fct_reported_cell') }}),
        'narrative_claims', (select count(*) from {{ ref('fct_narrative_claim') }})
    ) as counts
from {{ ref('stg_refresh_run') }}
