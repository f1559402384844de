# The commands of the house. `make` alone lists them. Needed: GNU make and Python 3.11 or newer with venv.

PY     ?= $(shell command -v python3.11 || command -v python3)
PORT   ?= 5000
JOBS   ?= 2
VENV   := .venv
BIN    := $(VENV)/bin
WEB     = $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) wsgi:app
LOCK    = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
          --generate-hashes --no-header --no-annotate --quiet
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
PYTEST  = $(BIN)/python -m pytest --numprocesses $(JOBS) --dist worksteal

export TRACKER_BASE_URL ?= http://127.0.0.1:$(PORT)

.DEFAULT_GOAL := help
.PHONY: help demo run scheduler test test-all test-rest cases deep crash year check e2e bench channels extras picture messages lock clean

help: ## list these commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | \
	  while IFS="$$(printf '\t')" read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

demo: export TRACKER_DATA_DIR ?= var/demo$(if $(CASE),-$(CASE))
demo: $(VENV)/.run ## load the demonstration and serve it (PORT=5000, RESET=1 loads it anew, CASE=two-level: a ward of 2026)
	@$(BIN)/flask init
	@$(BIN)/flask demo $(if $(RESET),--reset) $(if $(CASE),--case $(CASE))
	@echo
	@echo "  $(TRACKER_BASE_URL)    (Ctrl-C: dừng / stop)"
	@echo
	@$(BIN)/python -m tracker.operations.process_supervisor "$(WEB)" "$(BIN)/flask scheduler"

run: $(VENV)/.run ## upgrade the database and serve the web pages (settings: TRACKER_* variables)
	$(BIN)/flask init
	exec $(WEB)

scheduler: $(VENV)/.run ## send reminders: the second process, beside `make run`
	exec $(BIN)/flask scheduler

test: export TRACKER_TEST_DEPTH := fast
test: $(VENV)/.test ## run every test that needs no browser, on PostgreSQL those about the database (5 minutes)
	$(PYTEST)

test-all: export TRACKER_TEST_DEPTH := all
test-all: $(VENV)/.test ## run every test on both databases, with more random cases
	$(PYTEST)

test-rest: export TRACKER_TEST_DEPTH := rest
test-rest: $(VENV)/.test ## run what `make test` leaves of `make test-all`
	$(PYTEST)

cases: export TRACKER_TEST_DEPTH := deep
cases: $(VENV)/.test ## the tests of test-all with many more random cases
	$(PYTEST)

deep: $(VENV)/.dev ## kill, lock, fill, cut, forge, fuzz and soak on both databases (45 minutes; ONLY=two,soak)
	$(BIN)/python -m tests.deep

crash: $(VENV)/.test ## kill, pause and double the sender: every letter arrives once (KILLS=110 LETTERS=1500)
	$(BIN)/python -m tests.deep.crash

year: $(VENV)/.test ## play the year 2021 day by day and hold its letters against a table made otherwise
	$(BIN)/python -m tests.deep.year_of_letters

check: $(VENV)/.dev ## lint, format, types, layers, safety, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --severity-level medium --recursive tracker config.py wsgi.py
	$(if $(wildcard templates),$(BIN)/djlint templates --lint --quiet)

e2e: $(VENV)/.dev ## run the tests that drive a browser (needs Chromium)
	$(BIN)/python -m pytest tests/e2e

bench: $(VENV)/.test ## measure our pages beside a floor application (N=100000: a size of your own)
	$(BIN)/python -m bench.run

channels: $(VENV)/.run ## add what Zalo, Telegram and SMS gateways need (off by default)
	$(PIP) -r requirements/channels.lock

messages: $(VENV)/.test ## bring the catalogue of English up to date with the sentences of the program
	$(BIN)/python -m tracker.web.message_catalogue

picture: $(VENV)/.test ## draw docs/pictures/architecture.svg anew from the import contracts
	$(BIN)/python -m tests.house.architecture

extras: $(VENV)/.run ## add single sign-on, the S3 store of files (both off until set) and HEIC photographs
	$(PIP) -r requirements/extras.lock

lock: $(VENV)/.dev ## compile the locks anew from pyproject.toml
	$(LOCK) --extra postgres --output-file requirements/run.lock
	$(LOCK) --extra postgres --extra channels --output-file requirements/channels.lock
	$(LOCK) --extra postgres --extra oidc --extra s3 --extra photos --output-file requirements/extras.lock
	$(LOCK) --extra postgres --extra test --output-file requirements/test.lock
	$(LOCK) --extra postgres --extra test --extra e2e --extra dev --output-file requirements/dev.lock

clean: ## remove the virtual environment and caches; data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Each set holds the one before it, so a richer one never breaks a poorer one.
$(VENV)/.made:
	@test -n "$(PY)" || { echo "Python 3.11 or newer is needed: set PY=/path/to/python3.11"; exit 1; }
	@"$(PY)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PY) is older than Python 3.11: set PY=/path/to/python3.11"; exit 1; }
	"$(PY)" -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.lock | $(VENV)/.made
	$(PIP) -r $<
	@touch $@

$(VENV)/.test: requirements/test.lock | $(VENV)/.made
	$(PIP) -r $<
	@touch $@ $(VENV)/.run

$(VENV)/.dev: requirements/dev.lock | $(VENV)/.made
	$(PIP) -r $<
	@touch $@ $(VENV)/.test $(VENV)/.run
