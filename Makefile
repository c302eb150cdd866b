# Everything a newcomer, a reviewer and the gate run. It needs Python 3.11 to 3.13, make and git.
# Other interpreters: make test PYTHON=python3.13 VENV=.venv-3.13

VENV ?= .venv
BENCH_VENV ?= .venv-bench
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& { echo $$python; break; }; done)

UV = $(VENV)/bin/uv --quiet --no-progress
READY = $(VENV)/.ready
BENCH_READY = $(BENCH_VENV)/.ready

# Wheels alone, each with its hash: a source archive would fetch what its build wants, unlocked.
SYNC = pip sync --require-hashes --only-binary :all: --compile-bytecode
COMPILE = pip compile --universal --python-version 3.11 --fork-strategy fewest \
	--only-binary :all: --generate-hashes --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-fast hammer check style types floors sql fix compile docs docs-site bench lock dist clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## make .venv and install what requirements.lock names

demo: $(READY) ## run a whole night on the bundled workspace of a small non-profit
	$(VENV)/bin/rhumbline demo

test: $(READY) ## run the whole suite on all cores
	$(VENV)/bin/python -m pytest -n auto --dist loadgroup

test-fast: $(READY) ## run what takes under a second each, on all cores
	$(VENV)/bin/python -m pytest -n auto --dist loadgroup -m "not slow and not browser"

hammer: $(READY) ## try every law on forty times as many made-up histories; hours
	HYPOTHESIS_PROFILE=many $(VENV)/bin/python -m pytest -n auto -m hypothesis --timeout 7200

check: style types floors sql ## look at style, types, floors between modules and SQL; change nothing

style: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(READY)
	$(VENV)/bin/mypy

floors: $(READY)
	$(VENV)/bin/lint-imports --no-logo

sql: $(READY)
	$(VENV)/bin/sqlfluff lint --templater placeholder sql
	$(VENV)/bin/sqlfluff lint dbt_like

fix: $(READY) ## mend what can be mended by machine
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	$(VENV)/bin/sqlfluff fix --templater placeholder sql
	$(VENV)/bin/sqlfluff fix dbt_like

compile: $(READY) ## have dbt compile dbt_like/ into what a night runs
	$(VENV)/bin/python -m rhumbline.marts.compile

calibrate: $(READY) ## simulate how often judgements of measures hold; writes docs/measures.md
	$(VENV)/bin/python -m bench.calibrate

docs: $(READY) ## write the pages of docs/ that come out of the code
	$(VENV)/bin/python -m docs.generate

docs-site: $(READY) ## have dbt write the data dictionary with lineage that `rhumbline docs` opens
	$(VENV)/bin/python -m docs.generate.lineage

bench: $(READY) $(BENCH_READY) ## measure a night against DuckDB and dlt; writes docs/performance.md
	$(VENV)/bin/python -m bench --dlt-python $(BENCH_VENV)/bin/python

# Versions stay as they are locked, where they serve; for the newest: make lock UPGRADE=--upgrade
lock: $(READY) ## resolve requirements.lock and bench/requirements.lock
	$(UV) $(COMPILE) $(UPGRADE) --all-extras --constraint constraints.txt pyproject.toml \
		--output-file requirements.lock
	$(UV) $(COMPILE) $(UPGRADE) --constraint requirements.lock bench/requirements.in \
		--output-file bench/requirements.lock

dist: docs-site ## build the wheel and the sdist into dist/
	$(UV) build --no-build-isolation --python $(VENV)/bin/python --out-dir dist .

clean: ## remove the environments and what the tools left behind
	rm -rf .venv .venv-* build dist bench/data screenshots demo dbt_like/target dbt_like/logs \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/uv:
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 on the PATH." \
		"Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.13" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { echo \
		"$(PYTHON) does not run as a Python 3.11, 3.12 or 3.13 (dbt goes no further yet)." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "$(PYTHON) has no ensurepip, which" \
		"makes environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	awk '/^[a-z]/ { here = /^uv==/ } here' requirements.lock > $(VENV)/uv.lock
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--only-binary :all: --require-hashes -r $(VENV)/uv.lock

$(READY): requirements.lock pyproject.toml | $(VENV)/bin/uv
	@echo "Installing what requirements.lock names into $(VENV); once, and after it changed."
	$(UV) $(SYNC) --python $(VENV)/bin/python requirements.lock
	$(UV) pip install --python $(VENV)/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

$(BENCH_READY): bench/requirements.lock | $(VENV)/bin/uv
	$(UV) venv --clear --python $(VENV)/bin/python $(BENCH_VENV)
	$(UV) $(SYNC) --python $(BENCH_VENV)/bin/python bench/requirements.lock
	@touch $@
