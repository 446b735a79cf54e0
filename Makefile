# Two commands do everything: `make run` (build the deck) and `make test` (every check and test).
# Needs python3 >= 3.11, make and git. What tests need from Debian comes by `make system-deps`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
DECK := build/ml-system-design.apkg
DEBIAN_PACKAGES := chromium fonts-dejavu-core fonts-liberation

.PHONY: run test check-code check-decks unit e2e docs bench kill fuzz clean system-deps help

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: $(VENV)/.user ## Build the deck for Anki, say how to import it, open the app in a terminal
	@$(BIN)/mlsd build -o $(DECK)
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/mlsd; fi

test: $(VENV)/.dev system-deps check-code check-decks unit e2e ## Every check and every test

check-code: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/cog --check -I . README.md docs/*.md

check-decks: $(VENV)/.dev
	$(BIN)/mlsd check decks
	$(BIN)/mlsd build --locked -o $(DECK)

unit: $(VENV)/.dev
	$(BIN)/pytest tests --ignore=tests/e2e

e2e: $(VENV)/.dev system-deps
	$(BIN)/pytest tests/e2e

docs: $(VENV)/.dev ## Write the generated parts of README, docs and the JSON Schema again
	$(BIN)/cog -r -I . README.md docs/*.md
	$(BIN)/mlsd schema -o decks/deck.schema.json

bench: $(VENV)/.dev ## Measure; prints ratios within one run
	$(BIN)/python -m benchmarks.compile
	$(BIN)/python -m benchmarks.store
	$(BIN)/python -m benchmarks.opening
	$(BIN)/python -m benchmarks.statistics
	$(BIN)/python -m benchmarks.browse
	$(BIN)/python -m benchmarks.plan
	$(BIN)/python -m benchmarks.learners --seeds 1

kill: $(VENV)/.dev ## Kill the app 200 times at random moments during reviews
	MLSD_KILLS=200 $(BIN)/pytest tests/e2e/test_crash.py -k kills

fuzz: $(VENV)/.dev ## Property tests for ten minutes
	HYPOTHESIS_PROFILE=long $(BIN)/pytest tests/property

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mlsd-cards needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.user: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt requirements-dev.txt
	$(PIP) install -c constraints.txt -e . -r requirements-dev.txt
	$(PIP) install --no-deps aqt==26.9.3  # Anki's reviewer page; without dependencies it needs no Qt
	@touch $@ $(VENV)/.user

system-deps: ## Debian packages that the tests use (installs them as root, else says what is missing)
	@missing=""; for p in $(DEBIAN_PACKAGES); do \
	  dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing$$missing"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	  elif command -v chromium >/dev/null && command -v dpkg >/dev/null; then \
	    echo "missing Debian packages:$$missing (as root: apt-get install$$missing)"; exit 1; \
	  elif ! command -v dpkg >/dev/null && { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null; then \
	    echo "not Debian: using the Chromium found on PATH"; \
	  else \
	    echo "the tests need:$$missing (Debian: apt-get install$$missing)"; exit 1; \
	  fi; fi

clean: ## Remove what the build made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
