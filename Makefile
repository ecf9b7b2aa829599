# Two commands do everything on a machine with Python 3.11+, make and git: `make demo`, `make test`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
NPM := $(BIN)/npm
WEB_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o -type f -print 2>/dev/null)

.PHONY: help setup web demo demo-reset test check bench torture clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(UV): requirements/uv.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $(UV)

$(VENV)/.installed: requirements/uv.txt requirements/dev.txt pyproject.toml | $(UV)
	$(UV) pip sync -q --require-hashes --compile-bytecode requirements/dev.txt
	$(UV) pip install -q --no-deps --no-build-isolation --editable .
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json $(VENV)/.installed
	cd frontend && PATH="$(abspath $(BIN)):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/index.html: frontend/node_modules/.installed $(WEB_SOURCES)
	cd frontend && PATH="$(abspath $(BIN)):$$PATH" npm run --silent build
	@touch $@

setup: $(VENV)/.installed ## Python packages and the `stationdesk` command, in .venv

web: frontend/dist/index.html ## Build the front end

demo: setup web ## Fill a believable firm and run it in the foreground (PORT=n)
	$(BIN)/python -m stationdesk.cli.main demo $(if $(PORT),--port $(PORT))

demo-reset: setup ## Throw the demo's data away; the next `make demo` starts over
	$(BIN)/python -m stationdesk.cli.main demo --reset

test: setup web ## All tests, on a real PostgreSQL and, where it is installed, a real Chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: setup frontend/node_modules/.installed ## Lint, types, contracts
	$(BIN)/ruff check backend tests migrations
	$(BIN)/ruff format --check backend tests migrations
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd frontend && PATH="$(abspath $(BIN)):$$PATH" npm run --silent check

bench: setup ## Every figure as a ratio against a limit measured in the same run
	$(BIN)/python -m tests.bench

torture: setup web ## The long series: kill -9, a thousand closes under posters
	$(BIN)/python -m pytest tests/torture -n 0

clean: ## Remove what was built; the data stays
	rm -rf $(VENV) frontend/node_modules frontend/dist
