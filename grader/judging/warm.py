"""What every run of hidden tests loads, loaded once before processes are forked for submissions."""

from pathlib import Path
from typing import cast

from grader.judging import compare, random_laws  # noqa: F401  (hidden tests import them)
from grader.judging.hidden_tests import judge
from grader.kernel.submission import Submission
from grader.storage import scratch

NOTHING = "import pytest\n\n\n@pytest.mark.points(1)\ndef test_nothing():\n    pass\n"


def warm() -> None:
    """Have pytest and its plugins loaded: a hidden test that asks no kernel is run."""
    with scratch.folder("hidden") as folder:
        Path(folder, "test_nothing.py").write_text(NOTHING, encoding="utf-8")
        judge(Path(folder), cast(Submission, None), {"nothing": 1.0}, "")
