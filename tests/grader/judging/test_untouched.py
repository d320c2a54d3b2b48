"""A task into whose answer nothing was written is not attempted; one that was begun is judged test by test."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.judging.check import check
from grader.judging.untouched import settle, untouched
from grader.notebooks import read_notebook
from grader.pages.feedback import task_html
from grader.repair.repair import repair
from grader.result_text import task_text
from grader.results import CheckResult, Outcome, TaskResult

STUB = 'def double(number):\n    """Twice."""\n    raise NotImplementedError("Task 1: double")'
STEP = 'def halve(number):\n    raise NotImplementedError("Task 2: halve")'
RAISED = CheckResult("It doubles", Outcome.ERROR, 0, 3, "Your code raised NotImplementedError: Task 1: double.")
WRONG = CheckResult("Nothing stays nothing", Outcome.FAILED, 0, 1, "Got None.")


def marked(cell: nbformat.NotebookNode, grade_id: str, **mark: object) -> nbformat.NotebookNode:
    plain = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False}
    cell.metadata["nbgrader"] = {**plain, "grade_id": grade_id, **mark}
    return cell


def answer(source: str, name: str) -> nbformat.NotebookNode:
    return marked(new_code_cell(source), name, solution=True)


def grade(name: str) -> nbformat.NotebookNode:
    return marked(new_code_cell(f"check({name!r})"), name, grade=True, locked=True, points=4)


def notebook(*first: str, second: str = STEP, others: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    """Two tasks, the first with as many answer cells as there are sources; then cells of the student's own."""
    one = [answer(source, f"double-{place}") for place, source in enumerate(first)]
    two = [answer(second, "halve-answer"), grade("halve")]
    cells = [new_code_cell("import math"), *one, grade("double"), new_markdown_cell("Next."), *two]
    return new_notebook(cells=[*cells, *map(new_code_cell, others)])


@pytest.mark.parametrize(
    "source",
    [STUB, f"{STUB}  \n\n", f"# I had no idea.\n{STUB}", STUB.replace("    ", "  "), "", "  \n", "# nothing"],
    ids=["as released", "blanks", "a comment", "indented anew", "empty", "blank", "a comment alone"],
)
def test_an_answer_without_code_of_its_own_is_untouched(source):
    assert untouched(notebook(source), notebook(STUB)) == {"double", "halve"}


@pytest.mark.parametrize(
    "source",
    [
        STUB.replace("    raise", "    result = 2 * number\n    raise"),  # begun, and not ended
        STUB.replace("raise NotImplementedError", "raise ValueError"),
        "def double(number):\n    pass",
        "def double(number:",
        "x = 1",
    ],
    ids=["begun", "another error", "pass", "no Python", "something else"],
)
def test_an_answer_with_code_of_its_own_is_attempted(source):
    assert untouched(notebook(source), notebook(STUB)) == {"halve"}


def test_a_task_with_two_answer_cells_is_attempted_as_soon_as_one_is():
    released = notebook(STUB, "FACTOR = None")
    assert untouched(notebook(STUB, "FACTOR = None"), released) == {"double", "halve"}
    assert untouched(notebook(STUB, "FACTOR = 2"), released) == {"halve"}
    assert untouched(notebook("def double(n): return FACTOR * n", "FACTOR = None"), released) == {"halve"}


@pytest.mark.parametrize(
    "own",
    [
        "double = lambda number: 3 * number",
        "double: object = abs",
        "if True:\n    def double(number):\n        return 3",
        "double.__code__ = abs",
        "setattr(double, '__code__', abs)",
        "from math import trunc as double",
    ],
)
def test_what_gives_the_name_another_meaning_elsewhere_is_an_attempt(own):
    assert untouched(notebook(STUB, others=(own,)), notebook(STUB)) == {"halve"}


@pytest.mark.parametrize("own", ["print(double(2))", "assert double(2) == 4", "doubles = 1", "x = double(2)"])
def test_what_only_uses_the_name_is_none(own):
    assert untouched(notebook(STUB, others=(own,)), notebook(STUB)) == {"double", "halve"}


def test_where_the_stub_names_nothing_any_code_of_ones_own_may_be_the_attempt():
    released = notebook("# YOUR CODE HERE\nraise NotImplementedError()")
    assert untouched(released, released) == {"double", "halve"}
    begun = notebook("# YOUR CODE HERE\nraise NotImplementedError()", others=("factor = 3",))
    assert untouched(begun, released) == {"halve"}


def test_a_grade_cell_without_an_answer_cell_is_never_untouched():
    released = new_notebook(cells=[grade("setup"), answer(STUB, "double-0"), grade("double"), grade("double-more")])
    assert untouched(released, released) == {"double", "double-more"}


def test_an_answer_that_stood_in_another_cell_is_attempted_after_the_repair():
    submitted = notebook(STUB, others=("def double(number):\n    return 3 * number",))
    released = notebook(STUB)
    repair(submitted, released)
    assert untouched(submitted, released) == {"halve"}


def settled(*tests: CheckResult) -> TaskResult:
    task = TaskResult("double", sum(test.points for test in tests), 4, tests)
    (found,) = settle((task,), notebook(STUB), notebook(STUB))
    return found


def test_all_tests_of_an_untouched_task_are_not_attempted_and_say_nothing():
    task = settled(RAISED, WRONG)
    assert [(test.outcome, test.message, test.points) for test in task.tests] == [(Outcome.NOT_ATTEMPTED, "", 0)] * 2
    assert (task.attempted, task.points, task.max) == (False, 0, 4)


def test_a_task_that_earns_points_was_attempted_wherever_its_answer_is():
    right = CheckResult("It doubles", Outcome.PASSED, 3, 3)
    assert settled(right, WRONG).tests == (right, WRONG)


def test_a_hidden_test_that_broke_stays_the_graders_fault():
    broken = CheckResult("It doubles", Outcome.INTERNAL, 0, 3, "Ours.", "NameError: x")
    task = settled(broken, WRONG)
    assert [test.outcome for test in task.tests] == [Outcome.INTERNAL, Outcome.NOT_ATTEMPTED]
    assert task.attempted


def test_an_untouched_task_is_one_line_for_the_student():
    task = settled(RAISED, WRONG)
    assert task_text(task) == "double: 0 of 4 points, not attempted\n"
    shown = task_html(task)
    assert "not attempted" in shown
    assert not {"<li>", "NotImplementedError", "It doubles"} & set(shown.split())
    assert "NotImplementedError" not in shown


@pytest.mark.kernel
def test_the_release_is_not_attempted_and_the_tests_of_a_begun_answer_are_told(little, tmp_path):
    result, _ = check(little, "double", little.notebook("double", "release"))
    (task,) = result.tasks
    assert {test.outcome for test in task.tests} == {Outcome.NOT_ATTEMPTED}
    begun = read_notebook(little.notebook("double", "release"))
    begun.cells[1].source = begun.cells[1].source.replace("    raise", "    twice = 2 * number\n    raise")
    nbformat.write(begun, tmp_path / "double.ipynb")
    result, _ = check(little, "double", tmp_path / "double.ipynb")
    assert {test.outcome for test in result.tasks[0].tests} == {Outcome.ERROR}
