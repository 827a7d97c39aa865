{{ config(materialized='view') }}

{{ current_fact('fct_performance_target') }}
