"""What must be there before a class is graded: a whole gradebook that knows the assignment and its due date."""

from nbgrader.api import Gradebook, MissingEntry, get_alembic_version
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from sqlalchemy import inspect, text

from grader import interrupt, locks
from grader.course import Course, read_notebook
from grader.deadline import due_date
from grader.errors import CourseError
from grader.gradebook import told
from grader.release import generate


def prepare(course: Course, assignment: str) -> None:
    """See to it that the gradebook knows the assignment and its due date, whatever an earlier run left unfinished.

    Raises:
        CourseError: the assignment is not of this course, its due date is no date, or the gradebook cannot be used.
        ReleaseError: nbgrader cannot generate the assignment.
    """
    course.notebooks(assignment)
    due = course.config.get("Course", {}).get("due", {}).get(assignment)
    url = course.directory(assignment).db_url
    with interrupt.held(), locks.groundwork(course):  # nbgrader would swallow an interrupt
        with told(url):
            _complete(url)
            known = _known(course, assignment, url)
        if not known:
            generate(course, assignment, solution=False)
        if due is not None:
            with told(url), Gradebook(url) as gradebook:
                gradebook.update_or_create_assignment(assignment, duedate=due_date(due))


def _complete(url: str) -> None:
    """Make the gradebook, or finish one whose making broke off: without some tables, or without their version."""
    with Gradebook(url) as gradebook:  # makes what tables are missing
        if inspect(gradebook.engine).has_table("alembic_version"):
            if gradebook.db.execute(text("SELECT version_num FROM alembic_version")).first():
                return
        else:
            gradebook.db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        if not gradebook.assignments:  # otherwise it is an old one, which `nbgrader db upgrade` is for
            version = {"version": get_alembic_version()}
            gradebook.db.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), version)
            gradebook.db.commit()


def _known(course: Course, assignment: str, url: str) -> bool:
    """Whether release/ and gradebook hold all cells of the assignment, and the same."""
    released = {}
    for source in course.notebooks(assignment):
        try:
            notebook = read_notebook(course.root / "release" / assignment / source.name)
        except CourseError:  # missing or half written
            return False
        marked = (
            cell for cell in notebook.cells if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)
        )
        released[source.stem] = {cell.metadata.nbgrader["grade_id"] for cell in marked}
    with Gradebook(url) as gradebook:
        try:
            notebooks = gradebook.find_assignment(assignment).notebooks
        except MissingEntry:
            return False
        # Source cells are the last that nbgrader saves of a notebook.
        return released == {notebook.name: {cell.name for cell in notebook.source_cells} for notebook in notebooks}
