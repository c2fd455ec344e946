# make serve     install, build the index of corpus/ (what has changed), serve the page
# make rebuild   build the index of corpus/ from the start (dzherelo build corpus --full): for an index of an
#                earlier version, or when an error names `dzherelo build --full`; then make serve
# make test      install, lint, type-check, test, coverage with a floor (make check: lint and types alone; make soak: the long loops)
# make bench     this program beside others in speed and quality, into benchmarks/RESULTS.md: twenty minutes, needs ../shared/data
# make docs      the documentation as a site in build/site
# make clean     remove what make installed and the index
PYTHON ?= $(firstword $(foreach version,3.11 3.12 3.13,$(shell command -v python$(version))) python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check
PORT ?= 7860
# In percent, of the code that runs in the process of the tests: servers and the parsing child are not traced.
# Tracing them as well (coverage's patch = subprocess) takes 75 % more processor time where pages are served.
COVERAGE := 73

.PHONY: serve rebuild test check soak bench docs clean
.DEFAULT_GOAL := serve

serve: $(VENV)/.installed
	$(BIN)/dzherelo build corpus
	$(BIN)/dzherelo serve --port $(PORT)

rebuild: $(VENV)/.installed
	$(BIN)/dzherelo build corpus --full

test: check
	$(BIN)/python -m pytest -m "alone and not soak"
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone and not soak" --cov --cov-report=
	$(BIN)/coverage report --format=total --fail-under=$(COVERAGE)

check: $(VENV)/.test-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/oxlint --deny-warnings ui

soak: $(VENV)/.test-installed
	$(BIN)/python -m pytest -m soak -s

bench: $(VENV)/.test-installed
	$(BIN)/python -m benchmarks.scoreboard

docs: $(VENV)/.docs-installed
	$(BIN)/mkdocs build

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --editable .
	touch $@

$(VENV)/.test-installed: $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --editable ".[test]"
	touch $@

$(VENV)/.docs-installed: $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --editable ".[docs]"
	touch $@

clean:
	rm -rf $(VENV) .dzherelo build
