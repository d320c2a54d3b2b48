"""The layers of an ordinary user's sandbox taken away, where these tests are run as root."""

import os
import re

import pytest

from tests.support import ordinary
from tests.support.ordinary import ROOT

SOAK = "SOAK" in os.environ  # all of them; otherwise those that are made another way than root's
OTHERS = "first_process or user_namespaces or grader_s_processes or read_only or test_processes or network"
OTHERS += " or room_in_the_sandbox or out_of_reach or keeper or descriptor or bomb or anew"
NAMES = ("layers", "layers_of_files", "layers_of_limits", "layers_of_the_end", "layers_of_the_fork", "line", "zygote")


def test_the_layers_of_an_ordinary_user_s_sandbox() -> None:
    if reason := ordinary.hindrance():
        pytest.skip(reason)
    files = [str(ROOT / "tests" / "attacks" / f"test_{name}.py") for name in NAMES]
    chosen = [] if SOAK else ["-k", OTHERS]
    options = ["-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider", "-rA", *chosen]
    done = ordinary.run([*options, *files], seconds=600)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    passed = re.findall(r"^PASSED .*::(\w+)", done.stdout, re.MULTILINE)
    assert {"test_user_namespaces_within_an_ordinary_user_s", "test_the_grader_s_processes"} < set(passed)
    assert len(passed) >= (20 if SOAK else 6)
