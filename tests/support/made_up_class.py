"""A class of made-up, partly hostile students: results as the judge leaves them, and a real gradebook."""

import csv
import dataclasses
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from grader.course import CONFIG
from grader.reports.report import Report
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult, to_json

HW = "hw3"
TASKS = {"score": 10, "langevin": 25, "scorenet": 15, "loss": 20, "sampler": 20}
TESTS = {
    "score": ("The score is right at every point of a batch", "A single row keeps its shape"),
    "langevin": (
        "The drift is half the step times the score",
        "The noise is fresh",
        "The trajectory is whole",
    ),
    "scorenet": ("Three layers of the right sizes", "Nothing after the last layer"),
    "loss": ("The squared norm, not the norm", "The mean is over the batch", "Gradients reach the network"),
    "sampler": ("Row 0 is the start", "The start is left as it was", "No noise is added"),
}
HOSTILE = {
    "<script>alert(1)<!--": ('"><img src=x onerror=alert(2)>', "</td></table><script>alert(3)"),
    "=cmd('calc')!A1": ("=HYPERLINK('http:', 'x')", "@SUM(1+1)"),
    "+quote\"s 'and', commas": ("\tTab", "-2+3"),
    "two\nlines": ("\r=1+1", "Line\r\nBreak"),
    "ünï-çødé-学生": ("Зоя", "\u202egnihtyna"),
    "long-" + "x" * 200: ("Very" * 60, "Long" * 60),
    "esc\x1b[31mred": ("[bold]rich[/bold]", "{{ 7 * 7 }}"),
}


def a_result(student: str, level: int, **changes: object) -> SubmissionResult:
    """A submission that passes more tests the higher its level (0 to 10)."""
    tasks = []
    for place, (task, best) in enumerate(TASKS.items()):
        each = best / len(TESTS[task])
        tests = []
        for rank, name in enumerate(TESTS[task]):
            passed = level >= 2 * place + rank
            failure = Outcome.ERROR if (level + rank) % 3 == 0 else Outcome.FAILED
            outcome = Outcome.PASSED if passed else failure
            tests.append(CheckResult(name, outcome, each * passed, each, "" if passed else "Is it a batch?"))
        tasks.append(TaskResult(task, sum(test.points for test in tests), best, tuple(tests)))
    score = sum(task.points for task in tasks)
    result = SubmissionResult(HW, Status.GRADED, score, 90, tuple(tasks), student=student)
    return dataclasses.replace(result, **changes)  # type: ignore[arg-type]


def configure(root: Path, settings: str = "") -> None:
    """Make a folder a course, and add to its settings."""
    with (root / CONFIG).open("a", encoding="utf-8") as config:
        config.write(settings)


def save(root: Path, result: SubmissionResult) -> None:
    """Put a result where the judge leaves it."""
    folder = root / "reports" / HW / "results"
    folder.mkdir(parents=True, exist_ok=True)
    configure(root)
    (folder / f"{result.student}.json").write_text(to_json(result), encoding="utf-8")


@cache
def blank_gradebook() -> bytes:
    """An empty gradebook as nbgrader itself makes it, which takes seconds."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
        Gradebook(f"sqlite:///{folder}/gradebook.db").close()
        return Path(folder, "gradebook.db").read_bytes()


def open_gradebook(root: Path) -> Gradebook:
    """A gradebook with the assignment in it."""
    configure(root)
    (root / "gradebook.db").write_bytes(blank_gradebook())
    book = Gradebook(f"sqlite:///{root / 'gradebook.db'}")
    book.add_assignment(HW, duedate="2025-12-01 23:00:00 UTC")
    book.add_notebook(HW, HW)
    for task, best in TASKS.items():
        book.add_grade_cell(task, HW, HW, max_score=best, cell_type="code")
        book.add_solution_cell(f"{task}-answer", HW, HW)
    book.add_grade_cell("gradient_map", HW, HW, max_score=10, cell_type="markdown")
    book.add_solution_cell("gradient_map", HW, HW)
    return book


def hand_in(root: Path, book: Gradebook, student: str, names: tuple[str, str], when: str = "01 20:00") -> None:
    """A submission of a known student, in the folder and in the gradebook."""
    (root / "submitted" / student / HW).mkdir(parents=True)
    book.add_student(student, first_name=names[0], last_name=names[1])
    book.add_submission(HW, student, timestamp=f"2025-12-{when}:00 UTC")


def mark(book: Gradebook, student: str, task: str, **marks: object) -> None:
    """Give points in the gradebook as a person or nbgrader does."""
    grade = book.find_grade(task, HW, HW, student)
    for name, value in marks.items():
        setattr(grade, name, value)
    book.db.commit()


def make_class(root: Path) -> None:
    """Forty students: good, bad, late, hostile, broken, ungraded and absent."""
    order = (*list(TASKS)[:4], "gradient_map", "sampler")
    cells = [new_code_cell(metadata={"nbgrader": {"grade_id": name}}) for name in order]
    (root / "release" / HW).mkdir(parents=True)
    nbformat.write(new_notebook(cells=[new_code_cell(), *cells]), root / "release" / HW / "hw3.ipynb")
    with open_gradebook(root) as book:
        for index in range(28):
            student = f"student{index:02}"
            hand_in(root, book, student, (f"First{index}", "O'Last"), "02 12:30" if index % 9 == 4 else "01 20:00")
            save(root, a_result(student, (index * 7) % 12))
            if index % 2:
                mark(book, student, "gradient_map", manual_score=index % 11, needs_manual_grade=False)
        for index, (student, names) in enumerate(HOSTILE.items()):
            hand_in(root, book, student, names)
            hostile = f"=1+{student}</p><script>alert(4)</script>\nsecond line"
            changes = {"status": Status.NEEDS_ATTENTION, "reason": hostile} if index % 2 else {}
            save(root, a_result(student, index + 3, notes=(hostile,), seen=(hostile,), **changes))
        hand_in(root, book, "crashed", ("Old", "Score"))
        save(
            root,
            SubmissionResult(HW, Status.NEEDS_ATTENTION, 0, 90, (), "The notebook is no JSON.", "crashed"),
        )
        mark(book, "crashed", "score", auto_score=10, needs_manual_grade=False)
        hand_in(root, book, "torn", ("Torn", "File"))
        (root / "reports" / HW / "results" / "torn.json").write_text('{"version": 1, "assign')
        hand_in(root, book, "waiting", ("Not", "Graded"))
        book.add_student("absent", first_name="Not", last_name="There")
        mark(book, "student01", "score", manual_score=9.5, extra_credit=1.0, needs_manual_grade=True)
        late = book.find_submission_notebook(HW, HW, "student04")
        late.late_submission_penalty = 5.0
        book.db.commit()
    (root / "submitted" / "unknown" / HW).mkdir(parents=True)
    (root / "submitted" / "README.md").write_text("Submissions go here.")


def grades(report: Report) -> list[dict[str, str]]:
    """The rows of the table of grades."""
    with report.grades.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
