# `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
PYTHON := $(VENV)/bin/python

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z.-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z.-]+):.*## (.*)$$/\1\t\2/' | expand -t 12

.PHONY: .venv
.venv: $(VENV)/installed ## Make the virtual environment from requirements.lock

$(VENV)/locked: requirements.lock
	@python3 -c 'import ensurepip' || { echo 'python3 cannot make a virtual environment: install python3-venv' >&2; exit 1; }
	python3 -m venv --clear $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/installed: $(VENV)/locked pyproject.toml
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

compile = "$$folder/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --output-file $(1) $(2)

# uv runs out of a throw-away environment, so that the lock does not hold the tool that made it.
.PHONY: lock
lock: ## Pin the newest versions of all dependencies in requirements.lock, and of the peers' in bench/peers/requirements.lock
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	python3 -m venv "$$folder" && "$$folder/bin/pip" install --quiet --disable-pip-version-check uv && \
	$(call compile,requirements.lock,--all-extras pyproject.toml tools/build.in) && \
	$(call compile,bench/peers/requirements.lock,bench/peers/requirements.in)
	@! grep -nE '://|(^| )/' requirements.lock bench/peers/requirements.lock || { echo 'a lock names a host or a path: see above' >&2; exit 1; }

.PHONY: serve
serve: .venv ## Run the helpdesk: gateway and database, on http://127.0.0.1:8000/docs
	@$(VENV)/bin/ticketfirst serve

.PHONY: provision
provision:
	@tools/provision.sh

.PHONY: test
test: provision .venv ## Run every check and every test
	@$(PYTHON) -m tools.test

.PHONY: test-db
test-db: provision .venv ## Run the pgTAP tests on a server that stays up; T=ticket_create runs one file
	@$(PYTHON) -m tools.dev test $(T)

.PHONY: test-py
test-py: provision .venv ## Run the pytest tests; T=name runs those whose name contains it
	@$(PYTHON) -m $(if $(T),pytest -k '$(T)',tools.pytests)

.PHONY: mutants
mutants: provision .venv ## Break the rights on purpose, and write into docs/rights.md which test noticed (minutes); W='policy ticket'
	@$(PYTHON) -m tools.mutants $(W)

.PHONY: lint
lint: .venv ## Check the style of Python and SQL
	@$(PYTHON) -m tools.lint

.PHONY: format
format: .venv ## Put Python into the form that lint wants
	@$(PYTHON) -m ruff check --fix --quiet gateway tools tests bench
	@$(PYTHON) -m ruff format gateway tools tests bench

.PHONY: dev-stop
dev-stop: ## Stop the server that test-db keeps, and remove its data
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m tools.dev stop; fi

.PHONY: clean
clean: dev-stop ## Remove everything that make has made
	rm -rf $(VENV) .bench .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find gateway tools tests bench -name __pycache__ -prune -exec rm -rf {} +

.PHONY: docs
docs: .venv ## Write what the documentation says of the database, from the database
	@$(PYTHON) -m tools.docs

.PHONY: docs-picture
docs-picture: provision .venv ## Take the pictures of /docs in docs/, in the browser that the tests use
	@$(PYTHON) -m tools.docs_picture

.PHONY: docs-replay
docs-replay: .venv ## Replay a log, and write what README.md and docs/replay.md show of it (minutes); LOG=path, CASES=500, INTO=folder
	@$(PYTHON) -m tools.replay_docs $(if $(LOG),--log '$(LOG)') $(if $(CASES),--cases $(CASES)) $(if $(INTO),--into '$(INTO)')

.PHONY: docs-assets
docs-assets: ## Fetch the pinned files of Swagger UI and check them; V=5.36.0 takes and pins another version
	@tools/docs_assets.sh $(V)

.PHONY: plans
plans: provision .venv ## Write docs/plans.md: the plan of every read on a million tickets (minutes)
	@$(PYTHON) -m bench.plans

.PHONY: security-cost
security-cost: provision .venv ## Write docs/security-cost.md: what row security and the seal cost (minutes)
	@$(PYTHON) -m bench.security_cost

# One of C, W or any other option makes a part of the run, whose results go to .bench/ and are only printed.
.PHONY: bench
bench: provision .venv ## Compare with what people would pick instead, and write docs/speed.md (an hour); C='ticketfirst by_hand', W='point_read mix', N='1 32', ROUNDS, LENGTH, WORKERS, TICKETS, INTO
	@bench/peers/install.sh
	@$(PYTHON) -m bench.compare $(if $(C),--contenders '$(C)') $(if $(W),--works '$(W)') $(if $(N),--connections '$(N)') \
	    $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(LENGTH),--seconds $(LENGTH)) \
	    $(if $(WORKERS),--workers '$(WORKERS)') $(if $(TICKETS),--tickets $(TICKETS)) $(if $(INTO),--into '$(INTO)')

.PHONY: growth
growth: provision .venv ## Write docs/growth.md: what a request costs with a hundred times the tickets (half an hour)
	@$(PYTHON) -m bench.growth

.PHONY: bench-report
bench-report: .venv ## Write docs/speed.md, its picture and README's table from bench/results.json
	@$(PYTHON) -m bench.compare.report

.PHONY: bench-guard
bench-guard: provision .venv ## Hold the ratios of a short run against those of bench/results.json (minutes); fails where one got worse
	@bench/peers/install.sh
	@$(PYTHON) -m bench.compare.guard

.PHONY: replay-torture
replay-torture: .venv ## Replay a log while all is killed again and again (minutes); LOG=path, CASES=500, KILLS=20, KEYS=counted or off
	@$(PYTHON) -m tools.torture.campaign $(if $(LOG),--log '$(LOG)') $(if $(CASES),--cases $(CASES)) \
	    $(if $(KILLS),--kills $(KILLS)) $(if $(KEYS),--keys $(KEYS))
