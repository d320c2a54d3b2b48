"""Updates an assignment in a gradebook to its current release, and keeps every manual mark."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Any

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)

from grader.errors import ReleaseError

FIELDS: dict[type, tuple[str, ...]] = {
    GradeCell: ("max_score", "cell_type"),
    SolutionCell: (),
    TaskCell: ("max_score", "cell_type"),
    SourceCell: ("cell_type", "locked", "source", "checksum"),  # last, so that an incomplete notebook can be detected
}
Key = tuple[type, str]


def migrate(fresh: Gradebook, gradebook: Gradebook, name: str) -> list[str]:
    """Enter the cells of an assignment as another gradebook has them, in one transaction; what it changed, a line each.

    Submissions made before get a place for the grades and comments of new cells.

    Args:
        fresh: the gradebook of a copy of the course, in which nbgrader has just generated the assignment.
        gradebook: the course's.
        name: the assignment's name.

    Raises:
        ReleaseError: points or a comment that a person gave would be lost; nothing has been changed.
    """
    new = {notebook.name: notebook for notebook in fresh.find_assignment(name).notebooks}
    assignment = _assignment(gradebook, name)
    before, handed_in = _tasks(assignment.notebooks), len(assignment.submissions)
    gone = [notebook for notebook in assignment.notebooks if notebook.name not in new]
    removed = [cell for notebook in gone for cell in _cells(notebook).values()]
    for notebook in new.values():
        removed += _enter(gradebook, assignment, notebook)
    gradebook.db.flush()
    _refuse_losses(name, removed)
    _remove(gradebook, removed, gone)
    gradebook.db.expire_all()
    for submission in assignment.submissions:
        complete(gradebook, submission)
    changes = _changes(before, _tasks(assignment.notebooks)) if handed_in else ""
    gradebook.db.commit()
    kept = "manual points and comments are kept"
    number = f"{handed_in} submission{'s' * (handed_in > 1)}"
    return [f"gradebook: {changes} for {number}; {kept}"] if changes else []


def complete(gradebook: Gradebook, submission: SubmittedAssignment) -> None:
    """Give a submission a place for the grade and the comment of every cell; the caller commits."""
    notebooks = {notebook.notebook_id: notebook for notebook in submission.notebooks}
    for notebook in submission.assignment.notebooks:
        own = notebooks.get(notebook.id)
        if own is None:
            own = SubmittedNotebook(notebook=notebook, assignment=submission)
            gradebook.db.add(own)
        for kind, cells, rows in (
            (Grade, (*notebook.grade_cells, *notebook.task_cells), own.grades),
            (Comment, (*notebook.solution_cells, *notebook.task_cells), own.comments),
        ):
            known = {row.cell_id for row in rows}
            gradebook.db.add_all([kind(cell_id=cell.id, notebook=own) for cell in cells if cell.id not in known])


def _assignment(gradebook: Gradebook, name: str) -> Assignment:
    try:
        return gradebook.find_assignment(name)
    except MissingEntry:
        assignment = Assignment(name=name, course_id=gradebook.course_id)
        gradebook.db.add(assignment)
        gradebook.db.flush()
        return assignment


def _cells(notebook: Notebook) -> dict[Key, Any]:
    """Every cell that a gradebook holds of a notebook; one that is answered and graded is two."""
    cells = chain(notebook.grade_cells, notebook.solution_cells, notebook.task_cells, notebook.source_cells)
    return {(type(cell), cell.name): cell for cell in cells}


def _enter(gradebook: Gradebook, assignment: Assignment, fresh: Notebook) -> list[Any]:
    """Add and change a notebook's cells; those that the gradebook has and the notebook no longer."""
    notebook = next((each for each in assignment.notebooks if each.name == fresh.name), None)
    if notebook is None:
        notebook = Notebook(name=fresh.name, assignment=assignment)
        gradebook.db.add(notebook)
    notebook.kernelspec = fresh.kernelspec
    known, wanted = _cells(notebook), _cells(fresh)
    for (kind, name), cell in wanted.items():
        values = {field: getattr(cell, field) for field in FIELDS[kind]}
        own = known.get((kind, name))
        if own is None:
            gradebook.db.add(kind(name=name, notebook=notebook, **values))
            continue
        if "max_score" in values and values["max_score"] != own.max_score:
            for grade in own.grades:
                grade.needs_manual_grade = True
        for field, value in values.items():
            setattr(own, field, value)
    return [cell for key, cell in known.items() if key not in wanted]


def _refuse_losses(assignment: str, cells: Iterable[Any]) -> None:
    lost: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        if not isinstance(cell, SourceCell):
            given = [grade for grade in cell.grades if grade.manual_score is not None or grade.extra_credit]
            given += [comment for comment in cell.comments if comment.manual_comment]
            lost[cell.name] |= {each.student.id for each in given}
    lost_by_cell = [f"{cell!r} ({', '.join(sorted(students))})" for cell, students in lost.items() if students]
    if lost_by_cell:
        what = f"manual points or comments would be lost with the cells {', '.join(lost_by_cell)}"
        remedy = "Give each cell its grade id and its kind back, or delete those points and comments in the formgrader."
        raise ReleaseError(assignment, what, remedy)


def _remove(gradebook: Gradebook, cells: Iterable[Any], notebooks: Iterable[Notebook]) -> None:
    for cell in cells:
        for row in () if isinstance(cell, SourceCell) else (*cell.grades, *cell.comments):
            gradebook.db.delete(row)
        gradebook.db.delete(cell)
    for notebook in notebooks:
        for submitted in notebook.submissions:
            gradebook.db.delete(submitted)
        gradebook.db.delete(notebook)
    gradebook.db.flush()


def _tasks(notebooks: Iterable[Notebook]) -> dict[str, tuple[float | None, frozenset[str]]]:
    """Return the points of each cell, None if it has none, and the kinds that it is of."""
    kinds: dict[str, set[str]] = defaultdict(set)
    points: dict[str, float | None] = {}
    several = len(list(notebooks)) > 1
    for notebook in notebooks:
        for (kind, name), cell in _cells(notebook).items():
            shown = f"{notebook.name}/{name}" if several else name
            kinds[shown].add(kind.__name__)
            points[shown] = getattr(cell, "max_score", None) or points.get(shown)
    return {name: (points[name], frozenset(kinds[name])) for name in kinds}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> str:
    changes = {
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "changed points or kind of": sorted(
            name for name in after.keys() & before.keys() if before[name] != after[name]
        ),
    }
    return ", ".join(f"{change} {', '.join(names)}" for change, names in changes.items() if names)
