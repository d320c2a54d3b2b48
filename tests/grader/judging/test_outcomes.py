"""Breaking the judge does not pay: what cannot be judged is wrong, or waits for a person without points."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from grader.judging.outcomes import TOO_COSTLY, TOO_LARGE
from grader.results import CheckResult, Outcome, TaskResult
from tests.support.hidden_files import hidden, judge_file, only

pytestmark = pytest.mark.usefixtures("no_pytest_around")


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., TaskResult]:
    """Judges one hidden file."""
    return partial(judge_file, tmp_path)


TOO_LARGE_TO_JUDGE = (
    "raise MemoryError",
    "import numpy; numpy.empty(2**52)",
    "def deep(n): return deep(n + 1)\ndeep(0)",
    "float(10**400)",
)


@pytest.mark.slow
@pytest.mark.parametrize("body", TOO_LARGE_TO_JUDGE)
def test_when_an_answer_is_too_large_to_judge_then_it_is_wrong(judged, body):
    assert only(judged(hidden(body))) == CheckResult("It is right", Outcome.FAILED, 0, 2, TOO_LARGE)


@pytest.mark.parametrize(
    "body", ["while True: pass", "while True:\n    try:\n        got += 1\n    except Exception: pass"]
)
def test_when_an_answer_takes_too_long_to_judge_then_it_is_wrong(judged, monkeypatch, body):
    monkeypatch.setattr("grader.judging.outcomes.SECONDS", 0.2)
    tests = [hidden(body), hidden("assert got == 1", name="test_other")]
    costly, other = judged("".join(tests), points=4).tests
    assert (costly.outcome, costly.points, costly.message) == (Outcome.FAILED, 0, TOO_COSTLY)
    assert other.outcome is Outcome.PASSED


def test_when_a_test_only_waits_then_no_time_is_counted(judged, monkeypatch):
    monkeypatch.setattr("grader.judging.outcomes.SECONDS", 0.2)
    assert only(judged(hidden("import time; time.sleep(1)"))).outcome is Outcome.PASSED


def test_when_the_environment_has_options_for_pytest_then_all_tests_are_run_all_the_same(judged, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing -W error")
    assert only(judged(hidden("import warnings; warnings.warn('odd')"))).outcome is Outcome.PASSED


def test_when_pytest_is_ended_early_then_what_was_judged_counts_and_the_rest_does_not(judged):
    names = ("test_one", "test_two", "test_three")
    bodies = ("assert got == 1", "pytest.exit('enough')", "assert got == 1")
    task = judged("".join(hidden(body, name=name) for name, body in zip(names, bodies, strict=True)), points=6)
    assert [(test.outcome, test.points, test.max) for test in task.tests] == [
        (Outcome.PASSED, 2, 2),
        (Outcome.INTERNAL, 0, 2),
        (Outcome.INTERNAL, 0, 2),
    ]
