# What can be done here. `make` alone lists it.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PORT := $(or $(TABARD_PORT),8000)
export TABARD_PORT := $(PORT)
NETWORK :=
SETUP = @python=$$(scripts/find-python) && "$$python" scripts/setup.py
MANAGE = .venv/bin/python manage.py

help:  ## list what can be done
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{printf "make %-12s %s\n", $$1, $$2}'

setup:  ## build the environment: packages, styles, scripts
	$(SETUP)

demo: setup  ## run a council at http://localhost:8000 (PORT=8001, NETWORK=atproto)
	@exec $(MANAGE) demo $(if $(NETWORK),--network $(NETWORK))

demo-reset: setup  ## stop the demonstration and delete what was done in it
	@exec .venv/bin/python -m tabard.config.reset

run: setup  ## run the web server alone
	@exec $(MANAGE) serve

worker: setup  ## run the worker alone
	@exec $(MANAGE) worker

test: setup-tests  ## install what the tests need and run them all, with coverage
	@exec .venv/bin/python -m scripts.test

check: setup-tests  ## check style, types, imports, migrations, docs and the shape of the code
	@exec .venv/bin/python -m scripts.check

bench: setup-tests  ## measure queries, imports, e-mails, networks, deliveries, and the way of a newcomer
	@exec .venv/bin/python -m benchmarks

docs: setup  ## draw the life cycles, and what networks can do, again
	@$(MANAGE) draw_lifecycles && exec $(MANAGE) draw_abilities

pictures: setup-tests  ## take the pictures of the README from a demonstration of their own
	@exec .venv/bin/python -m scripts.screenshots

lock: setup  ## pin every Python package anew, with hashes
	@for set in setup base dev presidio; do \
		.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes \
			--no-header requirements/$$set.in -o requirements/$$set.lock || exit; \
	done

setup-tests:
	$(SETUP) --for-tests

.PHONY: help setup setup-tests demo demo-reset run worker test check bench docs pictures lock
