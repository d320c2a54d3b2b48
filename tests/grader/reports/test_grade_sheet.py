"""Grade sheets out of the ordinary: no gradebook, unreadable results, nobody's work, nbgrader's own scores."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.errors import CourseError
from grader.reports.grade_sheet import GradeSheet, Row, Standing, read_grade_sheet
from grader.reports.report import write_report
from grader.results import Status, SubmissionResult, TaskResult, to_json
from tests.support.made_up_class import HW, TASKS, a_result, configure, grades, hand_in, mark, open_gradebook, save

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[Path, Gradebook]]:
    with open_gradebook(tmp_path) as book:
        yield tmp_path, book


def row_of(sheet: GradeSheet, student: str) -> Row:
    return next(row for row in sheet.rows if row.student == student)


@pytest.mark.gradebook
def test_when_nobody_handed_in_the_error_says_what_to_do(empty: tuple[Path, Gradebook]) -> None:
    root, book = empty
    book.add_student("ada")
    (root / "submitted" / "ada" / "hw2").mkdir(parents=True)
    with pytest.raises(CourseError, match="no submissions"):
        write_report(root, read_grade_sheet(root, HW))
    assert not (root / "reports").exists()


def test_without_a_gradebook_the_results_alone_make_a_report_and_none_is_made(tmp_path: Path) -> None:
    save(tmp_path, a_result("ada", 10))
    report = write_report(tmp_path, read_grade_sheet(tmp_path, HW))
    assert grades(report)[0]["max"] == "90"
    assert not (tmp_path / "gradebook.db").exists()


@pytest.mark.gradebook
def test_a_gradebook_that_cannot_be_read_is_the_courses_error(tmp_path: Path) -> None:
    save(tmp_path, a_result("ada", 10))
    (tmp_path / "gradebook.db").write_text("no database" * 100)
    with pytest.raises(CourseError, match="cannot be read"):
        write_report(tmp_path, read_grade_sheet(tmp_path, HW))


@pytest.mark.gradebook
@pytest.mark.parametrize("hidden", [False, True])
def test_nbgraders_own_scores_count_only_where_there_are_no_hidden_tests(
    empty: tuple[Path, Gradebook], hidden: bool
) -> None:
    root, book = empty
    for student in ("ada", "crashed"):
        hand_in(root, book, student, ("Ada", "L"))
        for task, best in TASKS.items():
            mark(book, student, task, auto_score=best, needs_manual_grade=False)
    save(root, SubmissionResult(HW, Status.NEEDS_ATTENTION, 0, 0, (), "No notebook.", "crashed"))
    if hidden:
        (root / "tests" / HW).mkdir(parents=True)
    sheet = read_grade_sheet(root, HW)
    ada, crashed = row_of(sheet, "ada"), row_of(sheet, "crashed")
    assert (ada.standing, ada.total) == ((Standing.NOT_GRADED, None) if hidden else (Standing.GRADED, 90))
    assert (crashed.standing, crashed.total) == (Standing.NEEDS_ATTENTION, None)


@pytest.mark.gradebook
def test_an_answer_left_unchanged_counts_zero_and_does_not_wait(empty: tuple[Path, Gradebook]) -> None:
    root, book = empty
    hand_in(root, book, "ada", ("Ada", "L"))
    save(root, a_result("ada", 10))
    mark(book, "ada", "gradient_map", auto_score=0.0, needs_manual_grade=False)
    ada = row_of(read_grade_sheet(root, HW), "ada")
    assert (ada.points["gradient_map"], ada.pending) == (0, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"version": 2}',
        to_json(a_result("other", 3)),
        to_json(a_result("ada", 3, score=float("nan"))),
        to_json(a_result("ada", 3, score="=1+1")),
        to_json(a_result("ada", 3, tasks=(TaskResult("score", float("inf"), 10),))),
    ],
    ids=["empty", "list", "deep", "version", "of another", "nan", "text", "infinite"],
)
def test_an_unreadable_result_needs_attention_and_costs_nobody_else(tmp_path: Path, text: str) -> None:
    save(tmp_path, a_result("grace", 10))
    (tmp_path / "reports" / HW / "results" / "ada.json").write_text(text)
    report = write_report(tmp_path, read_grade_sheet(tmp_path, HW))
    ada, grace = grades(report)
    assert (ada["status"], grace["status"]) == ("needs attention", "graded")
    assert "cannot be read" in ada["reason"]


def test_half_a_surrogate_pair_is_written_all_the_same(tmp_path: Path) -> None:
    save(tmp_path, a_result("ada", 1, status=Status.NEEDS_ATTENTION, reason="half"))
    path = tmp_path / "reports" / HW / "results" / "ada.json"
    path.write_text(path.read_text().replace('"half"', r'"\ud800 broken"'))
    assert grades(write_report(tmp_path, read_grade_sheet(tmp_path, HW)))[0]["reason"] == "\ufffd broken"


def test_nothing_judged_yet_still_makes_a_page(tmp_path: Path) -> None:
    configure(tmp_path)
    (tmp_path / "submitted" / "ada" / HW).mkdir(parents=True)
    report = write_report(tmp_path, read_grade_sheet(tmp_path, HW))
    assert report.summary.not_graded == 1
    assert "Nothing has been graded yet." in report.page.read_text()


def test_a_task_named_like_a_column_keeps_both(tmp_path: Path) -> None:
    save(tmp_path, a_result("ada", 1, tasks=(TaskResult("total", 3, 4),), score=3, max=4))
    assert grades(write_report(tmp_path, read_grade_sheet(tmp_path, HW)))[0]["task total"] == "3"
