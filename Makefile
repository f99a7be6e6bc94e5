# What can be done here. `make` alone lists it.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PORT ?= 8000
NETWORK ?=
SETUP = @python=$$(scripts/find-python) && "$$python" scripts/setup.py
MANAGE = .venv/bin/python manage.py

help:  ## list what can be done
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{printf "make %-12s %s\n", $$1, $$2}'

setup:  ## build the environment: packages, styles, scripts
	$(SETUP)

demo: setup  ## run a council at http://localhost:8000 (PORT=8001, NETWORK=atproto)
	@exec $(MANAGE) demo --port $(PORT) $(if $(NETWORK),--network $(NETWORK))

demo-reset: setup  ## stop the demonstration and delete what was done in it
	@exec $(MANAGE) demo_reset

run: setup  ## run the web server alone
	@exec $(MANAGE) serve --port $(PORT)

worker: setup  ## run the worker alone
	@exec $(MANAGE) worker

test: setup-tests  ## install what the tests need and run them all, with coverage
	@scripts/test

check: setup-tests  ## check style, types, imports, migrations, docs and the shape of the code
	@exec .venv/bin/python scripts/check.py

docs: setup  ## draw the life cycles again
	@exec $(MANAGE) draw_lifecycles

lock: setup  ## pin every Python package anew, with hashes
	@scripts/lock

setup-tests:
	$(SETUP) --for-tests

.PHONY: help setup setup-tests demo demo-reset run worker test check docs lock
