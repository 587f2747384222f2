# Everything sets itself up: `make demo` and `make test` need Python 3.11 or later, git and make.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
PY := $(VENV)/bin/python
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export TF_CPP_MIN_LOG_LEVEL ?= 3

.PHONY: help install demo test test-browser test-postgresql attack test-attack bench bench-full crash fuzz lint types imports build lock doctor clean browser sandbox

help:            ## Show what there is to type
	@grep -E '^[a-z-]+: .*## |^[a-z-]+:  +## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(VENV)/.ready sandbox  ## Set up: virtual environment from requirements.lock, and bubblewrap

$(VENV)/.ready: requirements.lock pyproject.toml bin/autograder
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed (try: apt install python3 python3-venv), or say: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python lacks venv. Type: sudo apt-get install -y python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	ln -sf ../../bin/autograder $(VENV)/bin/autograder
	touch $@

sandbox:
	@{ command -v bwrap && $(PYTHON) -c 'import ctypes.util; assert ctypes.util.find_library("seccomp")'; } >/dev/null 2>&1 || \
		bin/install-debian bubblewrap libseccomp2

browser: $(VENV)/.ready
	@command -v chromium >/dev/null || bin/install-debian chromium fonts-dejavu-core

demo: install    ## Grade an invented class of 26 from release to feedback, and print what came out
	autograder demo

test: install    ## Run every test but the browser's, PostgreSQL's and those of attacks
	python -m pytest -q -n 2 --dist loadgroup --ignore tests/browser --ignore tests/attacks --ignore tests/test_postgresql.py

test-browser: install browser  ## A student and an instructor in a real browser; screenshots in artifacts/browser
	python -m pytest -q -p no:xdist -x tests/browser

test-postgresql: install  ## A gradebook on a real PostgreSQL server, started for the tests
	@{ command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || bin/install-debian postgresql
	python -m pytest -q tests/test_postgresql.py

lint: $(VENV)/.ready  ## Lint and formatting, notebooks included
	ruff check .
	ruff format --check .

types: $(VENV)/.ready  ## Strict types on both packages
	mypy

imports: $(VENV)/.ready  ## The direction of imports (docs/architecture.md)
	lint-imports

build: install   ## Make release/, solutions/ and the public probes from source/
	autograder build

attack: install  ## Every hostile and broken notebook through this kit and through stock nbgrader, as one table; goes on where it stopped
	python -m tests.attacks

test-attack: install  ## A quarter of the catalogue of attacks as tests (ATTACKS=all: all of it)
	python -m pytest -q -p no:cacheprovider tests/attacks

crash: install   ## Kill the grader fifty times at random moments, resume, and compare with an undisturbed run
	KILL_ROUNDS=5 python -m pytest -q -n 2 tests/crashes -k anywhere

bench: install   ## Compare with stock nbgrader, both sides in one run (within three minutes); tables in artifacts/bench
	python -m benchmarks

bench-full: install  ## The same with five paired runs each, Dask workers, and the growth of a class up to MOST=10000 submissions (hours)
	python -m benchmarks --full --most $(or $(MOST),10000)

fuzz: install    ## A million damaged inputs for each reader of what students send
	python -m tests.fuzz

doctor: install  ## Show what isolates student code on this machine, and prove it
	autograder doctor

lock: $(VENV)/.ready  ## Renew requirements.lock (needs uv on the path: pip install uv)
	uv pip compile pyproject.toml --extra instructor --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade -o requirements.lock -q

clean:           ## Remove what was made here, the virtual environment included
	rm -rf $(VENV) .cache artifacts dist
