# `make` alone lists what can be done. Everything happens in .venv; nothing else on the machine is touched.
.DEFAULT_GOAL := help
# the first Python here that is new enough
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
.PHONY: help demo install test style types layout docs tests coverage mutants format catalogues train figures clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 12

demo: .venv/installed  ## install into .venv, and play the whole story offline in under a minute
	$(BIN)/smwatch demo $(if $(LANGUAGE_CODE),--lang $(LANGUAGE_CODE))

install: .venv/tested  ## install into .venv with what the tests need

test: install  ## everything CI runs: style, types, import contracts, tests, docs
	@$(MAKE) -j2 style types layout docs && $(MAKE) tests

style: .venv/tested  ## ruff, and nothing to reformat
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/tested  ## mypy --strict
	$(BIN)/mypy

layout: .venv/tested  ## imports go down the floors only, and what is imported is what is asked for
	$(BIN)/lint-imports
	$(BIN)/deptry .

docs: .venv/tested  ## the documentation as a site: build/site/index.html; a link that leads nowhere fails
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

tests: .venv/tested  ## the tests, on all cores
	$(BIN)/pytest -n auto --dist worksteal

coverage: .venv/tested  ## which lines no test reaches
	$(BIN)/coverage run -m pytest && $(BIN)/coverage report --skip-covered --show-missing

mutants: .venv/tested  ## what tests of matching and alerts don't notice: all changes (an hour or two), or SAMPLE=400 of them
	$(BIN)/python tools/mutants.py $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

format: .venv/tested  ## let ruff mend what it can
	$(BIN)/ruff check --fix-only . && $(BIN)/ruff format .

catalogues: .venv/tested  ## collect the messages of the code into the French catalogue, and compile it
	$(BIN)/python tools/catalogues.py

train: .venv/tested  ## learn from corpus/ again: word lists, languages, the encoder's head
	$(BIN)/python tools/fit_lexicons.py
	$(BIN)/python tools/language.py
	$(BIN)/python tools/train.py

figures: .venv/tested  ## measure every bar, in hours, and write docs/explanation/figures.md; ONLY="start poll" measures these
	$(BIN)/python -m bench.figures $(ONLY)

clean:  ## remove .venv and everything made
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# uv where it is installed, else venv and pip; the stamps say what is in .venv
.venv/bin/python:
	@if command -v uv >/dev/null; then uv venv -q --allow-existing .venv; \
	elif [ -n "$(PYTHON)" ]; then $(PYTHON) -m venv .venv; \
	else echo "smwatch needs Python 3.11 or later, or uv" >&2; exit 1; fi

.venv/installed: .venv/bin/python pyproject.toml
	@if command -v uv >/dev/null; then install="uv pip install -q --python $(BIN)/python"; \
	else install="$(BIN)/python -m pip install -q --disable-pip-version-check"; fi; \
	$$install -e '.[neural]' || { echo "the encoder can't be had here; the lists of words do without it" >&2; $$install -e .; }
	@touch $@

.venv/tested: .venv/installed
	@if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python --group dev; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1' && \
	$(BIN)/python -m pip install -q --group dev; fi
	@touch $@
