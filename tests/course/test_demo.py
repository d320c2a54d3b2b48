"""The made-up class, graded from first to last with the real command."""

import csv
import html
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from grader import demo, results
from grader.bank import answers
from grader.course import CONFIG, Course
from grader.notebooks import read_notebook

pytestmark = pytest.mark.kernel

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SPARED = (
    () if "SOAK" in os.environ else ("ben", "chen", "dora", "kofi")
)  # `make demo` judges all; their like is in the bank


def run(course: Course, *command: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [BIN / command[0], *command[1:]], cwd=course.root, capture_output=True, text=True, timeout=800
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, list[answers.Member], str]:
    course = demo.lay_out(Course(ROOT), tmp_path_factory.mktemp("course") / "demo")
    shutil.copytree(ROOT / "release" / "hw3", course.root / "release" / "hw3")
    with (course.root / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write("\nc.ExecuteAndJudge.timeout = 10  # one student's cells never end\n")
    members = [member for member in answers.read_class(course, "hw3") if member.student not in SPARED]
    for member in members:
        answers.hand_in(course, "hw3", member)
    done = run(course, "grader", "grade", "hw3", "--jobs", "2")
    return course, members, done.stdout


def test_when_the_class_is_graded_then_every_score_is_the_expected_one(graded):
    course, members, _ = graded
    assert demo.differences(course, members) == []


def test_when_the_class_is_graded_then_the_gradebook_says_the_same(graded):
    course, members, _ = graded
    with Gradebook(course.database) as gradebook:
        for member in members:
            notebook = gradebook.find_submission("hw3", member.student).notebooks[0]
            auto = {grade.name: grade.auto_score for grade in notebook.grades if grade.name != "gradient_map"}
            wanted = member.expected or dict.fromkeys(auto)
            assert auto == wanted, member.student


def test_when_the_class_is_graded_then_the_table_names_everyone(graded):
    _, members, printed = graded
    for member in members:
        assert member.student in printed


def test_when_the_class_is_graded_then_the_grades_table_holds_everyone(graded):
    course, members, _ = graded
    with (course.root / "reports" / "hw3" / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert set(rows) == {member.student for member in members}
    assert rows["milo"]["status"] == "needs attention"
    assert float(rows["lena"]["late_hours"]) == 72


def test_when_no_figure_was_handed_in_then_all_of_the_notebook_are_drawn(graded):
    course, _, _ = graded
    solved = read_notebook(Course(ROOT).notebook("hw3", "solutions"))
    drawn = read_notebook(course.folder("autograded", "emil", "hw3") / "hw3.ipynb")
    assert with_pictures(drawn) == with_pictures(solved) != []
    page = (course.root / "feedback" / "emil" / "hw3" / "hw3.html").read_text(encoding="utf-8")
    assert page.count('src="data:image/png') >= len(with_pictures(solved))


def with_pictures(notebook: NotebookNode) -> list[str]:
    return [
        cell.id
        for cell in notebook.cells
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
    ]


def test_when_a_submission_is_graded_then_its_feedback_page_says_what_is_wrong(graded):
    course, _, _ = graded
    page = (course.root / "feedback" / "emil" / "hw3" / "hw3.html").read_text(encoding="utf-8")
    assert "79 of 90 points so far" in page
    assert "Task 5: reading the map (10 points)" in page
    assert "not yet right" in page
    assert "reference." not in page
    assert "assert_close" not in page


def test_when_a_submission_cannot_be_read_then_report_and_feedback_page_give_the_reason(graded):
    course, _, _ = graded
    result = results.from_json(course.result_file("hw3", "milo").read_text())
    assert result.reason.startswith("hw3.ipynb is not a readable notebook")
    page = (course.root / "feedback" / "milo" / "hw3" / "hw3.html").read_text(encoding="utf-8")
    assert result.reason in html.unescape(page)
    assert "could not be graded" in page


def test_when_nothing_has_changed_then_nothing_is_judged_again(graded):
    course, members, _ = graded
    done = run(course, "grader", "grade", "hw3")
    assert f"Judged 0; {len(members)} unchanged" in done.stdout


def test_when_plain_nbgrader_grades_then_the_scores_are_the_same(graded):
    course, members, _ = graded
    students = {member.student: member for member in members}
    course.result_file("hw3", "emil").unlink()
    run(course, "nbgrader", "autograde", "hw3", "--student", "emil", "--force")
    run(course, "nbgrader", "generate_feedback", "hw3", "--student", "emil", "--force")
    assert demo.differences(course, [students["emil"]]) == []
