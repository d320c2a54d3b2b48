"""The search for unearned points finds the holes of tests that are weakened on purpose, in its short form.

`make soak` runs it in full on the hidden tests as they are.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOAK = ROOT / "tests" / "soak"
LONG = "SOAK" in os.environ
FOUND = {"scorenet": 1} | ({"score": 3, "langevin": 1, "loss": 2} if LONG else {})  # a seed that finds it soon


def search(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the search on hidden tests in a folder."""
    command = [sys.executable, SOAK / "acceptance.py", "--hidden", folder, "--processes", "1", *arguments]
    command += ["--folder", folder / "found"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, timeout=600)


@pytest.mark.parametrize("task", FOUND)
def test_when_a_hidden_test_is_weakened_then_a_program_is_found_that_it_lets_pass(tmp_path, task):
    shutil.copy(SOAK / "weakened" / f"{task}.py", tmp_path / f"test_{task}.py")
    shutil.copy(ROOT / "tests" / "hw3" / "reference.py", tmp_path)
    done = search(tmp_path, "--starts", "blank", "--seed", FOUND[task], "--candidates", 1500, "--enough", 1)
    assert done.returncode == 1, done.stdout + done.stderr
    assert list((tmp_path / "found").glob(f"{task}_*.py"))


@pytest.mark.skipif(not LONG, reason="takes minutes: make soak has it")
def test_when_the_hidden_tests_are_searched_shortly_then_nothing_is_found(tmp_path):
    shutil.copytree(ROOT / "tests" / "hw3", tmp_path / "hw3")
    done = search(tmp_path / "hw3", "--starts", "blank", "--candidates", 20)
    assert done.returncode == 0, done.stdout + done.stderr
