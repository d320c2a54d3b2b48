"""What a grader's process does not load: each worker, and each command, would wait for it."""

import subprocess
import sys

import pytest

HEAVY = ("lark", "torch", "sklearn", "pandas", "matplotlib")


@pytest.mark.parametrize("module", ["grader.cli", "grader.batch.batch", "grader.pipeline.attempt"])
def test_a_process_that_grades_is_ready_without_heavy_libraries(module: str) -> None:
    tell = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY})))"
    done = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == []
