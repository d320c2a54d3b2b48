"""The long simulation of the hidden tests' statistics, in its short form; `make soak` runs it in full."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def test_when_right_answers_are_judged_again_and_again_then_none_is_refused(tmp_path: Path):
    script = ROOT / "tests" / "soak" / "simulate_hw3.py"
    command = [sys.executable, script, "--judgings", "20", "--repeats", "2", "--processes", "1", "--folder", tmp_path]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20 right answers judged, 0 refused" in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"p-values.png", "power.png"}
