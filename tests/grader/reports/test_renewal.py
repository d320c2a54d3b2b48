"""Marks come back: pages are renewed where gradebook or results say something else, and only there."""

import dataclasses
import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from nbgrader.api import Gradebook

from grader.cli import main
from grader.course import Course
from grader.notebooks import read_notebook
from grader.pipeline import attempt
from grader.pipeline.converters import generate_feedback
from grader.reports import renewal
from grader.reports.grade_sheet import read_grade_sheet
from grader.reports.renewal import Renewal, renew_pages
from grader.results import from_json
from grader.storage import result_files
from tests.support.little_class import hand_in

pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn
WRITTEN = "Because doubling is linear."


@pytest.fixture(scope="module")
def graded_once(laid_once: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Ada's answers are graded, but for the written one; what Ben handed in cannot be read."""
    course = Course(Path(shutil.copytree(laid_once.root, tmp_path_factory.mktemp("graded") / "course")))
    hand_in(course, "ada", "right")
    path = course.root / "submitted" / "ada" / "double" / "double.ipynb"
    notebook = read_notebook(path)
    notebook.cells[-1].source = WRITTEN
    notebook.cells[-1].metadata["grader"] = {"kept": 1.5}  # as only the grader may note it
    nbformat.write(notebook, path)
    hand_in(course, "ben", "torn")
    for student in ("ada", "ben"):
        attempt.grade_one(str(course.root), "double", student)
    return course


@pytest.fixture
def graded(graded_once: Course, tmp_path: Path) -> Course:
    return Course(Path(shutil.copytree(graded_once.root, tmp_path / "course")))


def page_of(course: Course, student: str) -> Path:
    return course.root / "feedback" / student / "double" / "double.html"


def text_of(course: Course, student: str = "ada") -> str:
    return " ".join(BeautifulSoup(page_of(course, student).read_text(), "html.parser").get_text(" ").split())


def mark(course: Course, student: str = "ada", comment: str = "", **marks: float) -> None:
    """What a person enters in the formgrader."""
    with Gradebook(course.database) as gradebook:
        grade = gradebook.find_grade("why", "double", "double", student)
        for name, value in marks.items():
            setattr(grade, name, value)
        if comment:
            gradebook.find_comment("why", "double", "double", student).manual_comment = comment
        gradebook.db.commit()


def report(course: Course) -> str:
    done = CliRunner().invoke(main, ["--course", str(course.root), "report", "double"], catch_exceptions=False)
    assert done.exit_code == 0
    return " ".join(done.output.split())


def test_a_page_says_not_graded_yet_until_marks_come_back(graded: Course) -> None:
    assert "why not graded yet" in text_of(graded)
    assert "4 of 4 points so far" in text_of(graded)
    mark(graded, manual_score=1.5, extra_credit=0.25, comment="Well seen.")
    assert ", 1 page renewed" in report(graded)
    after = text_of(graded)
    for said in ("why 1.75 / 2", "Extra credit: +0.25", "Comment: Well seen.", "5.75 of 6 points"):
        assert said in after
    assert "graded yet" not in after
    assert "earlier version" not in after
    assert [row.total for row in read_grade_sheet(graded.root, "double").rows if row.student == "ada"] == [5.75]


def test_a_page_that_says_what_the_gradebook_says_is_left_alone(graded: Course) -> None:
    before = {student: page_of(graded, student).stat().st_mtime_ns for student in ("ada", "ben")}
    assert renew_pages(graded, "double") == Renewal(0, ())
    assert {student: page_of(graded, student).stat().st_mtime_ns for student in before} == before


def test_a_renewed_page_is_the_one_that_nbgrader_would_make(graded: Course) -> None:
    mark(graded, manual_score=1)
    assert renew_pages(graded, "double").renewed == 1
    renewed, mode = page_of(graded, "ada").read_bytes(), page_of(graded, "ada").stat().st_mode
    generate_feedback(graded, "double", "ada")
    assert page_of(graded, "ada").read_bytes() == renewed
    assert page_of(graded, "ada").stat().st_mode == mode
    assert renew_pages(graded, "double").renewed == 0


def test_another_result_and_another_penalty_renew_a_page_too(graded: Course) -> None:
    result = from_json(graded.result_file("double", "ada").read_text())
    result_files.save(graded, dataclasses.replace(result, notes=("A cell was put back.",)))
    assert renew_pages(graded, "double").renewed == 1
    assert "A cell was put back." in text_of(graded)
    with Gradebook(graded.database) as gradebook:
        gradebook.find_submission("double", "ada").notebooks[0].late_submission_penalty = 3
        gradebook.db.commit()
    assert renew_pages(graded, "double").renewed == 1
    assert "1 of 4 points so far" in text_of(graded)


def test_a_page_that_is_missing_or_not_ours_is_made(graded: Course) -> None:
    page_of(graded, "ada").write_text("<html>another program's</html>")
    assert renew_pages(graded, "double").renewed == 1
    page_of(graded, "ada").unlink()
    assert renew_pages(graded, "double").renewed == 1
    assert "not graded yet" in text_of(graded)


def test_marks_for_what_could_not_be_graded_come_back_too(graded: Course) -> None:
    assert "could not be graded" in text_of(graded, "ben")
    mark(graded, "ben", manual_score=2, comment="As you told me.")
    assert renew_pages(graded, "double").renewed == 1
    for said in ("could not be graded", "why 2 / 2", "As you told me."):
        assert said in text_of(graded, "ben")


def test_a_page_that_cannot_be_renewed_is_told_and_stops_no_other(graded: Course) -> None:
    mark(graded, "ada", manual_score=1)
    mark(graded, "ben", manual_score=1)
    (graded.root / "autograded" / "ada" / "double" / "double.ipynb").write_text("{")
    told = report(graded)
    assert ", 1 page renewed" in told
    found = renew_pages(graded, "double")
    assert found.renewed == 0
    assert len(found.failures) == 1
    assert found.failures[0].startswith(f"{page_of(graded, 'ada')}: the page could not be renewed (CourseError: ")
    assert found.failures[0].endswith("Grade it again: grader grade double --force --student ada")
    assert "why 1 / 2" in text_of(graded, "ben")


def test_a_submission_that_waits_to_be_graded_again_keeps_its_page(graded: Course) -> None:
    before = page_of(graded, "ada").read_bytes()
    mark(graded, manual_score=1)
    graded.result_file("double", "ada").unlink()
    assert renew_pages(graded, "double") == Renewal(0, ())
    assert page_of(graded, "ada").read_bytes() == before


def test_the_handout_and_the_gradebook_are_read_once_for_a_class(
    graded: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Gradebook(graded.database) as gradebook:
        for number in range(30):
            gradebook.update_or_create_student(f"s{number}")
            gradebook.update_or_create_submission("double", f"s{number}")
    for number in range(30):
        for room in ("autograded", "feedback"):
            shutil.copytree(graded.root / room / "ada", graded.root / room / f"s{number}")
        shutil.copy(graded.result_file("double", "ada"), graded.result_file("double", f"s{number}"))
    reads: dict[str, int] = {"handout": 0, "read_marks": 0}
    for name in reads:
        real = getattr(renewal, name)

        def counted(*given: object, name: str = name, real: object = real) -> object:
            reads[name] += 1
            return real(*given)  # type: ignore[operator]

        monkeypatch.setattr(renewal, name, counted)
    assert renew_pages(graded, "double").renewed == 30
    assert reads == {"handout": 1, "read_marks": 1}


def test_when_a_submission_is_graded_again_then_its_marks_are_kept_and_told(graded: Course) -> None:
    mark(graded, manual_score=1.5, needs_manual_grade=False)
    attempt.grade_one(str(graded.root), "double", "ada")
    assert "1.5 points by hand were given to an earlier version of your submission" in text_of(graded)
    assert renew_pages(graded, "double").renewed == 0
    mark(graded, manual_score=2)
    assert renew_pages(graded, "double").renewed == 1
    assert "earlier version" not in text_of(graded)


def test_when_a_submission_is_graded_again_then_comments_and_extra_credit_alone_are_told_too(graded: Course) -> None:
    mark(graded, comment="Say why.", extra_credit=0.5)
    assert renew_pages(graded, "double").renewed == 1
    assert "earlier version" not in text_of(graded)
    attempt.grade_one(str(graded.root), "double", "ada")
    shown = text_of(graded)
    assert "Say why." in shown
    assert "The comment was given to an earlier version." in shown
    assert "Extra credit: +0.5, included, given to an earlier version." in shown
    mark(graded, comment="Say it once more.")
    renew_pages(graded, "double")
    assert "The comment was given" not in text_of(graded)
