{{ config(materialized='view') }}

{{ current_fact('fct_three_public') }}
