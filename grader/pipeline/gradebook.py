"""What nbgrader's gradebook knows of one assignment, read at once and never written to."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError

from nbgrader.api import Gradebook, MissingEntry, Notebook, SubmittedAssignment, TaskCell
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from grader.errors import CourseError
from grader.marks import Book, Entry, Mark, Task


def read_gradebook(db_url: URL | str, assignment: str) -> Book:
    """All that the gradebook says about an assignment.

    Raises:
        CourseError: there is a gradebook and it cannot be read.
    """
    with reading(db_url) as gradebook:
        return _book(gradebook, assignment) if gradebook else Book()


@contextmanager
def reading(db_url: URL | str) -> Iterator[Gradebook | None]:
    """Open the gradebook that there is, None if there is none; it is closed also where it cannot be opened.

    Raises:
        CourseError: there is a gradebook and it cannot be read.
    """
    with database_errors(db_url):
        url = make_url(db_url)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
            yield None  # Gradebook() would make it
            return
        gradebook = Gradebook.__new__(Gradebook)
        try:
            gradebook.__init__(url, course_id="")  # a course id would be added to the database
            yield gradebook
        finally:
            if hasattr(gradebook, "db"):
                gradebook.close()


@contextmanager
def database_errors(db_url: URL | str) -> Iterator[None]:
    """Convert database errors to errors with a remedy; a password in the URL is never shown.

    Raises:
        CourseError: it cannot be reached, read or written.
    """
    try:
        yield
    except (SQLAlchemyError, SubprocessError, OSError, ImportError) as error:
        raise unusable(db_url, error) from None  # the error itself may hold the password


def unusable(db_url: URL | str, error: BaseException) -> CourseError:
    """Return a readable error for a database's own error."""
    if isinstance(error, ArgumentError):
        remedy = "Write it like 'postgresql+psycopg2://user:password@host:5432/database'."
        return CourseError("c.CourseDirectory.db_url", "it is not a database URL", remedy)
    url = make_url(db_url)
    message = f"{type(error).__name__}: {str(error).splitlines()[0]}" if str(error) else type(error).__name__
    if url.password:
        message = message.replace(str(url.password), "***")
    remedy = "Wait until grading has ended, or restore the last good copy."
    if isinstance(error, ImportError):
        remedy = "Install the database's driver, for PostgreSQL with: pip install '.[postgresql]'"
    elif url.get_backend_name() != "sqlite":
        remedy = "Is the server running, and are host, user, password and database in c.CourseDirectory.db_url right?"
    shown = url.render_as_string(hide_password=True)
    return CourseError(shown, f"the gradebook cannot be read or written ({message})", remedy)


def _book(gradebook: Gradebook, assignment: str) -> Book:
    names = {
        student.id: " ".join(part for part in (student.first_name, student.last_name) if part)
        for student in gradebook.students
    }
    try:
        found = gradebook.find_assignment(assignment)
    except MissingEntry:
        return Book(names=names)
    ids: dict[str, str] = {}
    tasks: list[Task] = []
    for cell_id, task in graded_cells(found.notebooks):
        ids[cell_id] = task.id
        tasks.append(task)
    submissions = gradebook.assignment_submissions(assignment)
    entries = {submission.student_id: _entry(submission, ids) for submission in submissions}
    return Book(names, tuple(tasks), entries, found.duedate)


def graded_cells(notebooks: Iterable[Notebook]) -> Iterator[tuple[str, Task]]:
    """Give each graded cell's key in the database and its task, named with its notebook where two share a name."""
    graded = [(notebook, [*notebook.grade_cells, *notebook.task_cells]) for notebook in notebooks]
    uses = Counter(cell.name for _, cells in graded for cell in cells)
    for notebook, cells in graded:
        written = {cell.name for cell in notebook.solution_cells}
        for cell in cells:
            by_hand = isinstance(cell, TaskCell) or cell.name in written
            name = cell.name if uses[cell.name] == 1 else f"{notebook.name}/{cell.name}"
            yield cell.id, Task(name, cell.max_score, by_hand)


def _entry(submission: SubmittedAssignment, ids: dict[str, str]) -> Entry:
    marks = {
        ids[grade.cell_id]: Mark(
            grade.auto_score, grade.manual_score, grade.extra_credit or 0.0, grade.needs_manual_grade
        )
        for notebook in submission.notebooks
        for grade in notebook.grades
        if grade.cell_id in ids
    }
    # nbgrader adds the extension to a due date that may be missing.
    timed = submission.timestamp is not None and submission.assignment.duedate is not None
    late = submission.total_seconds_late / 3600 if timed else None
    return Entry(marks, late, submission.late_submission_penalty or 0.0)
