"""What each task of a submission earned, from its tests and manual marks, and which scores were set by hand."""

from collections.abc import Iterable

from grader.marks import Entry, Mark, Task
from grader.results import SubmissionResult
from grader.text import number


def earned_points(
    result: SubmissionResult | None, entry: Entry, tasks: tuple[Task, ...], stock: bool
) -> dict[str, float]:
    """Return what each task earned: the manual mark, else the judge's, else nbgrader's where that is valid."""
    points = {task.id: task.points for task in result.tasks} if result else {}
    by_hand = {task.id for task in tasks if task.by_hand}
    valid = {*by_hand} if points else {*entry.marks} if stock else set()
    for name, mark in entry.marks.items():
        if mark.manual is not None:
            points[name] = mark.manual
        elif mark.auto is not None and name in valid:
            points.setdefault(name, mark.auto)
        if name in points:
            points[name] += mark.extra
    return points


def set_by_hand(tasks: Iterable[Task], entry: Entry, result: SubmissionResult | None) -> tuple[str, ...]:
    """Return a line for each automatic task whose score was set by hand, and for each task with extra credit.

    The mark of a task that is graded manually is expected, and not listed.
    """
    judged = {task.id: task.points for task in result.tasks} if result else {}
    lines: list[str] = []
    for task in tasks:
        mark = entry.marks.get(task.id)
        if mark is not None:
            parts = _parts(task, mark, judged.get(task.id, mark.auto))
            lines += [f"{task.id}: {', '.join(parts)}"] if parts else []
    return tuple(lines)


def unjudged(entry: Entry, result: SubmissionResult | None) -> tuple[str, ...]:
    """Return the tasks of which a hidden test could not judge its part, as long as no person has marked them."""
    marked = {name for name, mark in entry.marks.items() if mark.manual is not None}
    return tuple(task.id for task in (result.tasks if result else ()) if task.unjudged and task.id not in marked)


def _parts(task: Task, mark: Mark, by_tests: float | None) -> list[str]:
    parts = []
    if mark.manual is not None and not task.by_hand:
        tests = "not graded by its tests" if by_tests is None else f"{number(by_tests)} by its tests"
        parts += [f"{number(mark.manual)} by hand", tests]
    return [*parts, f"{number(mark.extra)} extra"] if mark.extra else parts
