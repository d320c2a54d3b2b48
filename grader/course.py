"""One course folder: where its parts are, and what nbgrader's configuration says of it."""

import contextlib
import copy
import os
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader.errors import CourseError
from grader.names import require_assignment, require_folder, usable_assignment

CONFIG = "nbgrader_config.py"
SECRET = ".secret"
FOLDERS = {  # nbgrader's names of its steps' folders, where its configuration gives them no others
    "source": "source",
    "source_with_tests": "source_with_tests",
    "solution": "solution",
    "release": "release",
    "submitted": "submitted",
    "autograded": "autograded",
    "feedback": "feedback",
}
STRUCTURE = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")


@dataclass(frozen=True)
class Course:
    """A folder that holds nbgrader_config.py, source/, release/, tests/ and what grading makes; it never changes.

    Attributes:
        root: the folder.
        changes: settings of one command, which hold in place of those in nbgrader_config.py.
    """

    root: Path
    changes: Config = field(default_factory=Config, compare=False, repr=False)

    @classmethod
    def find(cls, start: Path | None = None) -> "Course":
        """Return the course that a folder lies in.

        Raises:
            CourseError: neither the folder nor one above it is a course, or its path cannot be one's.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                require_folder(folder)
                return cls(folder)
        raise CourseError(start, f"no {CONFIG} here or above", "Run this inside a course, or pass --course.")

    def changed(self, **sections: dict[str, object]) -> "Course":
        """Return the same course with other settings for one command.

        Args:
            sections: values by name, for each class that is configured: ``SandboxProvisioner={"enabled": False}``.
        """
        changes = copy.deepcopy(self.changes)
        changes.merge(Config(sections))
        return Course(self.root, changes)

    def sandboxed(self, enabled: bool) -> "Course":
        """Return this course, or without a sandbox another: for one command, with submissions that are trusted."""
        return self if enabled else self.changed(SandboxProvisioner={"enabled": False})

    @property
    def config(self) -> Config:
        """A copy of all settings, with this folder as the course's root."""
        return copy.deepcopy(self._settings)

    @cached_property
    def _settings(self) -> Config:
        config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        config.merge(self.changes)
        return config

    @property
    def database(self) -> str:
        """The url of the gradebook's database."""
        url = self._settings.get("CourseDirectory", {}).get("db_url")
        return str(url or f"sqlite:///{self.root / 'gradebook.db'}")

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Return where nbgrader has what one of its steps made of a submission; ``step`` is "autograded" for one."""
        return self.root / step_folder(self._settings, step, student, assignment)

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone of every time that names none, and of the pages: ``c.Course.time_zone``, UTC where none is set.

        Raises:
            CourseError: there is no such zone.
        """
        name = self._settings.get("Course", {}).get("time_zone", "UTC")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
            remedy = "Write a name of the IANA database, 'Europe/Vienna' for instance."
            raise CourseError(CONFIG, f"c.Course.time_zone is {name!r}, which is not a time zone", remedy) from error

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
        """Return the folder of an assignment's hidden tests, None where nbgrader's in-cell tests judge."""
        folder = self.root / "tests" / assignment
        return folder if folder.is_dir() else None

    def notebooks(self, assignment: str, room: str = "source") -> list[Path]:
        """Return the assignment's notebooks in source/, release/ or solutions/.

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
        """Return the one notebook of an assignment with hidden tests.

        Raises:
            CourseError: there is none, or more than one.
        """
        found = self.notebooks(assignment, room)
        if len(found) > 1:
            remedy = "An assignment with hidden tests has one: make two assignments."
            raise CourseError(self.root / room / assignment, f"{len(found)} notebooks instead of one", remedy)
        return found[0]

    def assignments(self) -> list[str]:
        """Return the names of the folders under source/ that hold a notebook, and can be an assignment's."""
        found = {path.parent.name for path in (self.root / "source").glob("*/*.ipynb")}
        return sorted(name for name in found if usable_assignment(name))

    def result_file(self, assignment: str, student: str) -> Path:
        """Where the result of one submission is kept."""
        return self.root / "reports" / assignment / "results" / f"{student}.json"


def step_folder(config: Config, step: str, student: str, assignment: str) -> str:
    """Return the folder of one of nbgrader's steps as its configuration names it, relative to the course's.

    Args:
        config: the configuration.
        step: the step as nbgrader calls it: "submitted", "autograded", "feedback" and so on.
        student: whose submission it is about.
        assignment: which assignment.
    """
    names = config.get("CourseDirectory", {})
    structure = str(names.get("directory_structure", STRUCTURE))
    step = str(names.get(f"{step}_directory", FOLDERS[step]))
    return structure.format(nbgrader_step=step, student_id=student, assignment_id=assignment)
