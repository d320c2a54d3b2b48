"""Runs the hidden pytest files of an assignment on one submission, in this process, and collects the results."""

import contextlib
import dataclasses
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from grader.errors import CourseError
from grader.judging.outcomes import GRADER_FAILED, Judge
from grader.kernel.submission import Submission
from grader.results import CheckResult, Outcome, TaskResult

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


def judge(folder: Path, submission: Submission, tasks: dict[str, float], key: str) -> tuple[TaskResult, ...]:
    """Grade the automatic tasks of one submission.

    Args:
        folder: where the hidden test_<grade_id>.py files are.
        submission: the kernel in which the student's cells have run.
        tasks: maximum points of each grade id, in the order in which they are tested: that of the release, since a
            student could reorder the notebook to learn from the tests of one task for the next.
        key: see `Fixtures`.

    Raises:
        CourseError: a task has no hidden file, or the points of its tests do not add up to those of the task, or this
            Python leaves out assert statements.
    """
    return judged_by(Judge(folder, submission, key), tasks)


def judged_by(plugin: Judge, tasks: dict[str, float]) -> tuple[TaskResult, ...]:
    """Run the hidden files of some tasks; arguments and errors as for `judge`."""
    if sys.flags.optimize:
        what = "it leaves out assert statements, so that hidden tests would pass whatever they are told"
        raise CourseError("Python", what, "Run it without -O, and without PYTHONOPTIMIZE in the environment.")
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
