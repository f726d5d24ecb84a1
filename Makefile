# Each target works on a fresh machine: whatever it needs is installed first.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: install demo test lint unit docs bench clean

.venv/installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	$(BIN)/coursehouse register
	touch $@

install: .venv/installed

demo: install            ## a small synthetic institution, loaded, built and tested
	$(BIN)/coursehouse demo

test: lint unit          ## every check and every test

lint: install
	$(BIN)/ruff check loaders tests benchmarks
	$(BIN)/ruff format --check loaders tests benchmarks
	$(BIN)/mypy
	$(BIN)/yamllint --strict models seeds profiles dbt_project.yml
	$(BIN)/sqlfluff lint --processes 2 models tests/dbt

unit: install
	$(BIN)/pytest

docs: install            ## the data dictionary as one html file: target/static_index.html
	$(BIN)/dbt docs generate --static

bench: install
	$(BIN)/python benchmarks/load_coursera.py; landing=$$?; \
	$(BIN)/python benchmarks/load_postgres.py && exit $$landing

clean:
	rm -rf .venv target logs
