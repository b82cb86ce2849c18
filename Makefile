# make chat   set up, build the index if there is none, open the chat on http://127.0.0.1:7860
# make test   set up, then lint, types, layers and the whole test suite
# make bench  public benchmarks beside their baselines, over the data in DATA (about a quarter of an hour)
# make setup  only set up: a virtual environment in .venv with pinned dependencies; does nothing when nothing has changed

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

# Public benchmarks, a folder with bitext/ and qa/; REPORTS and FACTS about them, where there are any.
DATA ?= ../shared/data
REPORTS ?= ../shared/corpus
FACTS ?= ../shared/eval/dev.jsonl

.PHONY: setup chat test lint index eval bench lock clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Dalil needs Python 3.11 or newer: make PYTHON=python3.11 setup")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

chat: setup
	$(BIN)/python app.py

test: lint
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

index: setup
	$(BIN)/dalil index

eval: setup
	$(BIN)/dalil eval

bench: setup
	$(BIN)/python -m tools.bench --data $(DATA) --corpus $(REPORTS) --facts $(FACTS)

# Write the versions that are installed now as the ones that everybody gets.
lock: setup
	$(BIN)/python -m tools.lock > constraints.new && mv constraints.new constraints.txt

clean:
	rm -rf .venv build *.egg-info
