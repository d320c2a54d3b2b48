"""What the gradebook holds of each student's notebook: points, comments and penalty, for a class in a few queries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.engine import URL

from grader.marks import Entry, Mark, Marks
from grader.pipeline.gradebook import graded_cells, reading


def read_marks(db_url: URL | str, assignment: str, student: str | None = None) -> dict[tuple[str, str], Marks]:
    """Read the marks of an assignment by student and notebook, of one student or of all.

    Raises:
        CourseError: there is a gradebook and it cannot be read.
    """
    with reading(db_url) as gradebook:
        try:
            return _marks(gradebook.db, gradebook.find_assignment(assignment), student) if gradebook else {}
        except MissingEntry:
            return {}


def _marks(db: Any, assignment: Assignment, student: str | None) -> dict[tuple[str, str], Marks]:
    tasks = {notebook.id: dict(graded_cells([notebook])) for notebook in assignment.notebooks}
    marks: dict[str, dict[str, Mark]] = defaultdict(dict)
    points = (Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade)
    for key, cell, auto, manual, extra, review in _rows(db, assignment, student, Grade, Grade.cell_id, *points):
        marks[key][cell] = Mark(auto, manual, extra or 0.0, bool(review))
    comments: dict[str, dict[str, str]] = defaultdict(dict)
    for key, name, text in _rows(db, assignment, student, Comment, BaseCell.name, Comment.manual_comment):
        if text and text.strip():
            comments[key][name] = text
    found = {}
    for key, notebook, name, who, penalty, time, extension in _notebooks(db, assignment, student):
        given = {task.id: marks[key][cell] for cell, task in tasks[notebook].items() if cell in marks[key]}
        late = None
        if time is not None and assignment.duedate is not None:
            late = max(0.0, (time - assignment.duedate - (extension or timedelta())).total_seconds() / 3600)
        entry = Entry(given, late, penalty or 0.0)
        found[who, name] = Marks(tuple(tasks[notebook].values()), entry, comments.get(key, {}))
    return found


def _rows(db: Any, assignment: Assignment, student: str | None, kind: Any, *columns: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of grades or comments, each led by the key of its submitted notebook."""
    query = (
        db.query(kind.notebook_id, *columns)
        .join(BaseCell, kind.cell_id == BaseCell.id)
        .join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(SubmittedAssignment.assignment_id == assignment.id)
    )
    return iter(query.filter(SubmittedAssignment.student_id == student) if student is not None else query)


def _notebooks(db: Any, assignment: Assignment, student: str | None) -> Iterator[tuple[Any, ...]]:
    query = (
        db.query(
            SubmittedNotebook.id,
            Notebook.id,
            Notebook.name,
            SubmittedAssignment.student_id,
            SubmittedNotebook.late_submission_penalty,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
        )
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(SubmittedAssignment.assignment_id == assignment.id)
    )
    return iter(query.filter(SubmittedAssignment.student_id == student) if student is not None else query)
