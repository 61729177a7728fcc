PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin

# The tests start hundreds of processes: modules are compiled once, not by each of them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test format benchmarks clean

demo: $(VENV)/.installed
	$(RUN)/workbench demo

test: $(VENV)/.tested
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/python -m pytest

format: $(VENV)/.tested
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

benchmarks: $(VENV)/.tested
	$(RUN)/python tests/benchmarks/goals.py
	$(RUN)/python tests/benchmarks/agreement_goals.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.tested: pyproject.toml | $(VENV)/bin/python
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@ $(VENV)/.installed
