"""When a person has to look at a result, and what it says why."""

from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader import observations
from grader.judging import conclusion
from grader.kernel.failures import Failure
from grader.kernel.submission import Submission
from grader.kernel.unreadable import UnreadableCell
from grader.record import Record
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult

SEABORN = Failure(3, "ModuleNotFoundError", "No module named 'seaborn'", "import seaborn as sns")
OWN = Failure(4, "ZeroDivisionError", "division by zero", "1 / 0")


def task(outcome: Outcome, message: str = "") -> TaskResult:
    earned = 2.0 if outcome is Outcome.PASSED else 0.0
    return TaskResult("score", earned, 2.0, (CheckResult("It is right", outcome, earned, 2.0, message),))


def concluded(
    *tasks: TaskResult,
    failures: tuple[Failure, ...] = (),
    unreadable: tuple[UnreadableCell, ...] = (),
    passed: tuple[str, ...] = (),
    cells: tuple[NotebookNode, ...] = (),
    kept: bool = True,
    **kernel: Any,
) -> SubmissionResult:
    facts = {"overload_note": "", "spent": False, "noticed": Counter, **kernel}
    asked = SimpleNamespace(kernel=SimpleNamespace(**facts), failures=list(failures), unreadable=list(unreadable))
    asked.went_on_after, asked.holds = lambda name: name == "score", lambda name: kept
    notebook = new_notebook(cells=list(cells))
    Record(notes=["It was repaired."], passed=list(passed)).put(notebook)
    return conclusion.result("hw3", "ada", tasks, notebook, cast(Submission, asked))


def check(*outputs: NotebookNode) -> NotebookNode:
    """The check of the task, as it ran here."""
    mark = {"grade_id": "score", "grade": True, "solution": False, "points": 2}
    return new_code_cell("assert score(1) == 1", metadata={"nbgrader": mark}, outputs=list(outputs))


FAILS = new_output("error", ename="NameError", evalue="name 'helper' is not defined")


def test_what_was_judged_needs_nobody() -> None:
    found = concluded(task(Outcome.PASSED), task(Outcome.FAILED), failures=(OWN,))
    assert (found.status, found.score, found.max, found.reason) == (Status.GRADED, 2.0, 4.0, "")
    assert found.notes == ("It was repaired.",)


def test_a_hidden_test_that_fails_to_judge_is_the_grader_s_fault() -> None:
    found = concluded(task(Outcome.INTERNAL), task(Outcome.FAILED), failures=(SEABORN,))
    assert found.status is Status.INTERNAL_ERROR
    assert found.reason.startswith("a hidden test of score failed to judge, and its 2 points are not counted so far; ")


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ERROR])
def test_points_lost_where_something_is_missing_need_a_person(outcome: Outcome) -> None:
    found = concluded(task(outcome), failures=(OWN, SEABORN, SEABORN))
    assert found.status is Status.NEEDS_ATTENTION
    said = (
        "points were lost, and 'seaborn' is not installed where the class is graded (cell 3: `import seaborn as sns`)"
    )
    assert found.reason == f"{said}; {conclusion.INSTALL}"


def test_where_nothing_was_lost_it_does_not_matter_what_is_missing() -> None:
    assert concluded(task(Outcome.PASSED), failures=(SEABORN,)).status is Status.GRADED


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ERROR])
def test_points_lost_where_a_check_had_passed_before_need_a_person(outcome: Outcome) -> None:
    found = concluded(task(outcome), passed=("score",), cells=(check(FAILS),))
    assert found.status is Status.NEEDS_ATTENTION
    assert found.reason == (
        "points of score were lost, and its check fails here (NameError: name 'helper' is not defined), though it "
        "passed in the notebook as handed in: the software here may differ, or the answer was changed afterwards"
    )


@pytest.mark.parametrize(
    ("outcome", "passed", "outputs"),
    [
        (Outcome.PASSED, ("score",), (FAILS,)),
        (Outcome.FAILED, (), (FAILS,)),
        (Outcome.FAILED, ("loss",), (FAILS,)),
        (Outcome.FAILED, ("score",), ()),
        (Outcome.NOT_ATTEMPTED, ("score",), (FAILS,)),
    ],
    ids=["nothing lost", "not run before", "another passed", "passes here too", "not attempted"],
)
def test_a_check_that_says_nothing_new_needs_nobody(
    outcome: Outcome, passed: tuple[str, ...], outputs: tuple[NotebookNode, ...]
) -> None:
    assert concluded(task(outcome), passed=passed, cells=(check(*outputs),)).status is Status.GRADED


def test_points_lost_where_the_task_s_own_state_was_not_kept_need_a_person() -> None:
    found = concluded(task(Outcome.FAILED), kept=False)
    assert (found.status, found.reason) == (Status.NEEDS_ATTENTION, conclusion.UNKEPT.format(task="score"))
    assert concluded(task(Outcome.PASSED), kept=False).status is Status.GRADED


def test_points_lost_where_the_kernel_could_not_be_forked_need_a_person() -> None:
    found = concluded(task(Outcome.ERROR, "The kernel could not be forked."))
    assert (found.status, found.reason) == (Status.NEEDS_ATTENTION, conclusion.UNFORKED)


def test_points_lost_where_a_cell_is_not_python_need_a_person() -> None:
    cells = (
        UnreadableCell(8, 12, "f-string: expecting '}'", True),
        UnreadableCell(9, 3, "'(' was never closed", False),
    )
    found = concluded(task(Outcome.ERROR), unreadable=cells)
    assert found.status is Status.NEEDS_ATTENTION
    assert found.reason == "; ".join(f"points were lost, and {cell.reason}" for cell in cells)
    assert concluded(task(Outcome.PASSED), unreadable=cells).status is Status.GRADED


def test_an_import_within_a_function_is_found_by_what_it_raises() -> None:
    message = "Your code raised ModuleNotFoundError: No module named 'jax'."
    found = concluded(task(Outcome.ERROR, message))
    assert found.status is Status.NEEDS_ATTENTION
    assert "a module that is not installed" in found.reason


def test_time_that_was_used_up_and_a_busy_machine_are_told() -> None:
    found = concluded(task(Outcome.FAILED), overload_note="load over 8 on 2 processors", spent=True)
    assert found.status is Status.NEEDS_ATTENTION
    first, second = found.reason.split("; its ")
    assert first.endswith("(load over 8 on 2 processors); grade it again")
    assert second == "time was used up before everything was judged"


def test_what_was_noticed_is_for_staff() -> None:
    found = concluded(task(Outcome.PASSED), noticed=lambda: Counter({observations.MEMORY: 2}))
    assert found.status is Status.GRADED
    assert found.seen == observations.lines(Counter({observations.MEMORY: 2}))
