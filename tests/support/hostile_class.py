"""The class in which some attack with their folder, their name or their notebook's text, and its grading."""

from dataclasses import dataclass
from pathlib import Path

from grader.bank.answers import Answer, find_answer, read_answer
from grader.batch import batch
from grader.course import CONFIG, Course
from grader.intake import submissions
from grader.notebooks import read_notebook
from grader.pipeline.preparation import prepare
from grader.reports.grade_sheet import Row, read_grade_sheet
from grader.reports.report import Report, write_report
from tests.support import planting
from tests.support.planting import spelt
from tests.support.surroundings import HONEST, Surroundings, small_course

BANK = Path(__file__).parents[1] / "answers" / "hw3"
ATTACKS = {
    path.stem: answer
    for path in sorted((BANK / "hostile").glob("*.py"))
    if not ((answer := read_answer(path)).code_alone or answer.also)  # the course has one task
}
HONEST_ONES = ("honest-1", "honest-2")
SETTINGS = "\nc.ExecuteAndJudge.update(timeout=10, submission_seconds=60)\n"


@dataclass
class Graded:
    """A class that was graded, and what there is to see of it."""

    course: Course
    report: Report
    rows: dict[str, Row]
    again: list[str]
    disturbed: list[str]


def student(attack: str) -> str:
    """Who makes an attack: by its head, or by its name."""
    return spelt(ATTACKS[attack].student) or attack


def hand_in(course: Course, name: str, answer: Answer) -> None:
    """A submission with an answer, its further cells, and what is planted in its folder."""
    released = read_notebook(course.notebook("hw3", "release"))
    planting.hand_in(released, answer, course.root / "submitted" / name / "hw3")


def graded_class(course: Course, root: Path) -> Graded:
    """Grade the class in a small copy of the course, twice, and look at what lies around it."""
    small = small_course(course, root)
    with open(small.root / CONFIG, "a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    for name in HONEST_ONES:
        hand_in(small, name, find_answer(course, "hw3", HONEST))
    prepare(small, "hw3")
    for attack, answer in ATTACKS.items():
        hand_in(small, student(attack), answer)
    with Surroundings(small) as around:
        batch.grade(small, "hw3", submissions.students(small, "hw3"), jobs=2)
        again = batch.grade(small, "hw3", submissions.students(small, "hw3"))
        report = write_report(small.root, read_grade_sheet(small.root, "hw3"))
        disturbed = around.disturbed("", written=[small.root / "gradebook.db"])
    rows = {row.student: row for row in read_grade_sheet(small.root, "hw3").rows}
    return Graded(small, report, rows, again, disturbed)
