# Two commands: `make run` (FOLDER=... opens that folder, without it the demo shoot) and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FOLDER ?= resources/demo
READY := $(VENV)/.ready

.PHONY: run test lint bench clean
run: $(READY)
	$(BIN)/burstpick "$(FOLDER)"

test: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "not benchmark" $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks $(ARGS)

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info build
