"""What tests of reading submissions share: one with files beside its notebook."""

from pathlib import Path

import pytest

from grader.course import Course
from tests.support.staged import hand_in


@pytest.fixture
def handed_in(little: Course) -> Path:
    """A submission with two files beside the notebook."""
    return hand_in(little)
