"""A submission of nobody's, entered into the gradebook and taken back: the statements that this takes are compiled."""

import warnings
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SAWarning

from grader.pipeline.migration import complete
from grader.pipeline.notebook_marks import read_marks
from grader.pipeline.shared_engine import one_transaction, shared

NOBODY = "/rehearsal/"  # no student can be called so
TIME = "2000-01-01 00:00:00 UTC"


def rehearse(url: str, assignment: str) -> None:
    """Have the engine of a gradebook compile what entering, grading and reading a submission takes.

    Nothing of it is kept, and nobody else sees it.

    Raises:
        MissingEntry: the gradebook does not know the assignment.
    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").is_file():
        return  # Gradebook() would make a missing file.
    warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader's own, about its models
    with shared(), one_transaction(url, keep=False), Gradebook(url, course_id="") as gradebook:
        gradebook.update_or_create_student(NOBODY)
        gradebook.find_assignment(assignment)
        for values in ({"timestamp": TIME}, {}):
            submission = gradebook.update_or_create_submission(assignment, NOBODY, **values)
        assert submission.total_seconds_late >= 0
        complete(gradebook, submission)
        for notebook in submission.notebooks:
            _grade(gradebook, (notebook.name, assignment), notebook)
        gradebook.find_submission(assignment, NOBODY).timestamp = None
        gradebook.db.commit()
        read_marks(url, assignment, NOBODY)


def _grade(gradebook: Any, where: tuple[str, str], notebook: Any) -> None:
    gradebook.find_notebook(*where)
    notebook.late_submission_penalty = 1.0
    names = {"source": [cell.name for cell in notebook.notebook.source_cells]}
    names["grade"] = [grade.cell.name for grade in notebook.grades]
    names["comment"] = [comment.cell.name for comment in notebook.comments]
    for name in names["source"]:
        gradebook.find_source_cell(name, *where)
    for name in names["grade"]:
        gradebook.find_graded_cell(name, *where)
        for score in (1.0, None):
            grade = gradebook.find_grade(name, *where, NOBODY)
            grade.auto_score, grade.needs_manual_grade = score, score is None
            gradebook.db.commit()
    for name in names["comment"]:
        for text in ("No response.", None):
            gradebook.find_comment(name, *where, NOBODY).auto_comment = text
            gradebook.db.commit()
