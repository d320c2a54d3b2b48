"""What each task of a student earned, called as on the feedback page, with what a person wrote about it."""

from collections.abc import Mapping

from grader.course import Course
from grader.handback.feedback import Earned
from grader.marks import Marks, Task
from grader.pages.feedback_page import handout
from grader.pages.task_names import Place, find_tasks
from grader.reports.grade_sheet import Row
from grader.text import one_line, plain

Places = dict[str, tuple[Place, ...]]  # the tasks of each notebook as it was given out


def read_places(course: Course, assignment: str) -> Places:
    """Return the tasks of an assignment's notebooks as they were given out; one that cannot be read has none."""
    released = {path.stem: handout(course, assignment, path.stem) for path in course.notebooks(assignment)}
    return {name: find_tasks(notebook) if notebook else () for name, notebook in released.items()}


def earned(tasks: tuple[Task, ...], row: Row, own: Mapping[str, Marks], places: Places) -> tuple[Earned, ...]:
    """Return what a student earned, task by task; then comments on cells that belong to none, with no points.

    Args:
        tasks: the tasks of the grade sheet, all of which have points.
        row: the student.
        own: the student's marks, by notebook.
        places: what `read_places` returned.
    """
    names = {task.id: _name(task.id, places) for task in tasks}
    comments: dict[str, list[str]] = {}
    for notebook, marks in own.items():
        cells = {cell: place.id for place in places.get(notebook, ()) for cell in place.answers}
        for cell, text in marks.comments.items():
            task = cells.get(cell, cell)
            qualified = f"{notebook}/{task}"
            comments.setdefault(qualified if qualified in names else task, []).append(plain(text).strip())
    lines = [
        Earned(names[task.id], round(row.points[task.id], 4), task.max, "\n\n".join(comments.pop(task.id, ())))
        for task in tasks
    ]
    return (*lines, *(Earned(one_line(cell), 0.0, 0.0, "\n\n".join(texts)) for cell, texts in comments.items()))


def _name(task: str, places: Places) -> str:
    """Return what a task is called: what the heading above it says, else its id."""
    notebook, _, cell = task.rpartition("/")
    among = [place for name, found in places.items() if notebook in ("", name) for place in found]
    named = [place.name for place in among if place.id == cell]
    return one_line(named[0] if len(named) == 1 else task)
