"""What people did to scores, and what is no longer there, is told in report and table, by task."""

import shutil
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from grader import cli
from grader.course import CONFIG
from grader.reports.grade_sheet import Row, Standing, read_grade_sheet
from grader.reports.report import Report, write_report
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult
from tests.support.made_up_class import HW, a_result, grades, hand_in, mark, save

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = [pytest.mark.gradebook, pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")]


def row(root: Path, student: str = "ada") -> Row:
    return next(row for row in read_grade_sheet(root, HW).rows if row.student == student)


def table(report: Report, student: str = "ada") -> dict[str, str]:
    return next(row for row in grades(report) if row["student"] == student)


def text(report: Report) -> str:
    return report.page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("task", "marks", "told"),
    [
        ("langevin", {"manual_score": 25}, "langevin: 25 by hand, 5 by its tests"),
        ("langevin", {"manual_score": 5}, "langevin: 5 by hand, 5 by its tests"),
        ("langevin", {"manual_score": 0}, "langevin: 0 by hand, 5 by its tests"),
        ("langevin", {"manual_score": 20, "extra_credit": 2.5}, "langevin: 20 by hand, 5 by its tests, 2.5 extra"),
        ("score", {"extra_credit": 2}, "score: 2 extra"),
        ("score", {"extra_credit": -1}, "score: -1 extra"),
        ("sampler", {"manual_score": 20}, "sampler: 20 by hand, not graded by its tests"),
        ("gradient_map", {"manual_score": 7, "extra_credit": 1}, "gradient_map: 1 extra"),
    ],
)
def test_a_score_that_a_person_set_is_told_by_task(ada, task, marks, told):
    root, book = ada
    mark(book, "ada", task, **marks)
    report = write_report(root, read_grade_sheet(root, HW))
    assert row(root).set_by_hand == (told,)
    assert table(report)["set_by_hand"] == told
    assert text(report).count(told) == 2
    assert "Scores set by hand" in text(report)
    assert report.summary.set_by_hand == 1


def test_the_mark_of_a_written_task_and_the_judges_own_scores_are_not_told(ada):
    root, book = ada
    mark(book, "ada", "gradient_map", manual_score=7, needs_manual_grade=False)
    report = write_report(root, read_grade_sheet(root, HW))
    assert (row(root).set_by_hand, table(report)["set_by_hand"], report.summary.set_by_hand) == ((), "", 0)
    assert "Scores set by hand" not in text(report)


def test_six_scores_set_at_once_are_six_lines(ada):
    root, book = ada
    for task in ("score", "langevin", "scorenet", "loss", "sampler"):
        mark(book, "ada", task, manual_score=10)
    assert len(row(root).set_by_hand) == 5
    assert table(write_report(root, read_grade_sheet(root, HW)))["set_by_hand"].count(" by hand") == 5


def test_marks_of_an_earlier_version_are_known_by_task(ada):
    root, book = ada
    mark(book, "ada", "gradient_map", manual_score=7, needs_manual_grade=True)
    assert row(root).marked_before == ("gradient_map",)
    assert "look again: gradient_map" in row(root).reason
    mark(book, "ada", "gradient_map", needs_manual_grade=False)
    assert row(root).marked_before == ()


def test_who_could_not_be_read_is_not_to_be_marked_by_hand(ada):
    root, book = ada
    hand_in(root, book, "ben", ("Ben", "K"))
    for status in (Status.NEEDS_ATTENTION, Status.INTERNAL_ERROR):
        save(root, SubmissionResult(HW, status, 0, 90, (), "The notebook is no JSON.", "ben"))
        report = write_report(root, read_grade_sheet(root, HW))
        assert row(root, "ben").pending == ()
        assert table(report, "ben")["gradient_map"] == ""
        assert report.summary.by_hand == 1  # ada
    save(root, a_result("ben", 3, status=Status.NEEDS_ATTENTION, reason="its time was used up"))
    assert write_report(root, read_grade_sheet(root, HW)).summary.by_hand == 2


def test_when_a_folder_is_removed_after_grading_then_that_is_told_and_the_marks_stay(ada):
    root, book = ada
    mark(book, "ada", "gradient_map", manual_score=7, needs_manual_grade=False)
    shutil.rmtree(root / "submitted" / "ada")
    report = write_report(root, read_grade_sheet(root, HW))
    told = table(report)
    assert told["status"] == "nothing handed in any more"
    assert (told["total"], told["langevin"], told["gradient_map"]) == ("20", "5", "7")
    assert "no longer exists" in told["reason"]
    assert (report.summary.gone, report.summary.graded) == (1, 0)
    assert "nothing handed in any more" in text(report)


def test_when_a_folder_of_one_who_needed_attention_is_removed_then_both_are_told(ada):
    root, _ = ada
    save(root, SubmissionResult(HW, Status.NEEDS_ATTENTION, 0, 90, (), "The notebook is no JSON.", "ada"))
    shutil.rmtree(root / "submitted" / "ada")
    assert row(root).standing is Standing.GONE
    assert "The notebook is no JSON." in row(root).reason


def test_who_never_handed_in_and_who_hands_in_again_are_not_gone(ada):
    root, book = ada
    book.add_student("ben")
    assert row(root, "ben").standing is Standing.NOTHING
    shutil.rmtree(root / "submitted" / "ada")
    (root / "submitted" / "ada" / HW).mkdir(parents=True)
    assert row(root).standing is Standing.GRADED


def test_without_a_folder_of_submissions_nobody_is_gone(ada):
    root, _ = ada
    shutil.rmtree(root / "submitted")
    assert row(root).standing is Standing.GRADED


def test_what_broke_in_a_hidden_test_stands_in_the_report_once(ada):
    root, _ = ada
    detail = "KeyError: 'x' (test_score.py:7)"
    tests = tuple(CheckResult(f"Test {n}", Outcome.INTERNAL, 5, 5, "Ours.", detail) for n in (1, 2))
    task, reason = TaskResult("score", 10, 10, tests), "a hidden test of score failed to judge"
    save(root, SubmissionResult(HW, Status.INTERNAL_ERROR, 10, 10, (task,), reason, "ada"))
    assert table(write_report(root, read_grade_sheet(root, HW)))["reason"] == f"{reason} ({detail})"


def test_an_untouched_task_has_a_column_and_a_colour_of_its_own(ada):
    root, _ = ada
    tests = tuple(CheckResult(f"Test {n}", Outcome.NOT_ATTEMPTED, 0, 5) for n in (1, 2))
    save(root, a_result("ada", 0, tasks=(TaskResult("score", 0, 10, tests),), score=0))
    report = write_report(root, read_grade_sheet(root, HW))
    assert '<th scope="col" class="n optional">Not attempted</th>' in text(report)
    assert text(report).count('<span class="untouched" style="width: 100.0%">') == 2
    assert table(report)["score"] == "0"


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        (UTC, "Due 1 December 2025, 23:00."),
        (ZoneInfo("Europe/Vienna"), "Due 2 December 2025, 00:00."),
        (ZoneInfo("America/New_York"), "Due 1 December 2025, 18:00."),
    ],
)
def test_times_are_those_of_the_courses_zone(ada, zone, due):
    root, _ = ada
    html = text(write_report(root, read_grade_sheet(root, HW), time_zone=zone))
    assert due in html
    assert f"Times are those of {zone}." in html


def test_the_command_tells_of_scores_set_by_hand_and_uses_the_courses_zone(ada, course):
    root, book = ada
    mark(book, "ada", "langevin", manual_score=25)
    (root / "source" / HW).mkdir(parents=True)
    (root / "source" / HW / "hw3.ipynb").touch()
    config = (course.root / CONFIG).read_text() + '\nc.Course.time_zone = "Asia/Tokyo"\n'
    (root / CONFIG).write_text(config)
    done = CliRunner().invoke(cli.main, ["--course", str(root), "report", HW])
    assert done.exit_code == 0, done.output
    assert "Note: 1 student has scores set by hand; the report lists them." in done.stderr
    page = (root / "reports" / HW / "index.html").read_text(encoding="utf-8")
    assert "Due 2 December 2025, 08:00." in page
    assert "Times are those of Asia/Tokyo." in page
