"""Who is this, and do we take it? Every file in the raw folder ends as one row of the intake ledger.

Belongs here: seeing files, telling duplicates, reading each document in a confined process, finding readings again
by content. No module here imports Dagster; the assets call it. Does not belong here: what a page means
(`dagster_project.disclosure`) and what the warehouse makes of it (dbt).
"""
