{{ config(materialized='view') }}

{{ current_fact('fct_project_expenditure') }}
