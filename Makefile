# make setup | run | test | lock | docs | clean: `make help` says what each does.

PORT ?= 8000
# How many processes share the tests: one for each processor.
WORKERS ?= auto
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))

BIN := .venv/bin
STAMP := .venv/.set-up
# uv has a small environment of its own, because a sync empties .venv of whatever the lock does not name.
UV := $(or $(shell command -v uv 2>/dev/null),.venv/uv/bin/uv)

.PHONY: help setup run test lint lock docs clean
.DEFAULT_GOAL := help

help: ## say what each command does
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(STAMP) ## make .venv with the locked dependencies

run: $(STAMP) ## start everything on this machine: make run PORT=8001
	@exec $(BIN)/exeat run --port $(PORT)

test: $(STAMP) lint ## check style, types and layers, then run all tests
	$(BIN)/pytest -n $(WORKERS) --dist loadfile

lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: $(STAMP) ## choose the newest versions that pyproject.toml allows
	$(UV) pip compile --quiet --upgrade pyproject.toml --all-extras --group dev --universal --generate-hashes \
		--no-emit-index-url --no-header --python-version 3.11 --output-file requirements.lock

docs: $(STAMP) ## write docs/cli.md from the commands
	$(BIN)/python -m exeat.cli.reference > docs/cli.md

clean: ## remove .venv and caches; the data in var/ stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist

$(STAMP): requirements.lock pyproject.toml | $(BIN)/python $(UV)
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/uv/bin/uv: | $(BIN)/python
	@echo "Bringing in uv, which installs the rest ..."
	@$(BIN)/python -m venv .venv/uv
	@.venv/uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.8'

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Exeat needs Python 3.11 or newer: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "This Python cannot make environments: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
