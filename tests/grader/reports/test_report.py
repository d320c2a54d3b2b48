"""The class report against a real gradebook and a class of made-up, partly hostile students."""

import csv
import dataclasses
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from grader.reports.grade_sheet import GradeSheet, Row, Standing, read_grade_sheet
from grader.reports.report import Report, class_table, write_report
from grader.results import CheckResult, Outcome, Status, TaskResult
from tests.support.made_up_class import HW, TASKS, TESTS, a_result, grades, make_class, save

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    make_class(root)
    return root


@pytest.fixture(scope="module")
def report(course: Path) -> Report:
    return write_report(course, read_grade_sheet(course, HW))


@pytest.fixture(scope="module")
def sheet(course: Path) -> GradeSheet:
    return read_grade_sheet(course, HW)


def row_of(sheet: GradeSheet, student: str) -> Row:
    return next(row for row in sheet.rows if row.student == student)


class Page(HTMLParser):
    """All the tags of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.gradebook
def test_every_student_is_listed_once_with_a_standing(report: Report, sheet: GradeSheet) -> None:
    assert len(sheet.rows) == len({row.student for row in sheet.rows}) == 40
    standing = {row.student: row.standing for row in sheet.rows}
    assert standing["student00"] is Standing.GRADED
    assert standing["crashed"] is standing["torn"] is Standing.NEEDS_ATTENTION
    assert standing["waiting"] is standing["unknown"] is Standing.NOT_GRADED
    assert standing["absent"] is Standing.NOTHING
    assert dataclasses.astuple(report.summary) == (40, 32, 5, 0, 2, 1, 3, 23, 0, 1)


def test_tasks_stand_in_the_order_of_the_notebook(sheet: GradeSheet) -> None:
    assert [task.id for task in sheet.tasks] == [*list(TASKS)[:4], "gradient_map", "sampler"]
    assert sheet.max == 100
    assert [task.by_hand for task in sheet.tasks] == [False] * 4 + [True, False]


def test_a_task_that_waits_for_a_person_is_by_hand_and_not_zero(report: Report, sheet: GradeSheet) -> None:
    cells = {row["student"]: row for row in grades(report)}
    assert row_of(sheet, "student00").pending == ("gradient_map",)
    assert cells["student00"]["gradient_map"] == "by hand"
    assert cells["student11"]["gradient_map"] == "0"
    assert cells["student13"]["gradient_map"] == "2"


def test_a_persons_mark_goes_before_the_judges_and_a_penalty_comes_off(sheet: GradeSheet) -> None:
    overruled = row_of(sheet, "student01")
    assert overruled.points["score"] == 10.5
    assert "look again: score" in overruled.reason
    late = row_of(sheet, "student04")
    assert late.late_hours == 13.5
    assert late.total == pytest.approx(sum(late.points.values()) - 5)


def test_a_crashed_resubmission_does_not_show_its_old_score(sheet: GradeSheet) -> None:
    crashed = row_of(sheet, "crashed")
    assert crashed.points == {}
    assert crashed.total is None


def test_the_csv_reads_back_through_csv_and_pandas(report: Report, sheet: GradeSheet) -> None:
    rows = grades(report)
    table = pd.read_csv(report.grades)
    columns = ["student", "name", *(task.id for task in sheet.tasks), "total", "max", "status", "reason"]
    assert (
        list(table.columns) == list(rows[0]) == [*columns, "late_hours", "late_penalty", "late_details", "set_by_hand"]
    )
    assert len(table) == len(rows) == 40
    assert pd.api.types.is_numeric_dtype(table["total"])
    assert pd.api.types.is_numeric_dtype(table["late_hours"])
    assert table["total"].sum() == pytest.approx(sum(row.total or 0 for row in sheet.rows), abs=0.01)
    assert set(table["max"]) == {100}
    names = {row["student"] for row in rows}
    assert {"ünï-çødé-学生", "two\nlines", "'+quote\"s 'and', commas", "'=cmd('calc')!A1"} <= names


def test_no_text_cell_starts_a_formula_and_numbers_are_bare(report: Report) -> None:
    with report.grades.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 400
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(FORMULA)]
    assert re.search(r'"student00","First0 O\'Last",\d', report.grades.read_text(encoding="utf-8"))


def test_nothing_of_a_student_becomes_markup(report: Report) -> None:
    page = Page(report.page.read_text(encoding="utf-8"))
    assert "script" not in page.tags
    assert page.tags.count("img") == 2
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "alert(3)" in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert not re.search("[\x1b\u202e]", page.text + report.grades.read_text(encoding="utf-8"))


def test_the_page_needs_no_other_file(report: Report) -> None:
    page = Page(report.page.read_text(encoding="utf-8"))
    sources = [value for name, value in page.attributes if name in ("src", "href", "srcset")]
    assert sources
    assert all(source and source.startswith("data:image/svg+xml") for source in sources)


def test_the_page_says_why_a_submission_needs_attention(report: Report) -> None:
    text = Page(report.page.read_text(encoding="utf-8")).text
    assert "The notebook is no JSON." in text
    assert "The result file cannot be read" in text


def test_hidden_tests_are_sorted_by_the_share_not_passed(report: Report) -> None:
    html = report.page.read_text(encoding="utf-8")
    passed = [int(count) for count in re.findall(r">(\d+) of 35<", html)]
    assert len(passed) == sum(map(len, TESTS.values()))
    assert passed == sorted(passed)


@pytest.mark.gradebook
def test_the_class_table_has_points_total_and_status(course: Path) -> None:
    rows = class_table(read_grade_sheet(course, HW))
    columns = ["student", *list(TASKS)[:4], "gradient_map", "sampler", "total", "status"]
    assert [list(row) for row in rows] == [columns] * len(rows)
    table = {row["student"]: row for row in rows}
    assert len(table) == len(rows)
    assert table["student00"]["gradient_map"] == "by hand"
    assert table["student01"]["loss"] == 13.33
    unknown = dict.fromkeys(columns[1:-1])
    assert table["absent"] == {"student": "absent", **unknown, "status": "nothing handed in"}
    assert not [name for name in table if "\x1b" in str(name)]


@pytest.mark.gradebook
def test_the_report_is_replaced_whole_and_leaves_nothing_beside(course: Path, report: Report) -> None:
    before = report.grades.read_bytes()
    assert write_report(course, read_grade_sheet(course, HW)) == report
    assert report.grades.read_bytes() == before
    assert {path.name for path in report.page.parent.iterdir()} == {"index.html", "grades.csv", "results"}


def test_internal_errors_have_a_section_of_their_own_and_give_no_points(tmp_path: Path) -> None:
    reason = "a hidden test of loss failed to judge"
    broken = CheckResult("The mean is over the batch", Outcome.INTERNAL, 0, 15, "Ours.")
    tasks = (TaskResult("score", 10, 10), TaskResult("loss", 5, 20, (broken,)))
    save(tmp_path, a_result("ada", 12, status=Status.INTERNAL_ERROR, reason=reason, tasks=tasks, score=15))
    written = write_report(tmp_path, read_grade_sheet(tmp_path, HW))
    text = Page(written.page.read_text(encoding="utf-8")).text
    for said in ("Internal errors", "counts no points so far", reason):
        assert said in text
    (row,) = grades(written)
    assert (row["status"], row["reason"], float(row["total"])) == ("internal error", reason, 15)
    assert (row["score"], row["loss"]) == ("10", "by hand")
    assert (written.summary.internal_errors, written.summary.needs_attention, written.summary.by_hand) == (1, 0, 1)


@pytest.mark.gradebook
def test_reading_leaves_the_gradebook_as_it_was(course: Path) -> None:
    with closing(sqlite3.connect(course / "gradebook.db")) as before:
        dump = list(before.iterdump())
    read_grade_sheet(course, HW)
    with closing(sqlite3.connect(course / "gradebook.db")) as after:
        assert list(after.iterdump()) == dump
