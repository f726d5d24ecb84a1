# Each target works on a fresh machine: whatever it needs is installed first.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: install demo test lint unit spark test-spark docs bench clean

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
	$(BIN)/yamllint --strict models analyses seeds profiles dbt_project.yml
	$(BIN)/sqlfluff lint --processes 2 models analyses tests/dbt

unit: install spark
	$(BIN)/pytest --numprocesses 2 --dist loadgroup --durations 40

spark: install           ## Spark's large packages, where there is a Java to run it
	@if $(BIN)/python -m coursehouse.targets.spark_process; then $(MAKE) --no-print-directory .venv/spark-installed; \
	else echo "Spark: skipped, no Java 17 or newer is here"; fi

.venv/spark-installed: requirements-spark.txt .venv/installed
	$(BIN)/pip install --quiet --requirement requirements-spark.txt
	touch $@

test-spark: install .venv/spark-installed   ## every model on Spark, in one process and with executors of its own, and through its thrift server
	$(BIN)/pytest -m spark_builds

docs: install            ## the data dictionary as one html file: target/static_index.html
	$(BIN)/dbt docs generate --static

bench: install
	@missed=0; for each in load_coursera load_postgres clickstream clickstream_marts edx_logs edx_package; do \
	$(BIN)/python benchmarks/$$each.py || missed=1; done; exit $$missed

clean:
	rm -rf .venv target logs
