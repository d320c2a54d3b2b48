"""Judges each task in the state after the last cell, and where that costs points also right after its own check."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from grader.judging.hidden_tests import judged_by
from grader.judging.outcomes import Judge, task_of
from grader.kernel.submission import Submission
from grader.results import CheckResult, Outcome, TaskResult

UNDONE = (Outcome.FAILED, Outcome.ERROR)


class StateJudge(Judge):
    """Runs the tests that a task loses again, in its own state, before the next task is asked, whose questions tell.

    Attributes:
        changed: the tasks that earned more in their own states.
    """

    def __init__(self, folder: Path, submission: Submission, key: str) -> None:
        super().__init__(folder, submission, key)
        self.changed: list[str] = []
        self._items: list[pytest.Item] = []  # of the task that is asked

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Any:
        """Look at a task again after its last test."""
        done = yield
        self._items.append(item)
        if nextitem is None or nextitem.path != item.path:
            items, self._items = self._items, []
            self._look_again(items, nextitem)
        return done

    def _look_again(self, items: list[pytest.Item], nextitem: pytest.Item | None) -> None:
        task = task_of(items[0].path)
        first = self.tests.get(task, {})
        lost = [item for item in items if (test := first.get(self.name_of(item))) and test.outcome in UNDONE]
        submission = self._submission
        if not lost or submission is None or not (submission.went_on_after(task) and submission.holds(task)):
            return
        again: dict[str, CheckResult] = {}
        self.tests[task] = again
        try:
            with submission.at(task):
                for number, item in enumerate(lost, 1):
                    runtestprotocol(item, log=False, nextitem=lost[number] if number < len(lost) else nextitem)
        finally:
            self.tests[task] = {name: _better(test, again.get(name, test)) for name, test in first.items()}
        if any(test.outcome is not first[name].outcome for name, test in self.tests[task].items()):
            self.changed.append(task)


def judge_states(
    folder: Path, submission: Submission, tasks: dict[str, float], key: str
) -> tuple[tuple[TaskResult, ...], tuple[str, ...]]:
    """Grade the automatic tasks of one submission; the better of two states counts, for each test.

    Args: as `grader.judging.hidden_tests.judge`.

    Returns:
        The results, and the tasks that earned more as they stood after their own checks.

    Raises: as `grader.judging.hidden_tests.judge`.
    """
    found, changed = tuple[TaskResult, ...](), list[str]()
    while rest := dict(list(tasks.items())[len(found) :]):
        judge = StateJudge(folder, submission, key)
        results = judged_by(judge, rest)
        if judge.ended:  # that costs the task in which it happened, and none after it
            begun = [number for number, task in enumerate(rest, 1) if task in judge.tests]
            results = results[: max(begun, default=1)]
        found += results
        changed += judge.changed
    return found, tuple(changed)


def _better(test: CheckResult, other: CheckResult) -> CheckResult:
    better = test.outcome in UNDONE and other.outcome is Outcome.PASSED
    return dataclasses.replace(other, name=test.name) if better else test
