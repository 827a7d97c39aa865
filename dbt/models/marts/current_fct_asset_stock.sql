{{ config(materialized='view') }}

{{ current_fact('fct_asset_stock') }}
