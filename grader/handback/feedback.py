"""What one student gets back: points, comments, pages; the noun that every way of handing back takes."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from grader.errors import GraderError
from grader.roster import Student


@dataclass(frozen=True, slots=True)
class Page:
    """One feedback page, read when it is needed: a class has more of them than fit into memory.

    Attributes:
        name: the name of its file.
        path: where it lies.
        digest: SHA-256 of its content, in hexadecimal.
    """

    name: str
    path: Path
    digest: str

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return the page of a file.

        Raises:
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            return cls(path.name, path, hashlib.file_digest(file, "sha256").hexdigest())

    def read(self) -> bytes:
        """Return its content.

        Raises:
            GraderError: it cannot be read, or is no longer as it was.
        """
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise GraderError(self.path, f"it cannot be read ({error.strerror})", "Grade it again.") from error
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise GraderError(self.path, "it was written anew meanwhile", "Run the same command again.")
        return content


@dataclass(frozen=True, slots=True)
class Earned:
    """One task: what was earned of how much, and what a person wrote about it."""

    task: str
    points: float
    max: float
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """The final result of one student.

    Attributes:
        assignment: which assignment.
        student: who it is, from the class list as far as it knows them.
        tasks: what each task earned, in the notebook's order.
        total: all points, less the late penalty.
        max: the points of all tasks together.
        penalty: the points that lateness cost.
        late_hours: by how much it was late, None where that is not known.
        pages: the feedback pages, one for each notebook.
    """

    assignment: str
    student: Student
    tasks: tuple[Earned, ...]
    total: float
    max: float
    penalty: float = 0.0
    late_hours: float | None = None
    pages: tuple[Page, ...] = ()

    @property
    def marks(self) -> str:
        """SHA-256 of points, penalty and comments: where it changes, a student has to be told."""
        said = [self.assignment, [asdict(task) for task in self.tasks], self.total, self.max, self.penalty]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def shown(self) -> str:
        """SHA-256 of the pages, which may change while the marks do not."""
        said = [[page.name, page.digest] for page in self.pages]
        return hashlib.sha256(json.dumps(said).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A student to whom nothing can be handed back yet, and what a person has to do, a sentence each."""

    student: str
    why: str
