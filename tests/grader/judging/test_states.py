"""Tests that a task loses are run again as it stood after its own check, before the next task is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self, cast

import pytest

from grader.judging.states import judge_states
from grader.kernel.submission import Submission
from grader.results import Outcome
from tests.support.hidden_files import hidden

MARKED = "@pytest.mark.points(1)\n"


class TwoStates:
    """Answers with one value in the state after the last cell and with another after the task's own check."""

    def __init__(self, last: object, own: object, kept: tuple[str, ...] = ("first", "second")) -> None:
        self.last, self.own, self.kept = last, own, kept
        self.task = ""
        self.asked_of: list[str] = []

    @contextmanager
    def asked(self, seed: int) -> Iterator[Self]:
        """Give itself."""
        yield self

    @contextmanager
    def at(self, task: str) -> Iterator[Self]:
        """Answer as after the check of a task."""
        self.task = task
        yield self
        self.task = ""

    def went_on_after(self, task: str) -> bool:
        """Cells have run after every check."""
        return True

    def holds(self, task: str) -> bool:
        """Whether its state was kept."""
        return task in self.kept

    def eval(self, source: str, **inputs: object) -> object:
        """Note what is asked, and in which state."""
        self.asked_of.append(f"{source} {self.task}".strip())
        return self.own if self.task else self.last


def judged(folder: Path, states: TwoStates, **files: str) -> tuple[dict[str, list[Outcome]], tuple[str, ...]]:
    """Outcomes by task of hidden files worth 2 points each, and the tasks that earned more in their own states."""
    for task, body in files.items():
        (folder / f"test_{task}.py").write_text(f"import pytest\n\n{body}")
    found, changed = judge_states(folder, cast(Submission, states), dict.fromkeys(files, 2.0), "key")
    return {task.id: [test.outcome for test in task.tests] for task in found}, changed


def asks(question: str, answer: object) -> str:
    """A hidden test that is right for one answer."""
    body = f"assert submission.eval('{question}') == {answer!r}, 'Is it?'"
    return f"{MARKED}def test_{question}(submission):\n    {body}\n\n"


def test_the_better_of_two_states_counts_for_each_test(tmp_path: Path) -> None:
    states = TwoStates(last=1, own=2)
    found, changed = judged(tmp_path, states, first=asks("a", 1) + asks("b", 2), second=asks("c", 1) + asks("d", 3))
    assert found == {"first": [Outcome.PASSED, Outcome.PASSED], "second": [Outcome.PASSED, Outcome.FAILED]}
    assert changed == ("first",)


def test_only_what_was_lost_is_asked_again_and_before_the_next_task(tmp_path: Path) -> None:
    states = TwoStates(last=1, own=2)
    judged(tmp_path, states, first=asks("a", 1) + asks("b", 2), second=asks("c", 3) + asks("d", 1))
    assert states.asked_of == ["a", "b", "b first", "c", "d", "c second"]


def test_where_no_state_was_kept_the_last_one_counts(tmp_path: Path) -> None:
    states = TwoStates(last=1, own=2, kept=())
    found, changed = judged(tmp_path, states, first=hidden("assert got == 2, 'no'"))
    assert (found, changed) == ({"first": [Outcome.FAILED]}, ())


def test_points_and_title_are_those_of_the_better_result(tmp_path: Path) -> None:
    case = f"{MARKED}@pytest.mark.parametrize('due', [1, 2])\n"
    case += "def test_it(submission, due):\n    '''It is right.'''\n    assert submission.eval('a') == due, 'Is it?'\n"
    (tmp_path / "test_first.py").write_text(f"import pytest\n\n{case}")
    (task,), _ = judge_states(tmp_path, cast(Submission, TwoStates(last=1, own=2)), {"first": 2.0}, "key")
    assert task.points == 2
    assert [test.name for test in task.tests] == ["It is right (case 1)", "It is right (case 2)"]


@pytest.mark.parametrize("when", ["", "first"])
def test_a_hidden_test_that_ends_pytest_costs_its_own_task_alone(tmp_path: Path, when: str) -> None:
    ends = f"{MARKED}def test_end(submission):\n    submission.eval('x')\n"
    ends += f"    assert submission.task == {when!r}, 'Not now.'\n    pytest.exit('It ends.')\n\n"
    found, _ = judged(tmp_path, TwoStates(last=1, own=1), first=ends + asks("a", 1), second=asks("b", 1) + asks("c", 1))
    assert found["first"] == ([Outcome.FAILED, Outcome.PASSED] if when else [Outcome.INTERNAL, Outcome.INTERNAL])
    assert found["second"] == [Outcome.PASSED, Outcome.PASSED]
