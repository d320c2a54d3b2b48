"""The results of one notebook as its table shows them: each task with its tests, then the total."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.marks import Mark, Marks, Task
from grader.observations import for_student
from grader.pages.task_names import Place
from grader.points import earned_points
from grader.result_text import hint
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult

EARLIER = ", given to an earlier version"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task; ``points`` is None until it is graded."""

    anchor: str
    id: str
    name: str
    points: float | None
    max: float
    tests: tuple[CheckResult, ...] = ()
    attempted: bool = True
    next: str = ""
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unjudged: float = 0.0  # points of hidden tests that could not judge, while no person has marked the task


@dataclass(frozen=True, slots=True)
class Results:
    """All that a page's table says; ``total`` is None until something is graded, ``graded`` what it is out of.

    ``pending`` are the tasks that are not graded yet, ``unjudged`` those of which a part could not be graded.
    ``late`` says what lateness costs by the course's own rule, ``late_rule``; ``late_hours`` are nbgrader's.
    """

    tasks: tuple[TaskLine, ...]
    total: float | None
    graded: float
    pending: tuple[TaskLine, ...]
    unjudged: tuple[TaskLine, ...] = ()
    penalty: float = 0.0
    late_hours: float | None = None
    late: str = ""
    late_rule: str = ""
    attention: bool = False
    reason: str = ""
    notes: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What people had given when this version was graded: points and extra credit by task, comments by cell."""

    points: Mapping[str, float] = field(default_factory=dict)
    extra: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


def results_of(
    result: SubmissionResult | None,
    marks: Marks,
    places: tuple[Place, ...],
    kept: Kept,
    *,
    stock: bool = False,
) -> Results:
    """Put together what the judge found, what people gave, and what the tasks are called.

    Args:
        result: the judge's, None where there is none.
        marks: the gradebook's.
        places: the tasks in the notebook's order.
        kept: what of that was there when this version was graded.
        stock: whether nbgrader's own tests grade, so that its scores are valid.
    """
    judged = {task.id: task for task in result.tasks} if result else {}
    tasks = _in_order(places, marks.tasks, judged)
    points = earned_points(result, marks.entry, tuple(tasks.values()), stock)
    by_place = {place.id: place for place in places}
    lines = tuple(
        _line(f"task-{number}", task, by_place.get(name, Place(name, name)), judged.get(name), points, marks, kept)
        for number, (name, task) in enumerate(tasks.items(), 1)
    )
    graded = [line for line in lines if line.points is not None]
    return Results(
        tasks=lines,
        total=max(0.0, sum(line.points or 0.0 for line in graded) - marks.entry.penalty) if graded else None,
        graded=sum(line.max for line in graded),
        pending=tuple(line for line in lines if line.points is None),
        unjudged=tuple(line for line in lines if line.points is not None and line.unjudged),
        penalty=marks.entry.penalty,
        late_hours=marks.entry.late_hours,
        attention=result is not None and result.status is not Status.GRADED,
        reason=result.reason if result else "",
        notes=result.notes if result else (),
        seen=for_student(result.seen) if result else (),
    )


def _in_order(places: tuple[Place, ...], known: tuple[Task, ...], judged: Mapping[str, TaskResult]) -> dict[str, Task]:
    """Return the tasks of gradebook and judge, as the notebook has them, then the others."""
    tasks = {task.id: Task(task.id, task.max) for task in judged.values()} | {task.id: task for task in known}
    first = [place.id for place in places if place.id in tasks]
    return {name: tasks[name] for name in dict.fromkeys([*first, *tasks])}


def _line(
    anchor: str,
    task: Task,
    place: Place,
    judged: TaskResult | None,
    points: Mapping[str, float],
    marks: Marks,
    kept: Kept,
) -> TaskLine:
    cells = [cell for cell in dict.fromkeys((*place.answers, task.id)) if cell in marks.comments]
    tests = judged.tests if judged else ()
    mark = marks.entry.marks.get(task.id)
    # nbgrader gives 0 to a written answer that is as it was handed out.
    untouched = task.by_hand and mark is not None and mark.auto == 0 and mark.manual is None
    attempted = not untouched and (not tests or any(test.outcome is not Outcome.NOT_ATTEMPTED for test in tests))
    return TaskLine(
        anchor=anchor,
        id=task.id,
        name=place.name,
        points=points.get(task.id),
        max=task.max,
        tests=tests,
        attempted=attempted,
        next=next((said for test in tests if (said := hint(test))), ""),
        comments=tuple(marks.comments[cell] for cell in cells),
        notes=(
            *_notes(task.id, mark, judged, kept),
            *_of_comments(mark, [marks.comments[cell] for cell in cells], kept),
        ),
        unjudged=judged.unjudged if judged and (mark is None or mark.manual is None) else 0.0,
    )


def _notes(task: str, mark: Mark | None, judged: TaskResult | None, kept: Kept) -> list[str]:
    """Return what has to be said of the points that a person gave."""
    notes = []
    if mark is not None and mark.manual is not None:
        if judged is not None and mark.manual != judged.points:
            rest = f", and could not judge {judged.unjudged:g} more" if judged.unjudged else ""
            notes.append(f"Set by hand to {mark.manual:g}; the tests gave {judged.points:g}{rest}.")
        if mark.review and kept.points.get(task) == mark.manual:
            notes.append(
                f"The {mark.manual:g} points by hand were given to an earlier version of your submission, "
                "and are kept. A person will look again."
            )
    if mark is not None and mark.extra:
        before = _not_seen_again(mark) and kept.extra.get(task) == mark.extra
        notes.append(f"Extra credit: {mark.extra:+g}, included{EARLIER if before else ''}.")
    return notes


def _of_comments(mark: Mark | None, comments: list[str], kept: Kept) -> list[str]:
    """Return what has to be said of the comments that a person wrote."""
    if not comments or not _not_seen_again(mark) or not {*comments} <= {*kept.comments.values()}:
        return []
    return [f"{'The comment was' if len(comments) == 1 else 'The comments were'} given to an earlier version."]


def _not_seen_again(mark: Mark | None) -> bool:
    """Whether a task has not been marked manually since it was graded."""
    return mark is None or mark.manual is None or mark.review
