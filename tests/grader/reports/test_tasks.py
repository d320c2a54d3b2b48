"""The tasks of an assignment stand in the notebook's order, whoever knows of them."""

import pytest

from grader.course import Course
from grader.marks import Book, Task
from grader.reports.tasks import tasks_of
from grader.results import Status, SubmissionResult, TaskResult

DOUBLE, WHY = Task("double", 4), Task("why", 2, by_hand=True)


def result(*tasks: TaskResult) -> SubmissionResult:
    return SubmissionResult("double", Status.GRADED, 0, 4, tasks)


@pytest.mark.parametrize("book", [Book(tasks=(WHY, DOUBLE)), Book(tasks=(WHY,)), Book(tasks=(DOUBLE, WHY))])
def test_gradebook_and_results_together_know_all_tasks(little: Course, book: Book) -> None:
    found = tasks_of(little.root, "double", book, [result(TaskResult("double", 1, 4))])
    assert found == (DOUBLE, WHY)


def test_what_the_gradebook_says_of_a_task_goes_before_the_results(little: Course) -> None:
    book = Book(tasks=(Task("double", 6),))
    found = tasks_of(
        little.root, "double", book, [result(TaskResult("double", 1, 4)), result(TaskResult("double", 1, 5))]
    )
    assert found == (Task("double", 6),)
    assert tasks_of(little.root, "double", Book(), [result(TaskResult("double", 1, 4))]) == (DOUBLE,)


def test_a_task_that_the_notebook_does_not_have_comes_last(little: Course) -> None:
    book = Book(tasks=(Task("gone", 1), WHY, DOUBLE))
    assert [task.id for task in tasks_of(little.root, "double", book, [])] == ["double", "why", "gone"]


def test_without_a_release_the_source_tells_the_order_and_without_both_the_results(little: Course) -> None:
    results = [result(TaskResult("why", 1, 2), TaskResult("double", 1, 4))]
    (little.root / "release").rename(little.root / "gone")
    assert [task.id for task in tasks_of(little.root, "double", Book(), results)] == ["double", "why"]
    (little.root / "source").rename(little.root / "gone-too")
    assert [task.id for task in tasks_of(little.root, "double", Book(), results)] == ["why", "double"]
