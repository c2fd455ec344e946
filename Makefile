# make serve: install, build the index of corpus/, serve the page.    make test: install, lint, type-check, test.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check
PORT ?= 7860

.PHONY: serve test check soak clean
.DEFAULT_GOAL := serve

serve: $(VENV)/.installed
	$(BIN)/dzherelo build corpus
	$(BIN)/dzherelo serve --port $(PORT)

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.test-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

soak: $(VENV)/.test-installed
	$(BIN)/python -m pytest -m soak -s

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --editable .
	touch $@

$(VENV)/.test-installed: $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --editable ".[test]"
	touch $@

clean:
	rm -rf $(VENV) .dzherelo
