# Two commands: `make run` (FOLDER=... opens that folder, without it the demo shoot) and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FOLDER ?= resources/demo
READY := $(VENV)/.ready

PHOTOS ?= ../shared/photos
TRAINED := $(addprefix $(PHOTOS)/,everyday urban phone sequences/caliterra sequences/seneca)
EXAMINED := $(addprefix $(PHOTOS)/,everyday urban phone)
MODEL := resources/models/burstpick-small.safetensors

.PHONY: run test lint bench programs screenshots model exam clean
run: $(READY)
	$(BIN)/burstpick "$(FOLDER)"

test: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "not benchmark and not programs" -n auto --dist loadfile $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks $(ARGS)

# Starts darktable and digiKam themselves: apt install darktable digikam xvfb xdotool; what is missing is skipped.
programs: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m programs tests/programs $(ARGS)

# Every view, from the demo shoot and a real sequence where there is one.
screenshots: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screenshots build/screenshots resources/demo $(wildcard $(PHOTOS)/sequences/kite)

# The built-in model from nothing: half an hour on two cores.
model: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/burstpick-train fit --synthesise $(TRAINED) --out build/model --resume --no-ctalign \
		--pixels 600000 --lessons 10000 --steps 600 --echoes 3 --auxiliary 2 --rank-loss cross-entropy --lr 2e-4 \
		--seed 1 --workers 2
	$(BIN)/burstpick-train calibrate build/model/weights.safetensors --photos $(EXAMINED) --seed 1 --out $(MODEL)

exam: $(READY)
	$(BIN)/burstpick-train exam $(MODEL) --photos $(EXAMINED) --focus $(PHOTOS)/sequences/focus-* $(ARGS)

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info build
