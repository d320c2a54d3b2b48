"""A class that hands in `double` of the little course at various times, graded without a kernel."""

import csv
import shutil
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from traitlets.config import Config

from grader.course import CONFIG, Course
from grader.late import export
from grader.reports.grade_sheet import Row, read_grade_sheet
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult
from grader.storage.result_files import save

NAME = "double"
DUE = 'c.Course.due["double"] = "2024-04-17 23:55 Europe/Vienna"\n'
RULE = "c.Late.per_day = 10\nc.Late.grace_minutes = 10\nc.Late.free_days = 1\n"
TIMES = {
    "ada": "2024-04-17 10:00 Europe/Vienna",
    "ben": "2024-04-18 00:00 Europe/Vienna",  # within the grace
    "cy": "2024-04-19 02:55 Europe/Vienna",  # 27 hours late
    "emil": "2024-04-19 10:00 Europe/Vienna",  # within an extension
    "fay": None,
    "gus": "yesterday",
}
EXTENSIONS = "student,assignment,until,reason\nemil,double,2024-04-20 12:00,burn-out\nzoe,double,2024-04-30 12:00,\n"
ROSTER = "id,first_name,last_name,email\n" + "".join(
    f"{student},{student.capitalize()},X,{student}@example.org\n" for student in [*TIMES, "zoe"]
)
EXPLAINED = {
    "ada": "",
    "ben": "5 min late, within the grace of 10 min: no points are taken off",
    "cy": "27 h late, one free day used, 3 h count: 10 % of 5.5 = 0.55 points",
    "emil": "34 h 5 min after the due date, within the extension: no points are taken off",
    "fay": "no time of arrival is known: it counts as on time",
    "gus": "the time of arrival could not be read from timestamp.txt ('yesterday' is not a date and a time): "
    "it counts as on time",
    "zoe": "",
}


def settings(course: Course, text: str) -> Course:
    """Add to a course's settings."""
    with (course.root / CONFIG).open("a", encoding="utf-8") as config:
        config.write(f"\n{text}\n")
    return Course(course.root)


def hand_in(course: Course, student: str, time: str | None, assignment: str = NAME) -> None:
    """Put a submission and its time where they belong."""
    folder = course.root / "submitted" / student / assignment
    folder.mkdir(parents=True)
    shutil.copy(course.notebook(NAME, "release"), folder)
    if time is not None:
        (folder / "timestamp.txt").write_text(time)


def grade(course: Course, student: str, by_hand: float = 1.5) -> None:
    """Enter what the judge and a person gave, 4 and 1.5 points, and leave the notebook that pages are made from."""
    tests = (CheckResult("It doubles", Outcome.PASSED, 4, 4),)
    save(course, SubmissionResult(NAME, Status.GRADED, 4, 4, (TaskResult(NAME, 4, 4, tests),), student=student))
    with Gradebook(course.database) as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(NAME, student)
        for name, points in (("double", {"auto_score": 4}), ("why", {"manual_score": by_hand})):
            given = gradebook.find_grade(name, NAME, NAME, student)
            given.needs_manual_grade = False
            for field, value in points.items():
                setattr(given, field, value)
        gradebook.db.commit()
    folder = course.root / "autograded" / student / NAME
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.read(course.notebook(NAME, "release"), 4), folder / f"{NAME}.ipynb")


def late_class(course: Course, rule: str = RULE) -> Course:
    """Add a due date and a rule to a course whose gradebook knows `double`, and grade the class."""
    course = settings(course, DUE + rule)
    (course.root / "roster.csv").write_text(ROSTER)
    (course.root / "extensions.csv").write_text(EXTENSIONS)
    for student, time in TIMES.items():
        hand_in(course, student, time)
        grade(course, student)
    return course


def page_of(course: Course, student: str) -> Path:
    """Return where a student's feedback page is."""
    return course.root / "feedback" / student / NAME / f"{NAME}.html"


def rows(course: Course) -> dict[str, Row]:
    """The rows of the grade sheet, by student."""
    return {row.student: row for row in read_grade_sheet(course.root, NAME, course.database).rows}


def text_of(course: Course, student: str) -> str:
    """The words of a feedback page."""
    return " ".join(BeautifulSoup(page_of(course, student).read_text(), "html.parser").get_text(" ").split())


def exported(course: Course) -> dict[str, dict[str, str]]:
    """The table that nbgrader's export writes by the class of the settings."""
    target = course.root / "exported.csv"
    with Gradebook(course.database) as gradebook:
        config = Config(course.config)
        plugin = export.FinalGrades(config=config)
        plugin.to = str(target)
        plugin.export(gradebook)
    with target.open(newline="", encoding="utf-8") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}
