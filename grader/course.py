"""One course folder: where its parts are, and what nbgrader's configuration says of it."""

import contextlib
import os
import secrets
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import nbformat
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.errors import CourseError
from grader.names import require_assignment, require_folder, usable_assignment

CONFIG = "nbgrader_config.py"
SECRET = ".secret"
UNREADABLE = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, nbformat.ValidationError)


def programs_on_path() -> None:
    """Put this environment's programs on the PATH: nbgrader calls a bare ``alembic`` whenever it opens a gradebook."""
    path = os.environ.get("PATH", os.defpath)
    here = str(Path(sys.executable).parent)
    if here not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([here, path])


programs_on_path()


@dataclass(frozen=True)
class Course:
    """A folder that holds nbgrader_config.py, source/, release/, tests/ and what grading makes."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Course":
        """The course that a folder lies in.

        Raises:
            CourseError: neither the folder nor one above it is a course, or its path cannot be one's.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                require_folder(folder)
                return cls(folder)
        raise CourseError(start, f"no {CONFIG} here or above", "Run this inside a course, or pass --course.")

    @cached_property
    def config(self) -> Config:
        """What nbgrader_config.py says, with this folder as the course's root."""
        config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        return config

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone of every time that names none, and of the pages: ``c.Course.time_zone``, UTC where none is set.

        Raises:
            CourseError: there is no such zone.
        """
        name = self.config.get("Course", {}).get("time_zone", "UTC")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
            remedy = "Write a name of the IANA database, 'Europe/Vienna' for instance."
            raise CourseError(CONFIG, f"c.Course.time_zone is {name!r}, which is no time zone", remedy) from error

    def directory(self, assignment: str, student: str = "*") -> CourseDirectory:
        """nbgrader's own view of the course, for one assignment and one student or all."""
        directory = CourseDirectory(config=self.config)
        directory.assignment_id, directory.student_id = assignment, student
        return directory

    def api(self) -> NbGraderAPI:
        """nbgrader's own interface."""
        return NbGraderAPI(config=self.config)

    @cached_property
    def secret(self) -> str:
        """What hidden inputs are drawn from beside a submission's content: the file .secret, made when first asked for.

        Raises:
            CourseError: the file can neither be read nor made.
        """
        path = self.root / SECRET
        try:
            if not path.is_file():
                draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
                draft.touch(mode=0o600)
                draft.write_text(secrets.token_hex(32), encoding="ascii")
                with contextlib.suppress(FileExistsError):  # another process was first: its secret holds
                    os.link(draft, path)
                draft.unlink()
            return path.read_text(encoding="ascii")
        except OSError as error:
            raise CourseError(path, f"cannot be read ({error.strerror})", "Make it readable for graders.") from error

    def hidden(self, assignment: str) -> Path | None:
        """The folder of an assignment's hidden tests, None where nbgrader's in-cell tests judge."""
        folder = self.root / "tests" / assignment
        return folder if folder.is_dir() else None

    def notebooks(self, assignment: str, room: str = "source") -> list[Path]:
        """The assignment's notebooks in source/, release/ or solutions/.

        Raises:
            CourseError: there is none, or no assignment can be called so.
        """
        require_assignment(assignment)
        found = sorted((self.root / room / assignment).glob("*.ipynb"))
        if not found:
            known = ", ".join(self.assignments()) or "none"
            raise CourseError(self.root / room / assignment, "no notebook", f"Assignments of this course: {known}.")
        return found

    def notebook(self, assignment: str, room: str = "source") -> Path:
        """The one notebook of an assignment with hidden tests.

        Raises:
            CourseError: there is none, or more than one.
        """
        found = self.notebooks(assignment, room)
        if len(found) > 1:
            remedy = "An assignment with hidden tests has one: make two assignments."
            raise CourseError(self.root / room / assignment, f"{len(found)} notebooks, one is wanted", remedy)
        return found[0]

    def assignments(self) -> list[str]:
        """The names of the folders under source/ that hold a notebook, and can be an assignment's."""
        found = {path.parent.name for path in (self.root / "source").glob("*/*.ipynb")}
        return sorted(name for name in found if usable_assignment(name))

    def result_file(self, assignment: str, student: str) -> Path:
        """Where the result of one submission is kept."""
        return self.root / "reports" / assignment / "results" / f"{student}.json"


def automatic_tasks(notebook: nbformat.NotebookNode) -> dict[str, float]:
    """The points of each automatically graded cell, by grade id, in order."""
    return {
        cell.metadata.nbgrader["grade_id"]: float(cell.metadata.nbgrader["points"])
        for cell in notebook.cells
        if is_grade(cell) and not is_solution(cell)
    }


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """A notebook in the current format.

    Raises:
        CourseError: the file cannot be read as a notebook.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
        _check_form(notebook)
        return notebook
    except UNREADABLE as error:
        raise CourseError(
            path, f"not a readable notebook ({type(error).__name__})", "Open it in JupyterLab."
        ) from error


def _check_form(notebook: nbformat.NotebookNode) -> None:
    """Refuse what no step could work on; nbformat only warns of it, and refuses much that does no harm."""
    if not isinstance(notebook.metadata, dict):
        raise TypeError("metadata")
    for cell in notebook.cells:
        if cell.cell_type not in ("code", "markdown", "raw") or not isinstance(cell.source, str):
            raise TypeError("cell")
        if not isinstance(cell.metadata, dict) or not isinstance(cell.get("outputs", []), list):
            raise TypeError("cell")
