# bias: the commands of the project.  They need Python 3.11 or newer and make, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
DEMO := build/demo
# files in their order: those of the browser, which wait most, begin, and no long one is left for the end.
# Groups of tests (--dist loadgroup) have no effect with pytest 9.2, whose tests keep their names.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

help:  ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

demo: .venv/ready $(DEMO)/corpus.toml  ## read the demo corpus and open the dashboard
	$(BIN)/bias demo $(DEMO)

test: .venv/ready  ## run the tests
	$(PYTEST)

check: .venv/ready  ## lint, types, tests and the quality gate: what CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) -j 2 types test

types: .venv/ready
	$(BIN)/mypy

gate: .venv/ready  ## quality on our own gold against its floors, with the figures
	$(BIN)/pytest tests/test_gate.py -s

mutants: .venv/ready  ## change the counting code in 40 places, one at a time: do the tests notice?
	$(BIN)/python tests/mutants.py

torture: .venv/ready  ## kill the changes of a corpus at each of their steps, and at 1,000 moments; and fetching
	$(BIN)/python tests/torture.py
	$(BIN)/python tests/test_following.py 20

bench: .venv/ready  ## reading speed beside a peer, and the Sourcing page over 5 million attributions
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group bench
	$(BIN)/python benchmarks/reading_speed.py
	$(BIN)/python benchmarks/sourcing_page.py

fuzz: .venv/ready  ## import 10,000 mutated files of every kind, read 10,000 mutated texts: no crash, no hang, each told
	$(BIN)/python benchmarks/fuzz_imports.py
	$(BIN)/python benchmarks/fuzz_reading.py

lock: .venv/ready  ## pin the dependencies for every platform, with hashes; LOCK=--upgrade takes the newest of all
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --extra export --extra cluster --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header $(LOCK) --quiet --output-file requirements.lock

$(DEMO)/corpus.toml: $(wildcard data/demo/*.* data/demo/articles/*/*.txt) | .venv/ready
	rm -rf $(DEMO)
	$(BIN)/bias demo $(DEMO) --no-open

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.PHONY: help demo test check types gate mutants torture bench fuzz lock
.DEFAULT_GOAL := help
