"""The broken bank, graded: every repair is told of, and no answer gets a silent zero."""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader import demo, results
from grader.batch import batch
from grader.course import Course
from grader.intake import submissions
from grader.notebooks import read_notebook
from grader.repair.additions import TITLE
from grader.reports.grade_sheet import read_grade_sheet
from grader.reports.report import write_report
from tests.broken.cases import TASKS, Case, hand_in, read_cases

HERE = Course(Path(__file__).parents[2])
CASES = read_cases(HERE)


def test_when_the_bank_is_counted_then_it_is_as_large_as_promised():
    assert len(CASES) >= 44
    assert {path.stem for path in (HERE.root / "tests/answers/hw3/broken").glob("*.toml")} == {
        case.name for case in CASES
    }
    for case in CASES:
        assert case.why.endswith("."), case.name
        assert bool(case.reason) != bool(case.points), case.name
        assert not case.points or set(case.points) == set(TASKS), case.name


FAILED = re.compile(r"Cell \d+: `.*` failed \(.*\); the cell's other statements were run all the same\.")
# One of each kind, judged for real in every run; SOAK=1 judges all. A kernel dies in the made-up class.
SPREAD = (
    "in_a_zip",
    "truncated",
    "outputs_100_mb",
    "double_precision",
    "settings_left_at_the_end",
    "import_in_a_check",
    "helper_name_reused",
    "another_network_at_the_end",
    "modules_shadowed_at_the_end",
    "reset_at_the_end",
    "not_installed",
    "not_installed_and_used",
    "newer_python",
    "older_library",
    "helper_deleted",
    "compiled",
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, list[Case]]:
    """A class in which every student hands in one case, graded once."""
    chosen = [case for case in CASES if os.environ.get("SOAK") or case.name in SPREAD]
    course = demo.lay_out(HERE, tmp_path_factory.mktemp("course") / "broken")
    shutil.copytree(HERE.root / "release" / "hw3", course.root / "release" / "hw3")
    for case in chosen:
        hand_in(case, HERE, course.root / "submitted" / case.name / "hw3")
    students = submissions.students(course, "hw3")
    assert students == sorted(case.name for case in chosen)
    batch.grade(course, "hw3", students, jobs=2)
    return course, chosen


def test_when_the_class_is_graded_then_each_case_gets_what_it_must(graded):
    course, chosen = graded
    assert len(chosen) >= len(SPREAD)
    wrong = {}
    for case in chosen:
        result = results.from_json(course.result_file("hw3", case.name).read_text(encoding="utf-8"))
        points = {task.id: task.points for task in result.tasks}
        wanted = ("needs attention" if case.reason or case.look else "graded", case.points, True)
        found = (str(result.status), points, case.reason in result.reason and case.look in result.reason)
        judged = [note for note in result.notes if any(said in note for said in case.judged)]
        repairs = [note for note in result.notes if note not in judged and not FAILED.match(note)]
        told = all(any(said in note for note in judged) for said in case.judged)
        if found != wanted or repairs != case.notes or not told:
            wrong[case.name] = (found, result.reason, result.notes)
    assert wrong == {}


def test_when_the_class_is_graded_then_the_gradebook_holds_no_silent_zero(graded):
    course, chosen = graded
    with Gradebook(course.database) as gradebook:
        for case in chosen:
            [notebook] = gradebook.find_submission("hw3", case.name).notebooks
            scores = {grade.name: grade.auto_score for grade in notebook.grades if grade.name in TASKS}
            assert scores == (case.points or dict.fromkeys(TASKS)), case.name


def test_when_the_class_is_graded_then_every_repair_is_told_on_the_feedback_page_and_in_the_report(graded):
    course, chosen = graded
    sheet = read_grade_sheet(course.root, "hw3", course.database)
    report = write_report(course.root, sheet).page.read_text(encoding="utf-8")
    for case in chosen:
        page = course.root / "feedback" / case.name / "hw3" / "hw3.html"
        pages = [html.unescape(text) for text in (report, page.read_text(encoding="utf-8"))]
        for said in [*case.notes, *filter(None, [case.reason])]:
            assert all(said in text for text in pages), (case.name, said)


def test_when_the_class_is_graded_then_what_was_added_to_a_check_is_shown_as_that(graded):
    course, _ = graded
    page = course.root / "feedback" / "import_in_a_check" / "hw3" / "hw3.html"
    assert html.unescape(page.read_text(encoding="utf-8")).count(TITLE) == 3
    [notebook] = (course.root / "autograded" / "import_in_a_check" / "hw3").glob("*.ipynb")
    kept = [cell for cell in read_notebook(notebook).cells if cell.source.startswith(TITLE)]
    assert len(kept) == 3
    assert not any("nbgrader" in cell.metadata for cell in kept)


@pytest.mark.skipif("SOAK" not in os.environ, reason="plain nbgrader grades in tests/course/test_demo.py as well")
def test_when_plain_nbgrader_grades_then_it_finds_the_renamed_notebook_too(graded):
    course, _ = graded
    case = next(case for case in CASES if case.name == "release_beside_it")
    hand_in(case, HERE, course.root / "submitted" / "plain" / "hw3")
    command = [Path(sys.executable).parent / "nbgrader", "autograde", "hw3", "--student", "plain"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    result = results.from_json(course.result_file("hw3", "plain").read_text(encoding="utf-8"))
    assert ({task.id: task.points for task in result.tasks}, list(result.notes)) == (case.points, case.notes)
