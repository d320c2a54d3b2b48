"""Late work from the folder to the page: grade sheet, report, grades.csv, feedback page and export agree."""

import csv
from collections.abc import Callable
from datetime import datetime

import pytest
from nbgrader.api import Gradebook

from grader.course import CONFIG, Course
from grader.reports.grade_sheet import Standing, read_grade_sheet
from grader.reports.renewal import Renewal, renew_pages
from grader.reports.report import write_report
from tests.support.late_class import EXPLAINED, NAME, TIMES, exported, page_of, rows, settings, text_of

pytestmark = [pytest.mark.gradebook, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn


def test_each_row_says_what_lateness_costs(late_course: Course) -> None:
    found = rows(late_course)
    assert {student: row.late for student, row in found.items()} == EXPLAINED
    assert {student: row.total for student, row in found.items()} == {
        **dict.fromkeys(TIMES, 5.5),
        "cy": 4.95,
        "zoe": None,
    }
    assert {student: row.late_hours for student, row in found.items() if row.late_hours} == {"cy": 27}


def test_who_is_on_the_roster_and_handed_in_nothing_has_a_row_with_the_name(late_course: Course) -> None:
    assert (rows(late_course)["zoe"].standing, rows(late_course)["zoe"].name) == (Standing.NOTHING, "Zoe X")
    (late_course.root / "gradebook.db").unlink()
    found = rows(late_course)
    assert (found["zoe"].standing, found["zoe"].name, found["ada"].name) == (Standing.NOTHING, "Zoe X", "Ada X")


def test_a_name_of_the_roster_goes_before_the_gradebook_s(late_course: Course) -> None:
    with Gradebook(late_course.database) as gradebook:
        gradebook.update_or_create_student("ada", first_name="Augusta")
        gradebook.update_or_create_student("new", first_name="Only", last_name="Here")
    assert (rows(late_course)["ada"].name, rows(late_course)["new"].name) == ("Ada X", "Only Here")


def test_report_and_table_of_grades_say_it_in_words_and_no_reason(late_course: Course) -> None:
    written = write_report(
        late_course.root, read_grade_sheet(late_course.root, NAME, late_course.database), late_course.time_zone
    )
    with written.grades.open(newline="", encoding="utf-8") as file:
        table = {row["student"]: row for row in csv.DictReader(file)}
    assert {student: row["late_details"] for student, row in table.items()} == EXPLAINED
    assert (table["cy"]["total"], table["cy"]["late_penalty"], table["cy"]["late_hours"]) == ("4.95", "0.55", "27")
    page = written.page.read_text(encoding="utf-8")
    for said in (
        EXPLAINED["cy"],
        EXPLAINED["emil"],
        "The rule: 10 % of the points earned for each day begun",
        "Of 2 students no time of arrival is known",
        "no time of arrival is known: it counts as on time",
    ):
        assert said in page
    assert "burn-out" not in page + written.grades.read_text()
    assert written.summary.late == 1


def test_the_page_says_why_points_are_taken_off(late_course: Course) -> None:
    assert renew_pages(late_course, NAME) == Renewal(len(TIMES), ())
    shown = text_of(late_course, "cy")
    for said in (f"Handed in {EXPLAINED['cy']}.", "Penalty for handing in late \N{MINUS SIGN}0.55", "4.95 of 6 points"):
        assert said in shown
    assert "The course's rule for late work: 10 % of the points earned for each day begun;" in shown
    assert f"Handed in {EXPLAINED['emil']}." in text_of(late_course, "emil")
    for student in ("ada", "fay", "gus"):
        assert "Handed in" not in text_of(late_course, student)
    assert "burn-out" not in page_of(late_course, "emil").read_text()


def _marked_by_hand(late_course: Course) -> None:
    with Gradebook(late_course.database) as gradebook:
        gradebook.find_grade("why", NAME, NAME, "cy").extra_credit = 0.5
        gradebook.db.commit()


def _extended(late_course: Course) -> None:
    with (late_course.root / "extensions.csv").open("a") as table:
        table.write("cy,double,2024-04-18 02:55,\n")


def _used_up(late_course: Course) -> None:
    settings(late_course, 'c.Course.due["half"] = "2024-04-10 23:55"')
    folder = late_course.root / "submitted" / "cy" / "half"
    folder.mkdir()
    (folder / "half.ipynb").write_text("{}")
    (folder / "timestamp.txt").write_text("2024-04-11 10:00")


@pytest.mark.parametrize(
    ("change", "said", "total"),
    [
        (_marked_by_hand, "3 h count: 10 % of 6 = 0.6 points", 5.4),
        (_extended, "24 h after the end of the extension, one free day used: no points are taken off", 5.5),
        (_used_up, "27 h late: 20 % of 5.5 = 1.1 points", 4.4),
        (
            lambda late_course: settings(late_course, "c.Late.per_day = 50"),
            "3 h count: 50 % of 5.5 = 2.75 points",
            2.75,
        ),
    ],
    ids=["a mark by hand", "an extension", "a free day spent before", "another rule"],
)
def test_a_page_is_renewed_when_the_penalty_changes_and_no_other(
    late_course: Course, change: Callable[[Course], object], said: str, total: float
) -> None:
    renew_pages(late_course, NAME)
    before = {student: page_of(late_course, student).read_bytes() for student in TIMES}
    change(late_course)
    late_course = Course(late_course.root)
    renew_pages(late_course, NAME)
    assert said in text_of(late_course, "cy")
    assert rows(late_course)["cy"].total == pytest.approx(total)
    changed = {student for student in TIMES if page_of(late_course, student).read_bytes() != before[student]}
    past_due = {"cy"} if change in (_marked_by_hand, _extended, _used_up) else {"cy", "ben", "emil"}
    assert changed == past_due
    assert renew_pages(late_course, NAME).renewed == 0


def test_without_a_rule_nbgrader_s_own_penalty_is_taken_off_once(late_course: Course) -> None:
    text = (late_course.root / CONFIG).read_text()
    (late_course.root / CONFIG).write_text(
        "\n".join(line for line in text.split("\n") if not line.startswith("c.Late."))
    )
    late_course = Course(late_course.root)
    with Gradebook(late_course.database) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2024-04-17 21:55 UTC")
        submission = gradebook.find_submission(NAME, "cy")
        submission.timestamp, submission.notebooks[0].late_submission_penalty = datetime(2024, 4, 19, 0, 55), 3.0
        gradebook.db.commit()
    row = rows(late_course)["cy"]
    assert (row.total, row.penalty, row.late, row.late_hours) == (2.5, 3, "", 27)
    renew_pages(late_course, NAME)
    assert "Handed in 27 hours after the deadline: 3 points are taken off." in text_of(late_course, "cy")
    assert float(exported(late_course)["cy"]["score"]) == 2.5


def test_nbgrader_s_stored_penalty_is_not_taken_off_beside_the_rule(late_course: Course) -> None:
    with Gradebook(late_course.database) as gradebook:
        gradebook.find_submission(NAME, "cy").notebooks[0].late_submission_penalty = 3
        gradebook.db.commit()
    assert rows(late_course)["cy"].total == 4.95
    renew_pages(late_course, NAME)
    assert "4.95 of 6 points" in text_of(late_course, "cy")
    assert float(exported(late_course)["cy"]["score"]) == 4.95
