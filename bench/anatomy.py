"""Shows where the time of one submission goes, beside its floor: the same cells and tests in one warm process."""

import contextlib
import io
import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

import click

from bench import graders, students, tables
from grader.course import Course
from grader.inside import agent, clean_room
from grader.judging import hidden_tests, states
from grader.judging.notebook import hidden_tests as hidden_folder
from grader.judging.notebook import warm_up
from grader.judging.warm import warm
from grader.kernel.cells import CellRunner
from grader.kernel.connection import Connection
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.notebooks import automatic_tasks, read_notebook
from grader.pipeline import attempt
from grader.process import limited

WARM = 2  # submissions before those that count
CELLS, ANSWERS = "kernel: cells", "kernel: answers"
PARTS: dict[str, tuple[Any, str]] = {  # of each part, what takes its time, without what is another part's
    "kernel: start in its sandbox, end": (StudentKernel, "start stop"),
    CELLS: (CellRunner, "run"),
    ANSWERS: (Connection, "request"),
    "kernel: forks for states and tests": (StudentKernel, "fork"),
    "judge: pytest and comparisons": (states, "judge_states"),
    "repair, checks, gradebook, files": (attempt, "autograde reset"),
    "feedback page": (attempt, "generate_feedback"),
}


class Clock:
    """Adds up seconds by part; of calls within each other, each counts what the others do not."""

    def __init__(self) -> None:
        self.seconds = defaultdict[str, float](float)
        self._within = [0.0]

    @contextlib.contextmanager
    def runs(self, part: str) -> Iterator[None]:
        """Count what happens in the context for a part."""
        begun = time.perf_counter()
        self._within.append(0.0)
        try:
            yield
        finally:
            took = time.perf_counter() - begun
            self.seconds[part] += took - self._within.pop()
            self._within[-1] += took

    def wrapped(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose calls count for a part; requests to run a cell are the cells'."""

        def call(*args: Any, **more: Any) -> Any:
            with self.runs(CELLS if part == ANSWERS and args[1] == "run" else part):
                return function(*args, **more)

        return call


def here(what: str, function: Callable[..., Any], *args: Any, **limits: Any) -> Any:
    """Call in this process what otherwise has one of its own, with its limits."""
    return function(*args)


def anatomy(course: Course, assignment: str) -> dict[str, float]:
    """Return the mean seconds of each part of grading, over what was handed in, in a process that has warmed up."""
    names = sorted(path.name for path in (course.root / "submitted").iterdir())
    warm()
    warm_up(course, assignment)
    clock = Clock()
    with contextlib.ExitStack() as patches:
        patches.enter_context(mock.patch.object(limited, "run", here))
        for part, (place, functions) in PARTS.items():
            for name in functions.split():
                patches.enter_context(mock.patch.object(place, name, clock.wrapped(part, getattr(place, name))))
        for number, name in enumerate(names):
            if number == WARM:
                clock.seconds.clear()
            with clock.runs("the rest"):
                attempt.grade_one(str(course.root), assignment, name)
    return {part: seconds / (len(names) - WARM) for part, seconds in clock.seconds.items()}


def floor(course: Course, assignment: str) -> dict[str, float]:
    """Return the mean seconds of cells and hidden tests, over the same submissions, with nothing in between."""
    clock, folder = Clock(), hidden_folder(course, assignment)
    paths = sorted((course.root / "autograded").glob(f"*/{assignment}/{assignment}.ipynb"))
    released = read_notebook(course.notebook(assignment, "release"))
    for number, path in enumerate(paths):
        names: dict[str, Any] = {"__name__": "__main__"}
        if number == WARM:
            clock.seconds.clear()
        with clock.runs("floor: cells"), contextlib.redirect_stdout(io.StringIO()):
            for cell in read_notebook(path).cells:
                if cell.cell_type == "code":
                    with contextlib.suppress(Exception), contextlib.redirect_stderr(io.StringIO()):
                        exec(compile(cell.source, "<cell>", "exec"), names)
        with clock.runs("floor: hidden tests"):
            hidden_tests.judge(folder, Asked(names), automatic_tasks(released), "floor")
    return {part: seconds / (len(paths) - WARM) for part, seconds in clock.seconds.items()}


class Asked(Submission):
    """Answers in this process, over some globals."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(cast(StudentKernel, SimpleNamespace(scaled=float)), [])
        self.names, self.alive = names, True

    def request(self, kind: str, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Answer a question."""
        return agent.answer(request, self.names, clean_room.put)

    def _forked(self) -> Any:
        return self

    def _leave(self) -> None:
        pass


def render(parts: dict[str, float], least: dict[str, float]) -> str:
    """Make the table."""
    whole, below = sum(parts.values()), sum(least.values())
    rows = [[part, f"{1000 * parts[part]:.0f}", f"{parts[part] / whole:.0%}"] for part in [*PARTS, "the rest"]]
    rows.append(["**one submission**", f"{1000 * whole:.0f}", "100%"])
    rows += [[part, f"{1000 * seconds:.0f}", f"{seconds / whole:.0%}"] for part, seconds in least.items()]
    rows.append(["**floor**", f"{1000 * below:.0f}", f"{below / whole:.0%}"])
    return f"{tables.table(['part', 'milliseconds', 'share'], rows)}\nWhole over floor: {whole / below:.1f}.\n"


@click.command()
@click.option("--students", "count", default=16, show_default=True, type=click.IntRange(WARM + 1), help="Students.")
@tables.WRITE
def main(count: int, write: bool) -> None:
    """Time the parts of grading, one submission after the other, and what takes that time at least."""
    course = Course.find()
    os.environ |= {"OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", "HW3_TRAINING_STEPS": "2"}
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        grader = graders.this_grader(course, Path(place, "course"))
        students.hand_in(course, grader.folder, graders.ASSIGNMENT, range(count))
        copied = Course(grader.folder)
        text = render(anatomy(copied, graders.ASSIGNMENT), floor(copied, graders.ASSIGNMENT))
        shutil.rmtree(grader.folder / "submitted")
    tables.show(text, "anatomy", course.root / "docs" / "performance.md" if write else None)


if __name__ == "__main__":
    main()
