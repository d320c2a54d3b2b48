"""A class that hands in `double` of the little course, and all that grading it leaves, to be compared."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from sqlalchemy import text

from grader.bank import answers
from grader.course import CONFIG, Course
from grader.notebooks import read_notebook
from grader.pipeline import attempt, preparation

NAME = "double"
GRADER = Path(sys.executable).with_name("grader")
ANSWERS = {
    "right": "def double(number):\n    return 2 * number",
    "square": "def double(number):\n    return number * number",  # right for nothing alone
    "raises": "def double(number):\n    raise ValueError(number)",
    "same": "def double(number):\n    return number + number",
}
POINTS = {"right": 4.0, "square": 1.0, "raises": 0.0, "same": 4.0, "torn": None}


def hand_in(course: Course, student: str, kind: str, late: bool = False) -> None:
    """Put one submission where students' are."""
    folder = course.root / "submitted" / student / NAME
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "torn":
        (folder / f"{NAME}.ipynb").write_text('{"cells": [')
    else:
        notebook = answers.compose(read_notebook(course.notebook(NAME, "release")), {NAME: ANSWERS[kind]})
        nbformat.write(notebook, folder / f"{NAME}.ipynb")
    if late:
        (folder / "timestamp.txt").write_text("2030-01-01 00:00:00 UTC")


def hand_in_all(course: Course, number: int = 5) -> list[str]:
    """A class of so many, every kind among them; whoever is late gets nothing."""
    settings = 'c.Course.due["double"] = "2029-01-01 12:00:00 UTC"\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
    with (course.root / CONFIG).open("a") as config:
        config.write(settings)
    course.__dict__.pop("config", None)  # read before
    kinds = list(POINTS)
    students = [f"student-{place}" for place in range(number)]
    for place, student in enumerate(students):
        hand_in(course, student, kinds[place % len(kinds)], late=place % 2 == 1)
    return students


def command(course: Course, *options: object) -> list[str]:
    """The command that grades the class."""
    return [str(GRADER), "--course", str(course.root), "grade", NAME, *map(str, options)]


def grade(course: Course, *options: object, status: int = 0) -> str:
    """Grade the class by the real command; what it says."""
    done = subprocess.run(command(course, *options), capture_output=True, text=True, timeout=300)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout + done.stderr


def grade_here(course: Course, *students: str) -> None:
    """Grade submissions in this process, where neither the command nor what is around it is what a test is about."""
    with contextlib.chdir(course.root):  # nbgrader leaves another
        preparation.prepare(course, NAME)
        for student in students:
            attempt.grade_one(str(course.root), NAME, student)


def scores(course: Course) -> dict[str, float | None]:
    """What the gradebook holds for the automatic task, by student."""
    with Gradebook(course.database) as gradebook:
        return {
            submission.student_id: gradebook.find_grade(NAME, NAME, NAME, submission.student_id).auto_score
            for submission in gradebook.assignment_submissions(NAME)
        }


def entries(course: Course) -> dict[str, Any]:
    """All of the gradebook but ids and the times of grading itself."""
    with Gradebook(course.database) as gradebook:
        assignment = gradebook.find_assignment(NAME)
        submissions = [
            {
                "student": submission.student_id,
                "handed in": submission.timestamp,
                "penalty": submission.late_submission_penalty,
                "cells": sorted(
                    (grade.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                ),
                "comments": sorted(
                    (comment.name, comment.auto_comment, comment.manual_comment)
                    for notebook in submission.notebooks
                    for comment in notebook.comments
                ),
            }
            for submission in gradebook.assignment_submissions(NAME)
        ]
        return {
            "students": sorted(student.id for student in gradebook.students),
            "due": assignment.duedate,
            "assignments": [each.name for each in gradebook.assignments],
            "cells": sorted(
                (cell.name, cell.source) for notebook in assignment.notebooks for cell in notebook.source_cells
            ),
            "version": gradebook.db.execute(text("SELECT version_num FROM alembic_version")).fetchall(),
            "submissions": sorted(submissions, key=lambda submission: str(submission["student"])),
        }


def files(course: Course) -> dict[str, bytes]:
    """Every file that grading leaves for a person to read, by its name in the course."""
    rooms = ("autograded", "feedback", "release", f"reports/{NAME}/results", "submitted")
    return {
        str(path.relative_to(course.root)): path.read_bytes()
        for room in rooms
        for path in (course.root / room).rglob("*")
        if path.is_file()
    }


def children(pid: int) -> set[int]:
    """The processes below one, of this machine."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def alive(pids: set[int]) -> set[int]:
    """Those of some processes that still run."""
    return {pid for pid in pids if os.path.exists(f"/proc/{pid}") and "\nState:\tZ" not in _status(pid)}


def _status(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return "\nState:\tZ"


def under_way(course: Course, students: list[str]) -> bool:
    """Whether at least one of a class is judged, and at least two are not."""
    judged = sum(course.result_file(NAME, student).is_file() for student in students)
    return 1 <= judged <= len(students) - 2


def expected(students: list[str]) -> dict[str, float | None]:
    """What a class that `hand_in_all` made must get."""
    points = list(POINTS.values())
    return {student: points[place % len(points)] for place, student in enumerate(students)}
