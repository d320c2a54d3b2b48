"""Runs the hidden pytest files of an assignment on one submission, in this process, and keeps the score."""

import contextlib
import hashlib
import importlib.util
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.errors import AnswerError, CourseError
from grader.results import CheckResult, Outcome, TaskResult
from grader.submission import Submission

MAX_MESSAGE = 500
OURS = "The grader itself failed here; this costs no points, and a person will look at it."
OPTIONS = (
    *("-c", os.devnull, "--noconftest", "--import-mode=importlib", "--assert=plain"),
    "--continue-on-collection-errors",
    *("-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:unraisableexception"),
    *("--disable-plugin-autoload", "--strict-markers", "--quiet", "--capture=no"),
)


class Fixtures:
    """The fixtures of a hidden test, and the marker that gives it its points.

    Args:
        submission: the student's kernel to ask, or None where a subclass opens one.
        key: text that the hidden inputs are drawn from: the same text, the same inputs.
    """

    def __init__(self, submission: Submission | None, key: str) -> None:
        self._submission = submission
        self._key = key
        self._references: dict[Path, ModuleType] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the marker known."""
        config.addinivalue_line("markers", "points(n): what passing this hidden test earns")

    @pytest.fixture
    def submission(self, request: pytest.FixtureRequest) -> Submission:
        """The student's kernel, its global generators in a known state."""
        assert self._submission is not None
        self._submission.seed(self._draw(request, "kernel"))
        return self._submission

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """A generator seeded by the submission's content and the test's name."""
        return np.random.default_rng(self._draw(request, "inputs"))

    @pytest.fixture
    def reference(self, request: pytest.FixtureRequest) -> ModuleType:
        """The oracle: reference.py beside the hidden test."""
        path = request.path.with_name("reference.py")
        if path not in self._references:
            self._references[path] = _load(path)
        return self._references[path]

    def _draw(self, request: pytest.FixtureRequest, purpose: str) -> int:
        text = f"{purpose} {request.path.name} {request.node.name} {self._key}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def _load(path: Path) -> ModuleType:
    name = f"hidden_reference_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CourseError(path, "cannot be imported")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Judge(Fixtures):
    """Turns what pytest reports into outcomes and points."""

    def __init__(self, submission: Submission, key: str) -> None:
        super().__init__(submission, key)
        self.tests: dict[str, dict[str, CheckResult]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
        """Keep the worst of a test's phases."""
        report = yield
        outcome, message = _outcome(call)
        task = item.path.stem.removeprefix("test_")
        tests = self.tests.setdefault(task, {})
        if call.when == "setup" or outcome != Outcome.PASSED:
            points = _points(item)
            earned = points if outcome in (Outcome.PASSED, Outcome.INTERNAL) else 0.0
            tests[item.name] = CheckResult(_title(item), outcome, earned, points, message[:MAX_MESSAGE])
        return report


def _outcome(call: pytest.CallInfo[Any]) -> tuple[Outcome, str]:
    if call.excinfo is None:
        return Outcome.PASSED, ""
    error = call.excinfo.value
    if isinstance(error, AnswerError):
        return Outcome.ERROR, str(error)
    if isinstance(error, AssertionError | pytest.fail.Exception) and call.when == "call":
        return Outcome.FAILED, str(error)
    return Outcome.INTERNAL, f"{OURS} ({type(error).__name__})"


def _points(item: pytest.Item) -> float:
    mark = item.get_closest_marker("points")
    return float(mark.args[0]) if mark and mark.args else 0.0


def _title(item: pytest.Item) -> str:
    doc = getattr(getattr(item, "function", None), "__doc__", None) or item.name
    return (str(doc).strip().splitlines() or [item.name])[0].rstrip(".")


def judge(folder: Path, submission: Submission, tasks: dict[str, float], key: str) -> tuple[TaskResult, ...]:
    """Judge the automatic tasks of one submission.

    Args:
        folder: where the hidden test_<grade_id>.py files are.
        submission: the kernel in which the student's cells have run.
        tasks: maximal points of each grade id, in the notebook's order.
        key: see `Fixtures`.

    Raises:
        CourseError: a task has no hidden file, or its tests' points do not sum to the task's.
    """
    plugin = Judge(submission, key)
    files = [str(hidden_file(folder, task)) for task in tasks]
    for task in tasks:  # pytest would take another assignment's hidden file of that name, were it still loaded
        sys.modules.pop(f"test_{task}", None)
    with _quiet():
        code = pytest.main([*OPTIONS, f"--rootdir={folder}", *files], plugins=[plugin])
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    broke_off = code == pytest.ExitCode.INTERNAL_ERROR
    return tuple(_task(task, points, plugin, broke_off) for task, points in tasks.items())


def hidden_file(folder: Path, task: str) -> Path:
    """The hidden test file of a grade id.

    Raises:
        CourseError: there is none.
    """
    path = folder / f"test_{task}.py"
    if not path.is_file():
        raise CourseError(path, f"the grade cell {task!r} has no hidden tests", "Write that file.")
    return path


def _task(task: str, points: float, plugin: Judge, broke_off: bool) -> TaskResult:
    tests: Sequence[CheckResult] = tuple(plugin.tests.get(task, {}).values())
    weight = sum(test.max for test in tests)
    if not tests or (broke_off and weight != points):
        return TaskResult(
            task, points, points, (CheckResult(f"Hidden tests of {task}", Outcome.INTERNAL, points, points, OURS),)
        )
    if abs(weight - points) > 1e-9:
        raise CourseError(f"test_{task}.py", f"its tests are worth {weight:g} points, its cell {points:g}")
    return TaskResult(task, sum(test.points for test in tests), points, tuple(tests))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
