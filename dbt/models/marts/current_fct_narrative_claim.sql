{{ config(materialized='view') }}

{{ current_fact('fct_narrative_claim') }}
