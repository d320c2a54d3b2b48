"""A process in which hidden tests were once run has loaded what they need, and keeps nothing of them."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.usefixtures("no_pytest_around")
POINTS = "@pytest.mark.points(2)\n"


def test_warming_loads_what_a_run_loads_and_leaves_nothing(tmp_path):
    tell = "import sys; from grader.judging.warm import warm; warm(); known = set(sys.modules)\n"
    tell += "from grader.judging.hidden_tests import judge; from pathlib import Path; import os\n"
    tell += f"judge(Path({str(tmp_path)!r}), None, {{'it': 2.0}}, ''); print(sorted(set(sys.modules) - known))\n"
    tell += "print(len(os.listdir('/proc/self/task')))"
    (tmp_path / "test_it.py").write_text(f"import pytest\n\n{POINTS}def test_it(): pass")
    done = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == "['test_it']\n1\n"
