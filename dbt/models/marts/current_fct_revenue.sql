{{ config(materialized='view') }}

{{ current_fact('fct_revenue') }}
