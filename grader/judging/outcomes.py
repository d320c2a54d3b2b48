"""Turns what pytest reports of hidden tests into outcomes and points."""

from pathlib import Path
from typing import Any

import pytest

from grader.errors import AnswerError
from grader.judging.breakage import describe
from grader.judging.fixtures import Fixtures
from grader.kernel.submission import Submission
from grader.process.processor_time import ProcessorTimeExceeded, limited
from grader.results import CheckResult, Outcome

MAX_MESSAGE = 500
SECONDS = 20.0  # of the grader's own CPU time that one hidden test may take
GRADER_FAILED = "The grader could not judge this; it gives no points until a person has looked at it."
TOO_LARGE = "What it returned is too large to judge."
EXHAUSTED = (MemoryError, RecursionError, OverflowError)  # raised when an answer is too large to process
TOO_COSTLY = "What it returned takes too long to judge."


class Judge(Fixtures):
    """The plugin that records the outcome of each test of some hidden files."""

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
