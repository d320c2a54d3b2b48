"""The answer bank: short files, each one answer to one task, and the notebooks that are put together from them."""

import copy
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell

from grader.course import Course
from grader.errors import CourseError
from grader.notebooks import read_notebook


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the task it is for, why a student writes it, and what must come of it."""

    path: Path
    task: str
    why: str
    source: str
    fails: tuple[str, ...] = ()  # hidden tests it must not pass
    # of hostile ones:
    family: str = ""
    then: str = ""  # what must be true afterwards
    seen: str = ""  # how an observation begins that must be reported to staff
    proof: bool = False  # it returns the right answer only if the attack succeeds
    slow: bool = False  # it runs into a time limit
    times: int = 1  # how often it is handed in, one after the other
    student: str = ""  # who hands it in, percent-encoded where the name is no plain text
    plant: tuple[dict[str, str], ...] = ()  # what lies in the folder beside the notebook
    cells: tuple[dict[str, Any], ...] = ()  # what stands in the notebook after everything else
    above: str = ""  # a task above whose cells those of its own stand, in a notebook of all tasks
    also: dict[str, str] = field(default_factory=dict)  # its answers to other tasks
    without: tuple[str, ...] = ()  # ids of cells that it deletes
    prelude: str = ""  # a file beside it, without its ending, whose code its own begins with

    @property
    def code_alone(self) -> bool:
        """Whether all of it is in the answer cell."""
        return not (self.student or self.plant or self.cells or self.also)

    @property
    def name(self) -> str:
        """How a class list names it, ``right/score_einsum`` for instance."""
        return f"{self.path.parent.name}/{self.path.stem}"


@dataclass(frozen=True, slots=True)
class Member:
    """One made-up student: what they hand in, and what they must get for it."""

    student: str
    why: str
    expected: dict[str, float]
    status: str = "graded"
    base: str = "release"
    answers: dict[str, str] = field(default_factory=dict)
    handed_in: str = ""
    saved_by: str = "jupyter"
    sent: str = "plainly"  # how it comes by mail, see `grader.bank.mailbox`


def read_answer(path: Path) -> Answer:
    """Return an answer file: TOML in the comments it starts with, then the code of the answer cell.

    Raises:
        CourseError: the comments are no TOML, ``task`` or ``why`` is missing, another key is unknown, or a prelude is
            not there.
    """
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    end = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    try:
        head = tomllib.loads("".join(line[1:].removeprefix(" ") for line in lines[:end]))
        source = "".join(lines[end:]).strip("\n")
        given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in head.items()}
        if "prelude" in given:
            source = f"{path.with_name(given['prelude'] + '.prelude').read_text(encoding='utf-8')}\n\n{source}"
        return Answer(path=path, source=source, **given)
    except (tomllib.TOMLDecodeError, TypeError, OSError) as error:
        remedy = 'Start it with `# task = "..."` and `# why = "..."`.'
        raise CourseError(path, f"not an answer file ({error})", remedy) from error


def read_bank(course: Course, assignment: str, kind: str) -> list[Answer]:
    """Read all answers of one kind to the tasks of an assignment, in the order of their names.

    Right and wrong ones lie in a folder for each task, others in one of their kind.
    """
    return [read_answer(path) for path in _files(course, assignment, kind, "*")]


def find_answer(course: Course, assignment: str, name: str) -> Answer:
    """Read the answer that is called so, ``right/score_einsum`` for instance.

    Raises:
        CourseError: there is none, or it cannot be read.
    """
    found = _files(course, assignment, *name.split("/", 1))
    if not found:
        raise CourseError(answers_folder(course, assignment), f"there is no answer {name}", "Is its name right?")
    return read_answer(found[0])


def _files(course: Course, assignment: str, kind: str, stem: str) -> list[Path]:
    bank = answers_folder(course, assignment)
    return sorted([*bank.glob(f"{kind}/{stem}.py"), *bank.glob(f"*/{kind}/{stem}.py")], key=lambda path: path.name)


def answers_folder(course: Course, assignment: str) -> Path:
    """Return the folder of an assignment's answer bank."""
    return course.root / "tests" / "answers" / assignment


def compose(base: nbformat.NotebookNode, answers: dict[str, str]) -> nbformat.NotebookNode:
    """Return a copy of a notebook with the sources of some tasks' answer cells replaced.

    Raises:
        CourseError: the notebook has no answer cell for a task.
    """
    notebook = copy.deepcopy(base)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for task, source in answers.items():
        cell = cells.get(f"{task}-answer", cells.get(task))
        if cell is None:
            raise CourseError(task, "the notebook has no answer cell for it")
        cell.source = source
    return notebook


def notebook_of(base: nbformat.NotebookNode, answer: Answer) -> nbformat.NotebookNode:
    """Return a copy of a notebook with an answer, its task's cells and its further cells where it puts them."""
    notebook = compose(base, {answer.task: answer.source, **answer.also})
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") not in answer.without]
    if answer.above:
        cells = {task: _of_task(notebook, task) for task in (answer.task, answer.above)}
        rest = [cell for cell in notebook.cells if cell not in cells[answer.task]]
        place = rest.index(cells[answer.above][0])
        notebook.cells = [*rest[:place], *cells[answer.task], *rest[place:]]
    for cell in answer.cells:
        bare: dict[str, Any] = {
            "metadata": {},
            **({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}),
        }
        notebook.cells.append(nbformat.from_dict({"id": f"more-{len(notebook.cells)}", **bare, **cell}))
    return notebook


def _of_task(notebook: nbformat.NotebookNode, task: str) -> list[nbformat.NotebookNode]:
    ids = (task, f"{task}-answer")
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") in ids]


def excerpt(notebook: nbformat.NotebookNode, task: str) -> nbformat.NotebookNode:
    """Return a copy of a notebook with the cells of one task alone, after an import of numpy."""
    alone = copy.deepcopy(notebook)
    alone.cells = [new_code_cell("import numpy as np"), *_of_task(alone, task)]
    return alone


def read_class(course: Course, assignment: str) -> list[Member]:
    """Return the made-up class of an assignment: tests/answers/<assignment>/class.toml.

    Raises:
        CourseError: there is none, or it cannot be read.
    """
    path = answers_folder(course, assignment) / "class.toml"
    try:
        data: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
        return [Member(student=student, **entry) for student, entry in data.items()]
    except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
        raise CourseError(path, f"no class list ({error})") from error


def notebook_text(course: Course, assignment: str, member: Member) -> str:
    """Return the file that a member of the class hands in."""
    base = read_notebook(course.notebook(assignment, "release" if member.base == "release" else "solutions"))
    sources = {task: find_answer(course, assignment, name).source for task, name in member.answers.items()}
    notebook = compose(base, sources)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if member.saved_by == "colab":
        notebook.metadata = nbformat.NotebookNode({"colab": {"provenance": []}})
    text = str(nbformat.writes(notebook))
    return text[: len(text) // 2] if member.base == "truncated" else text


def hand_in(course: Course, assignment: str, member: Member) -> Path:
    """Write what a member of the class hands in under submitted/; the notebook's path."""
    path = course.root / "submitted" / member.student / assignment / course.notebook(assignment).name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook_text(course, assignment, member), encoding="utf-8")
    if member.handed_in:
        (path.parent / "timestamp.txt").write_text(member.handed_in, encoding="utf-8")
    return path
