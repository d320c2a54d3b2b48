"""Fixtures of hidden tests that run directly under pytest: one kernel per assignment and session."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import GraderError
from grader.judging.check import opened
from grader.judging.fixtures import Fixtures
from grader.kernel.submission import Submission


class PlainFixtures(Fixtures):
    """One kernel per assignment and session, started when a hidden test first requests it."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(None, "plain pytest")
        self._path: Path | None = config.getoption("--submission")
        self._open: dict[str, Submission] = {}
        self._kernels = ExitStack()

    def pytest_unconfigure(self) -> None:
        """Shut down the kernels at the end of the session."""
        self._kernels.close()

    @pytest.fixture
    def submission(self, request: pytest.FixtureRequest) -> Iterator[Submission]:
        """Give a fork of the kernel of the notebook under test, its global random generators seeded."""
        assignment = request.path.parent.name
        if assignment not in self._open:
            try:
                course = Course.find(request.path.parent)
                path = self._path or course.notebook(assignment, "solutions")
                context = opened(course, assignment, path)
                self._open[assignment], _ = self._kernels.enter_context(context)
            except GraderError as error:
                pytest.exit(str(error), returncode=4)
        with self._open[assignment].asked(self._draw(request, "kernel")) as submission:
            yield submission
