"""The answers of a class, and of an earlier one, as they are graded: found, read and repaired, none of them run."""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import nbformat

from grader.course import CONFIG, Course
from grader.errors import CourseError, GradingFailed, LimitReached, UnreadableSubmission
from grader.intake import submissions
from grader.intake.folders import single
from grader.intake.reader import read
from grader.intake.stage import READING, SECONDS, stage
from grader.notebooks import read_notebook
from grader.process import limited
from grader.process.call import Preparation
from grader.repair.matching import is_code_answer, marked
from grader.repair.repair import repair
from grader.reports.similarity.likeness import Answer
from grader.reports.similarity.tokens import LONGEST
from grader.storage import scratch

Texts = dict[str, str]  # the text of each answer cell, by task
_Reading = tuple[str, bool, Callable[..., Texts], tuple[object, ...]]  # whose, of an earlier class, how to read it
MOST_JOBS = 4  # submissions at a time, each in a process of its own


@dataclass
class Collected:
    """All that is compared.

    Attributes:
        tasks: the answers to each task, in the order of the notebook.
        given: the code that was given out.
        students: how many of the class could be read.
        earlier: how many of an earlier class could.
        unread: who could not be read, and why.
    """

    tasks: dict[str, list[Answer]] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    students: int = 0
    earlier: int = 0
    unread: dict[str, str] = field(default_factory=dict)


def collect(
    course: Course, assignment: str, earlier: Path | None = None, done: Callable[[str], object] = lambda name: None
) -> Collected:
    """Read the answers of everybody who handed in.

    Args:
        course: the course.
        assignment: the assignment.
        earlier: a folder with a folder, a notebook or a zip of each student of an earlier class.
        done: called with the name of each student that was read.

    Raises:
        CourseError: the assignment is not released, or nothing can be compared.
    """
    released = [read_notebook(path) for path in course.notebooks(assignment, "release")]
    found = Collected({task: [] for task in tasks(released)}, [cell.source for cell in _code(released)])
    if not found.tasks:
        raise CourseError(f"release/{assignment}", "it has no code answers", "Only code is compared.")
    for student, what in submissions.misplaced(course, assignment).items():
        found.unread[student] = what
    todo: list[_Reading] = [
        (name, False, _of_student, (course, assignment, name)) for name in submissions.students(course, assignment)
    ]
    if earlier is not None:
        for name, path in handed_in(course, earlier, assignment):
            todo.append((name, True, _of_path, (course, assignment, path)))
    with ThreadPoolExecutor(min(MOST_JOBS, os.cpu_count() or 1)) as pool:
        for (name, before, *_), texts in zip(
            todo, pool.map(partial(_read, preparation=_preparation(course, assignment)), todo), strict=True
        ):
            _add(found, name, before, texts)
            done(name)
    return found


def count(course: Course, assignment: str, earlier: Path | None) -> int:
    """Return how many submissions there are to read."""
    return len(submissions.students(course, assignment)) + (
        len(handed_in(course, earlier, assignment)) if earlier else 0
    )


def tasks(released: list[nbformat.NotebookNode]) -> list[str]:
    """Return the grade ids of the cells into which students write code."""
    return [name for notebook in released for name, cell in marked(notebook).items() if is_code_answer(cell)]


def handed_in(course: Course, folder: Path, assignment: str) -> list[tuple[str, Path]]:
    """Return what each student of an earlier class handed in, by name; links are passed over.

    Args:
        course: the course, whose own class is no earlier one.
        folder: the earlier ``submitted/``, or the course that it lies in.
        assignment: what the folder in a student's folder is called, if there is one.

    Raises:
        CourseError: there is nothing in it, or it is this class.
    """
    top = folder / "submitted" if (folder / CONFIG).is_file() else folder
    if top.resolve() == (course.root / "submitted").resolve():
        raise CourseError(folder, "this is the class itself", "It is compared anyway: leave --with out.")
    found = []
    for entry in sorted(top.iterdir()):
        if entry.is_symlink() or entry.name.startswith(".") or not (entry.is_dir() or _holds_notebook(entry)):
            continue
        inner = entry / assignment
        found.append((entry.name, inner if inner.is_dir() and not inner.is_symlink() else entry))
    if not found:
        remedy = "Name a folder with a folder of each student, as submitted/ is."
        raise CourseError(folder, "it holds no submissions", remedy)
    return found


def _holds_notebook(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in (".ipynb", ".zip")


def _read(todo: _Reading, preparation: Preparation) -> Texts | str:
    """Return the answers of one student, or why they cannot be read."""
    *_, read, arguments = todo
    try:
        return limited.run(READING, read, *arguments, seconds=SECONDS, prepared=[preparation])
    except (UnreadableSubmission, LimitReached, GradingFailed) as error:
        return error.what


def _preparation(course: Course, assignment: str) -> Preparation:
    seen = [path.read_bytes() for path in course.notebooks(assignment, "release")]
    return Preparation(_warm, (str(course.root), assignment, hashlib.sha256(b"\0".join(seen)).hexdigest()))


def _warm(root: str, assignment: str, seen: str) -> None:
    """Do once what is the same for every submission: import what the settings name, parse what was given out."""
    course = Course(Path(root))
    _ = course.config  # what nbgrader_config.py imports takes a second
    for path in course.notebooks(assignment, "release"):
        notebook, _ = read(path.read_bytes())
        repair(notebook, read_notebook(path))
        nbformat.writes(notebook)


def _add(found: Collected, name: str, earlier: bool, texts: Texts | str) -> None:
    if isinstance(texts, str):
        found.unread[f"{name} (earlier)" if earlier else name] = texts
        return
    found.earlier += earlier
    found.students += not earlier
    for task, source in texts.items():
        found.tasks[task].append(Answer(name, source, earlier))


def _of_student(course: Course, assignment: str, student: str) -> Texts:
    with submissions.staged(course, assignment, student) as own:
        return _texts(course, assignment, own.folder("submitted", student, assignment))


def _of_path(course: Course, assignment: str, path: Path) -> Texts:
    names = [notebook.name for notebook in course.notebooks(assignment, "release")]
    with single(path) as own, scratch.folder("staged") as folder:
        for name in names:
            stage(own, name, course.root / "release" / assignment / name, Path(folder), alone=len(names) == 1)
        return _texts(course, assignment, Path(folder))


def _texts(course: Course, assignment: str, folder: Path) -> Texts:
    texts: Texts = {}
    for path in course.notebooks(assignment, "release"):
        released, notebook = read_notebook(path), read_notebook(folder / path.name)
        repair(notebook, released)
        cells = marked(notebook)
        wanted = (name for name, cell in marked(released).items() if is_code_answer(cell) and name in cells)
        texts |= {name: cells[name].source[: LONGEST + 1] for name in wanted}
    return texts


def _code(notebooks: list[nbformat.NotebookNode]) -> Iterator[nbformat.NotebookNode]:
    return (cell for notebook in notebooks for cell in notebook.cells if cell.cell_type == "code")
