"""What tests of reports share: a course in which one student was graded."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.results import TaskResult
from tests.support.made_up_class import a_result, hand_in, mark, open_gradebook, save


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[tuple[Path, Gradebook]]:
    """One student who was graded: 5 of 25 points for langevin, nothing for the rest."""
    with open_gradebook(tmp_path) as book:
        hand_in(tmp_path, book, "ada", ("Ada", "L"))
        save(tmp_path, a_result("ada", 0, tasks=(TaskResult("langevin", 5, 25), TaskResult("score", 8, 10)), score=13))
        mark(book, "ada", "langevin", auto_score=5, needs_manual_grade=False)
        yield tmp_path, book
