"""Runs the hidden pytest files of an assignment on one submission, in this process, and collects the results."""

import contextlib
import dataclasses
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from grader.errors import AnswerError, CourseError
from grader.judging.breakage import describe
from grader.judging.fixtures import Fixtures
from grader.kernel.submission import Submission
from grader.process.processor_time import ProcessorTimeExceeded, limited
from grader.results import CheckResult, Outcome, TaskResult

MAX_MESSAGE = 500
SECONDS = 20.0  # of the grader's own CPU time that one hidden test may take
GRADER_FAILED = "The grader could not judge this; it gives no points until a person has looked at it."
TOO_LARGE = "What it returned is too large to judge."
EXHAUSTED = (MemoryError, RecursionError, OverflowError)  # raised when an answer is too large to process
TOO_COSTLY = "What it returned takes too long to judge."
# What hidden tests may use stays: marks that skip and parametrize, warnings, temporary folders, monkeypatch, capsys,
# subtests, classes, those of unittest too (for which "debugging" stays). The rest would find nothing to do: a hidden
# test logs nothing, no report is written but ours, and doctests, py.path and the planning of fixtures are not used.
UNUSED = (
    *("cacheprovider", "faulthandler", "unraisableexception", "threadexception", "logging", "legacypath", "doctest"),
    *("junitxml", "pastebin", "stepwise", "setuponly", "setupplan"),
)
OPTIONS = (
    *("-c", os.devnull, "--noconftest", "--import-mode=importlib", "--assert=plain"),
    "--continue-on-collection-errors",
    *(f"-pno:{plugin}" for plugin in UNUSED),
    *("--disable-plugin-autoload", "--strict-markers", "--quiet", "--capture=no"),
    "--tb=no",  # nobody reads pytest's own account of a failure, and it looks through all modules for its source
    *("-W", "ignore"),  # regardless of the environment, a warning is not an error
)
ENVIRONMENT = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")  # they would change which tests are run, and how


class Judge(Fixtures):
    """Turns what pytest reports into outcomes and points."""

    def __init__(self, folder: Path, submission: Submission, key: str) -> None:
        super().__init__(submission, key)
        self.folder = folder.resolve()
        self.tests: dict[str, dict[str, CheckResult]] = {}
        self.uncollected: dict[str, str] = {}  # by task, the error that prevented the collection of its file
        self.ended = ""  # the error that aborted pytest

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Any:
        """Record errors in the collection of a hidden file."""
        report = yield
        call = vars(report).get("call")
        if call is not None and call.excinfo is not None:
            self.uncollected[task_of(collector.path)] = describe(call.excinfo.value, self.folder, collector.path.name)
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
        """Record the outcome of a test; a test that pytest does not finish counts as an internal error."""
        report = yield
        outcome, message, detail = self._outcome(item, call)
        if call.when == "setup" and outcome is Outcome.PASSED:
            outcome, message = Outcome.INTERNAL, GRADER_FAILED
        tests = self.tests.setdefault(task_of(item.path), {})
        name = self.name_of(item)
        if call.when != "teardown" or outcome is not Outcome.PASSED:
            points = _points(item)
            earned = points if outcome is Outcome.PASSED else 0.0
            title = tests[name].name if name in tests else _title(item, list(tests))
            tests[name] = CheckResult(title, outcome, earned, points, message[:MAX_MESSAGE], detail)
        return report

    @staticmethod
    def name_of(item: pytest.Item) -> str:
        """Return the name of a test within its file."""
        return item.nodeid.partition("::")[2]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        """Limit the CPU time of a test: answers of the allowed size can still be expensive to process."""
        with limited(SECONDS):
            return (yield)

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Record an internal error of pytest."""
        self.ended = describe(excinfo.value, self.folder)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Record that a hidden file called pytest.exit; a real keyboard interrupt is not recorded."""
        if isinstance(excinfo.value, pytest.exit.Exception):
            self.ended = describe(excinfo.value, self.folder)

    def _outcome(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> tuple[Outcome, str, str]:
        """Return the outcome of a phase of a test, the message for the student, and the detail for the staff."""
        if call.excinfo is None:
            return Outcome.PASSED, "", ""
        error = call.excinfo.value
        if isinstance(error, AnswerError):
            return Outcome.ERROR, str(error), ""
        if call.when == "call" and isinstance(error, (*EXHAUSTED, ProcessorTimeExceeded)):
            return Outcome.FAILED, TOO_COSTLY if isinstance(error, ProcessorTimeExceeded) else TOO_LARGE, ""
        wrong = isinstance(error, AssertionError | pytest.fail.Exception)
        if wrong and call.when == "call" and not isinstance(error, pytest.xfail.Exception):
            return Outcome.FAILED, str(error), ""
        file, line, _ = item.location
        place = f"{Path(file).name}:{(line or 0) + 1}"
        return Outcome.INTERNAL, GRADER_FAILED, describe(error, self.folder, place)


def task_of(path: Path) -> str:
    """Return the task that a hidden file is for."""
    return path.stem.removeprefix("test_")


def _points(item: pytest.Item) -> float:
    mark = item.get_closest_marker("points")
    return float(mark.args[0]) if mark and mark.args else 0.0


def _title(item: pytest.Item, before: list[str]) -> str:
    """Return a test's title, from its docstring; parametrized cases are numbered, since their values are hidden."""
    doc = str(getattr(getattr(item, "function", None), "__doc__", None) or "").strip()
    if not doc:
        return item.name
    title = doc.splitlines()[0].rstrip(".")
    function, bracket, _ = item.nodeid.partition("::")[2].partition("[")
    cases = sum(name.startswith(f"{function}[") for name in before)
    return f"{title} (case {cases + 1})" if bracket else title


def judge(folder: Path, submission: Submission, tasks: dict[str, float], key: str) -> tuple[TaskResult, ...]:
    """Grade the automatic tasks of one submission.

    Args:
        folder: where the hidden test_<grade_id>.py files are.
        submission: the kernel in which the student's cells have run.
        tasks: maximum points of each grade id, in the order in which they are tested: that of the release, since a
            student could reorder the notebook to learn from the tests of one task for the next.
        key: see `Fixtures`.

    Raises:
        CourseError: a task has no hidden file, or the points of its tests do not add up to those of the task.
    """
    return judged_by(Judge(folder, submission, key), tasks)


def judged_by(plugin: Judge, tasks: dict[str, float]) -> tuple[TaskResult, ...]:
    """Run the hidden files of some tasks; arguments and errors as for `judge`."""
    folder = plugin.folder
    files = [str(hidden_file(folder, task)) for task in tasks]
    for task in tasks:  # else pytest would reuse another assignment's module of that name
        sys.modules.pop(f"test_{task}", None)
    with _quiet(), mock.patch.dict(os.environ):
        for name in ENVIRONMENT:
            os.environ.pop(name, None)
        # Without the second pytest would list every folder above this one, up to the root of the file system.
        places = (f"--rootdir={folder}", f"--confcutdir={folder}")
        code = pytest.main([*OPTIONS, *places, *files], plugins=[plugin])
    if code == pytest.ExitCode.INTERRUPTED and not plugin.ended:
        raise KeyboardInterrupt
    return tuple(_task(task, points, plugin) for task, points in tasks.items())


def hidden_file(folder: Path, task: str) -> Path:
    """Return the hidden test file of a grade id.

    Raises:
        CourseError: it does not exist.
    """
    path = folder / f"test_{task}.py"
    if not path.is_file():
        raise CourseError(path, f"the grade cell {task!r} has no hidden tests", "Write that file.")
    return path


def _task(task: str, points: float, plugin: Judge) -> TaskResult:
    tests = tuple(plugin.tests.get(task, {}).values())
    tests = tuple(
        dataclasses.replace(test, detail=plugin.ended) if test.outcome is Outcome.INTERNAL and not test.detail else test
        for test in tests
    )
    weight = sum(test.max for test in tests)
    broken = plugin.uncollected.get(task) or plugin.ended
    if not tests or (broken and points - weight > 1e-9):  # tests that ran still count
        detail = broken or f"no test was found in it (test_{task}.py)"
        name = f"{'Other hidden' if tests else 'Hidden'} tests of {task}"
        tests = (*tests, CheckResult(name, Outcome.INTERNAL, 0.0, points - weight, GRADER_FAILED, detail))
        weight = points
    if abs(weight - points) > 1e-9:
        raise CourseError(f"test_{task}.py", f"its tests are worth {weight:g} points, its cell {points:g}")
    return TaskResult(task, sum(test.points for test in tests), points, tests)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
