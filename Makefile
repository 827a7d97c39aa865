# The commands of the project. A fresh machine needs Python 3.11 or newer and make; everything else comes from
# requirements.lock into .venv. PYTHON chooses the interpreter that .venv is made with.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Which lock file .venv is made from: make ocr chooses the one with the optional extra, and the choice stays with .venv.
LOCK := $(shell cat $(VENV)/.lock 2>/dev/null || echo requirements.lock)

export DAGSTER_DISABLE_TELEMETRY := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false

.PHONY: help run corpus-report ui test lint leave-one-out bench-refreshes kill-test format ocr lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: $(STAMP) ## the whole pipeline over the raw folder, published, with a summary
	@$(BIN)/python -m dagster_project.run

corpus-report: $(STAMP) ## how well the documents of DIR are read (default GOUJI_RAW_DIR): a table, and a page with pictures
	@$(BIN)/python -m dagster_project.corpus_report $(if $(DIR),'$(subst ','\'',$(DIR))')

ui: $(STAMP) ## Dagster's web UI on this machine (GOUJI_UI_PORT, 3000)
	@$(BIN)/python -m dagster_project.ui

test: $(STAMP) ## the whole test suite
	$(BIN)/python -m pytest -q

lint: $(STAMP) ## ruff, mypy, sqlfluff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint dbt

leave-one-out: $(STAMP) ## what is understood of each region by the words of the others (DIR=folder of regions)
	@$(BIN)/python -m benchmarks.leave_one_region_out $(DIR)

bench-refreshes: $(STAMP) ## seconds of refreshes at SIZES="100 1000 10000" documents made of those of DIR (some 30 GB)
	@$(BIN)/python -m benchmarks.refreshes $(DIR) $(if $(SIZES),--sizes $(SIZES)) $(if $(SCRATCH),--scratch $(SCRATCH))

kill-test: $(STAMP) ## refreshes of DIR that are killed at CASES random moments (50), and what is there after the next one
	@$(BIN)/python -m benchmarks.kills $(if $(CASES),--cases $(CASES)) $(if $(SEED),--seed $(SEED)) $(DIR)

format: $(STAMP) ## put Python and SQL into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix dbt

ocr: ## adds what reads scanned pages to the environment (300 MB); make clean forgets the choice
	@mkdir -p $(VENV) && echo requirements-ocr.lock > $(VENV)/.lock
	@$(MAKE) --no-print-directory $(STAMP)

COMPILE := uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-strip-extras --python-version 3.11 --custom-compile-command "make lock"

lock: ## requirements.lock and requirements-ocr.lock anew from pyproject.toml (needs uv)
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra ocr --constraints requirements.lock -o requirements-ocr.lock

clean: ## the environment and what tools leave behind; results in var/ stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dbt/target dbt/logs
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): $(LOCK) scripts/bootstrap.py $(wildcard $(VENV)/.lock)
	@$(PYTHON) scripts/bootstrap.py $(VENV) $(LOCK) || { \
		command -v $(PYTHON) >/dev/null || echo "There is no $(PYTHON): install Python 3.11 or newer, or say which with make PYTHON=..."; exit 1; }
	@touch $@
