"""What a search starts from: the bank's wrong and lying answers, and the blank."""

import importlib
from pathlib import Path

from grader.bank.answers import read_answer
from grader.course import Course
from grader.notebooks import read_notebook
from search.grammar import Task
from search.judging import HiddenTests
from search.program import Program

TASKS = {"hw3": ("score", "langevin", "scorenet", "loss", "sampler"), "warmup": ("logdensity", "gradient")}


def task_of(name: str) -> Task:
    """How random answers to a task are written."""
    return importlib.import_module(f"search.tasks.{name}").TASK


def tests_of(hidden: Path, name: str) -> HiddenTests:
    """The hidden tests of a task in a folder of them, with the measures of what they promise."""
    return HiddenTests(hidden, name, importlib.import_module(f"search.promises.{name}").MEASURES)


def known(root: Path, assignment: str, name: str) -> list[Program]:
    """Every wrong answer of the bank to a task, every one that lies, and the cell as it is given out."""
    bank, entry = root / "tests" / "answers" / assignment, task_of(name).entry
    files = [*sorted(bank.glob(f"{name}/wrong/*.py")), *sorted(bank.glob("hostile/*.py"))]
    answers = [
        answer
        for answer in map(read_answer, files)
        if answer.task == name and answer.family in ("", "lying") and not answer.slow
    ]
    right = read_answer(sorted(bank.glob(f"{name}/right/*.py"))[0]).source
    release = read_notebook(Course(root).notebook(assignment, "release"))
    blank = next(c.source for c in release.cells if c.metadata.get("nbgrader", {}).get("grade_id") == f"{name}-answer")
    sources = {"blank": blank} | {answer.path.stem: answer.source for answer in answers}
    return [Program(start, source, right, entry) for start, source in sources.items()]
