"""What tests of reading submissions share: one with files beside its notebook, and its clean copy."""

from pathlib import Path

import pytest

from grader.course import Course


@pytest.fixture
def handed_in(little: Course) -> Path:
    """A submission with two files beside the notebook."""
    folder = little.root / "submitted" / "ada" / "double"
    (folder / "data").mkdir(parents=True)
    (folder / "double.ipynb").write_bytes(little.notebook("double", "solutions").read_bytes())
    (folder / "helpers.py").write_text("two = 2")
    (folder / "data" / "points.csv").write_text("1,2")
    return folder
