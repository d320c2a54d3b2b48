"""One course folder: where its parts are, and what nbgrader's configuration says of it."""

import os
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.errors import CourseError

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """A folder that holds nbgrader_config.py, source/, release/, tests/ and what grading makes."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Course":
        """The course that a folder lies in.

        Raises:
            CourseError: neither the folder nor one above it is a course.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                return cls(folder)
        raise CourseError(start, f"no {CONFIG} here or above", "Run this inside a course, or pass --course.")

    @cached_property
    def config(self) -> Config:
        """What nbgrader_config.py says, with this folder as the course's root."""
        config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        return config

    def directory(self, assignment: str, student: str = "*") -> CourseDirectory:
        """nbgrader's own view of the course, for one assignment and one student or all."""
        directory = CourseDirectory(config=self.config)
        directory.assignment_id, directory.student_id = assignment, student
        return directory

    def api(self) -> NbGraderAPI:
        """nbgrader's own interface; it needs this environment's programs on the PATH."""
        path = os.environ.get("PATH", os.defpath)
        here = str(Path(sys.executable).parent)
        if here not in path.split(os.pathsep):
            os.environ["PATH"] = os.pathsep.join([here, path])
        return NbGraderAPI(config=self.config)

    @property
    def facts(self) -> dict[str, Any]:
        """The course's facts that the notebooks quote: ``c.Course.facts``."""
        return dict(self.config.get("Course", {}).get("facts", {}))

    def hidden(self, assignment: str) -> Path | None:
        """The folder of an assignment's hidden tests, None where nbgrader's in-cell tests judge."""
        folder = self.root / "tests" / assignment
        return folder if folder.is_dir() else None

    def notebooks(self, assignment: str, room: str = "source") -> list[Path]:
        """The assignment's notebooks in source/, release/ or solutions/.

        Raises:
            CourseError: there is none.
        """
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
        """The names of the folders under source/ that hold a notebook."""
        return sorted({path.parent.name for path in (self.root / "source").glob("*/*.ipynb")})

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
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise CourseError(
            path, f"not a readable notebook ({type(error).__name__})", "Open it in JupyterLab."
        ) from error
