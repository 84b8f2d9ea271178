# The two commands of the README: `make run` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

TEXTS := wtc_eco/locale/fr/LC_MESSAGES/wtc_eco.mo

AXE := tests/axe/node_modules/axe-core/axe.min.js

.PHONY: run test cover check bench faults fuzz mutants audit wheel lock catalogue demo clean

run: $(VENV)/.ready-to-run $(TEXTS)
	$(BIN)/wtc-eco run

# COVER=1 counts the branches that the tests go through, too, and fails under the floor of pyproject.toml.
COVER ?=
test: $(VENV)/.ready-to-test $(TEXTS) $(AXE)
	$(BIN)/python -m pytest -n auto --dist loadfile $(if $(COVER),-m "not timed" --cov --cov-report=term:skip-covered)

# Branches covered by the tests that run in this process, without a browser; under the floor of pyproject.toml it fails.
# `make cover ROOMS="matching network"` for some rooms, each by its own tests.
ROOMS ?=
cover: $(VENV)/.ready-to-test $(TEXTS)
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not browser" --ignore tests/faults --ignore tests/fuzz \
		$(ROOMS:%=tests/%) $(if $(ROOMS),$(ROOMS:%=--cov=wtc_eco/%),--cov) --cov-report=term:skip-covered

check: $(VENV)/.ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/catalogue.py --check

bench: $(VENV)/.ready-to-test $(TEXTS)
	$(BIN)/python benchmarks/matching.py
	$(BIN)/python benchmarks/events.py
	$(BIN)/python benchmarks/network.py
	$(BIN)/python benchmarks/mentions.py
	$(BIN)/python benchmarks/truth.py
	$(BIN)/python benchmarks/coverage.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/kbo.py
	npm ci --prefix benchmarks/peers --ignore-scripts --no-audit --no-fund --silent
	$(BIN)/python benchmarks/maps.py

# The counts of the promise: 1,000 kills, 500 sequences undone; `make test` runs a part of them.
faults: $(VENV)/.ready-to-test $(TEXTS)
	WTC_ECO_FAULTS=1 $(BIN)/python -m pytest --log-cli-level=INFO tests/faults tests/store/test_undo.py

# Known weaknesses of what the locks install; says clearly where the database cannot be reached.
# ADVISORIES=FILE takes them from a file (OSV: JSON, JSON lines, an archive or a folder of these) and needs no network.
ADVISORIES ?=
audit: $(VENV)/.ready-to-test
	$(BIN)/python scripts/audit.py $(if $(ADVISORIES),--advisories "$(ADVISORIES)")

# The wheel alone, in an empty environment and an empty folder, on the oldest and the newest Python of this machine.
wheel: $(VENV)/.ready-to-test $(TEXTS)
	$(BIN)/python scripts/wheel.py

# Ten minutes of hostile inputs; `make fuzz FUZZ=60` for one. What it finds becomes a case of tests/fuzz.
FUZZ ?= 600
fuzz: $(VENV)/.ready-to-test $(TEXTS)
	WTC_ECO_FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/fuzz

# Small changes of meaning, and whether a test notices: `make mutants ROOM=matching SAMPLE=0` for all of one room.
# A room takes a few minutes of one core with the usual sample; without ROOM all of tests/mutants/rooms.toml.
ROOM ?=
SAMPLE ?= 120
mutants: $(VENV)/.ready-to-mutate $(TEXTS)
	$(BIN)/python scripts/mutants.py $(ROOM) --sample $(SAMPLE)

lock: $(VENV)/.ready-to-test
	$(COMPILE) pyproject.toml --group build -o requirements.lock
	$(COMPILE) pyproject.toml --group build --group test -c requirements.lock -o requirements-test.lock
	$(COMPILE) --group mutants -c requirements-test.lock -o requirements-mutants.lock

catalogue: $(VENV)/.ready-to-test
	$(BIN)/python scripts/catalogue.py

demo: $(VENV)/.ready-to-test
	$(BIN)/python scripts/make_demo.py

clean:
	rm -rf $(VENV) .mutants outputs/*

$(TEXTS): $(wildcard wtc_eco/locale/fr/*.po) scripts/texts.py | $(VENV)/.ready-to-run
	$(BIN)/python scripts/texts.py

# Where there is no npm, the tests that need it are skipped, and say so; with CI=true they fail.
$(AXE): tests/axe/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/axe --ignore-scripts --no-audit --no-fund --silent; fi; \
	if [ -f $@ ]; then touch $@; else echo "axe-core is not there (npm ci failed or no npm): its tests are skipped"; fi

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# --no-deps: the locks name everything, and an older pip would look for extras beside their pins.
$(VENV)/.ready-to-run: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --no-deps --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.ready-to-test: requirements-test.lock pyproject.toml | $(BIN)/python
	$(PIP) --no-deps --require-hashes -r requirements-test.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.ready-to-run

$(VENV)/.ready-to-mutate: requirements-mutants.lock | $(VENV)/.ready-to-test
	$(PIP) --no-deps --require-hashes -r requirements-mutants.lock
	touch $@
