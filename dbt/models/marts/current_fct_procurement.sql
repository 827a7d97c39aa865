{{ config(materialized='view') }}

{{ current_fact('fct_procurement') }}
