{{ config(materialized='view') }}

{{ current_fact('fct_expenditure_by_economic') }}
