"""The assets: one module for each step of the data flow, and nothing but the glue between Dagster and the step.

    intake    raw_files, intake_ledger      what lies in the raw folder, and what became of each file
    extract   document_readings             each document read once, as Parquet
    land      landed                        a new warehouse file with the schema landing
    model     the dbt project               staging, intermediate, marts, reconciliation
    audit     asset checks                  the suites of expectations over the built warehouse
    publish   release                       the atomic swap

Belongs here: asset definitions, their groups and metadata. Does not belong here: what a step does (intake/,
disclosure/, building, publishing, dbt/, expectations/).
"""
