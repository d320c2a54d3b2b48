# One file to run the course by. Every target makes its own .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
A ?= hw3
JOBS ?= 2
ROUNDS ?= 3
CLASS ?= 60
CROWD ?= 1000

unexport PYTHONDONTWRITEBYTECODE  # each process that a test starts would compile the grader anew, a second of its time

.PHONY: help demo quick test lowest soak bench bench-attacks bench-broken release solution grade lint clean

help:  ## say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is too old: Python 3.11 or newer is needed. Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make virtual environments. Debian, Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --no-compile --constraint constraints.txt --editable '.[dev]'
	@PYTHONWARNINGS=ignore $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true  # on all cores; kernels cannot write there
	@touch $@

demo: $(READY)  ## grade a made-up class from first to last
	$(BIN)/python -m grader.demo

quick: $(READY)  ## the loop while you work: all tests that need no kernel, in about two minutes
	OMP_NUM_THREADS=1 $(BIN)/pytest -q -n 2 -m "not kernel and not browser and not slow and not soak"

test: $(READY)  ## everything that must hold, the notebooks too, in 10 to 25 minutes on two cores
	@mkdir -p build
	@OMP_NUM_THREADS=1 HW3_TRAINING_STEPS=20 $(BIN)/pytest -q --nbmake source solutions > build/notebooks.txt 2>&1 & notebooks=$$!; \
	  OMP_NUM_THREADS=1 $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder; tests=$$?; \
	  wait $$notebooks; executed=$$?; echo "Notebooks, executed by nbmake:"; tail -n 20 build/notebooks.txt; \
	  exit $$((tests || executed))

lowest:  ## the quick tests with the lowest versions that pyproject.toml declares
	$(PYTHON) -m venv build/lowest
	build/lowest/bin/pip install --quiet uv
	build/lowest/bin/uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct --editable '.[dev]'
	OMP_NUM_THREADS=1 build/lowest/bin/pytest -q -n 2 -m "not kernel and not browser and not slow and not soak"

soak: $(READY)  ## the long proofs: tens of thousands of judgings, an hour or more
	SOAK=1 $(BIN)/pytest tests/course/test_bank.py tests/course/test_demo.py tests/attacks/test_hostile.py tests/attacks/test_hostile_as_user.py
	SOAK=1 $(BIN)/pytest tests/broken tests/grader/release/test_question_proof.py
	OMP_NUM_THREADS=1 $(BIN)/python tests/soak/simulate_hw3.py
	OMP_NUM_THREADS=1 $(BIN)/python tests/soak/acceptance.py
	SOAK=1 $(BIN)/pytest tests/soak/test_acceptance.py tests/soak/test_cold_and_warm.py tests/grader/judging/test_compare_properties.py tests/grader/judging/test_random_laws_properties.py
	SOAK=1 $(BIN)/pytest tests/grader/intake/test_folders.py tests/grader/sandbox/test_line_fuzz.py tests/attacks/test_layers_as_user.py
	SOAK=1 $(BIN)/pytest tests/attacks/test_own_memory.py tests/attacks/test_memory_of_reading.py
	SOAK=1 $(BIN)/pytest -s tests/grader/batch/test_runs.py

bench: $(READY)  ## seconds per submission, beside other graders too, and a large class; OTTER=path/to/otter for that too
	mkdir -p build
	$(BIN)/python -m bench.speed --students $(CLASS) --rounds $(ROUNDS) $(if $(OTTER),--otter $(OTTER)) --keep build/speed.json --write
	$(BIN)/python -m bench.anatomy --write
	$(BIN)/python -m bench.crowd --students $(CROWD) --jobs $(JOBS) --keep build/crowd.json --write
	$(BIN)/python -m bench.collect --mails $(CROWD) --keep build/collect.json --write

bench-attacks: $(READY)  ## the attacks before stock nbgrader and before this grader; OTTER=path/to/otter for that too
	$(BIN)/python -m bench.attacks --jobs $(JOBS) $(if $(OTTER),--otter $(OTTER)) --write

bench-broken: $(READY)  ## the broken submissions before stock nbgrader and before this grader
	PYTHONPATH=tests/broken $(BIN)/python -m bench.broken --jobs $(JOBS) --write

release: $(READY)  ## make the student release of A=hw3, and prove it
	$(BIN)/grader release $(A)

solution: $(READY)  ## the same, and execute the solution at full length
	$(BIN)/grader release $(A) --run

grade: $(READY)  ## grade what is in submitted/ for A=hw3, JOBS=2 at a time
	$(BIN)/grader grade $(A) --jobs $(JOBS)

lint: $(READY)  ## style, types, and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:  ## remove what grading and testing made; submissions and gradebook stay
	rm -rf demo .pytest_cache .mypy_cache .ruff_cache build *.egg-info
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
