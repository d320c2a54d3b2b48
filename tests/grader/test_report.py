"""The class report against a real gradebook and a class of made-up, partly hostile students."""

import csv
import dataclasses
import re
import sqlite3
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from grader.errors import CourseError
from grader.report import Report, class_table, spread, write_report
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult, to_json
from grader.roster import Roster, Row, Standing, read_roster

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

HW = "hw3"
TASKS = {"score": 10, "langevin": 25, "scorenet": 15, "loss": 20, "sampler": 20}
TESTS = {
    "score": ("The score is right at every point of a batch", "A single row keeps its shape"),
    "langevin": (
        "The drift is half the step times the score",
        "The noise is fresh",
        "The trajectory is whole",
    ),
    "scorenet": ("Three layers of the right sizes", "Nothing after the last layer"),
    "loss": ("The squared norm, not the norm", "The mean is over the batch", "Gradients reach the network"),
    "sampler": ("Row 0 is the start", "The start is left as it was", "No noise is added"),
}
HOSTILE = {
    "<script>alert(1)<!--": ('"><img src=x onerror=alert(2)>', "</td></table><script>alert(3)"),
    "=cmd('calc')!A1": ("=HYPERLINK('http:', 'x')", "@SUM(1+1)"),
    "+quote\"s 'and', commas": ("\tTab", "-2+3"),
    "two\nlines": ("\r=1+1", "Line\r\nBreak"),
    "ünï-çødé-学生": ("Зоя", "\u202egnihtyna"),
    "long-" + "x" * 200: ("Very" * 60, "Long" * 60),
    "esc\x1b[31mred": ("[bold]rich[/bold]", "{{ 7 * 7 }}"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def a_result(student: str, level: int, **changes: object) -> SubmissionResult:
    """A submission that passes more tests the higher its level (0 to 10)."""
    tasks = []
    for place, (task, best) in enumerate(TASKS.items()):
        each = best / len(TESTS[task])
        tests = []
        for rank, name in enumerate(TESTS[task]):
            passed = level >= 2 * place + rank
            failure = Outcome.ERROR if (level + rank) % 3 == 0 else Outcome.FAILED
            outcome = Outcome.PASSED if passed else failure
            tests.append(CheckResult(name, outcome, each * passed, each, "" if passed else "Is it a batch?"))
        tasks.append(TaskResult(task, sum(test.points for test in tests), best, tuple(tests)))
    score = sum(task.points for task in tasks)
    result = SubmissionResult(HW, Status.GRADED, score, 90, tuple(tasks), student=student)
    return dataclasses.replace(result, **changes)  # type: ignore[arg-type]


def save(root: Path, result: SubmissionResult) -> None:
    """Put a result where the judge leaves it."""
    folder = root / "reports" / HW / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{result.student}.json").write_text(to_json(result), encoding="utf-8")


@cache
def blank_gradebook() -> bytes:
    """An empty gradebook as nbgrader itself makes it, which takes seconds."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
        Gradebook(f"sqlite:///{folder}/gradebook.db").close()
        return Path(folder, "gradebook.db").read_bytes()


def open_gradebook(root: Path) -> Gradebook:
    """A gradebook with the assignment in it."""
    (root / "gradebook.db").write_bytes(blank_gradebook())
    book = Gradebook(f"sqlite:///{root / 'gradebook.db'}")
    book.add_assignment(HW, duedate="2025-12-01 23:00:00 UTC")
    book.add_notebook(HW, HW)
    for task, best in TASKS.items():
        book.add_grade_cell(task, HW, HW, max_score=best, cell_type="code")
        book.add_solution_cell(f"{task}-answer", HW, HW)
    book.add_grade_cell("gradient_map", HW, HW, max_score=10, cell_type="markdown")
    book.add_solution_cell("gradient_map", HW, HW)
    return book


def hand_in(root: Path, book: Gradebook, student: str, names: tuple[str, str], when: str = "01 20:00") -> None:
    """A submission of a known student, in the folder and in the gradebook."""
    (root / "submitted" / student / HW).mkdir(parents=True)
    book.add_student(student, first_name=names[0], last_name=names[1])
    book.add_submission(HW, student, timestamp=f"2025-12-{when}:00 UTC")


def mark(book: Gradebook, student: str, task: str, **marks: object) -> None:
    """Give points in the gradebook as a person or nbgrader does."""
    grade = book.find_grade(task, HW, HW, student)
    for name, value in marks.items():
        setattr(grade, name, value)
    book.db.commit()


def make_class(root: Path) -> None:
    """Forty students: good, bad, late, hostile, broken, ungraded and absent."""
    order = (*list(TASKS)[:4], "gradient_map", "sampler")
    cells = [new_code_cell(metadata={"nbgrader": {"grade_id": name}}) for name in order]
    (root / "release" / HW).mkdir(parents=True)
    nbformat.write(new_notebook(cells=[new_code_cell(), *cells]), root / "release" / HW / "hw3.ipynb")
    with open_gradebook(root) as book:
        for index in range(28):
            student = f"student{index:02}"
            hand_in(root, book, student, (f"First{index}", "O'Last"), "02 12:30" if index % 9 == 4 else "01 20:00")
            save(root, a_result(student, (index * 7) % 12))
            if index % 2:
                mark(book, student, "gradient_map", manual_score=index % 11, needs_manual_grade=False)
        for index, (student, names) in enumerate(HOSTILE.items()):
            hand_in(root, book, student, names)
            hostile = f"=1+{student}</p><script>alert(4)</script>\nsecond line"
            changes = {"status": Status.NEEDS_ATTENTION, "reason": hostile} if index % 2 else {}
            save(root, a_result(student, index + 3, notes=(hostile,), seen=(hostile,), **changes))
        hand_in(root, book, "crashed", ("Old", "Score"))
        save(
            root,
            SubmissionResult(HW, Status.NEEDS_ATTENTION, 0, 90, (), "The notebook is no JSON.", "crashed"),
        )
        mark(book, "crashed", "score", auto_score=10, needs_manual_grade=False)
        hand_in(root, book, "torn", ("Torn", "File"))
        (root / "reports" / HW / "results" / "torn.json").write_text('{"version": 1, "assign')
        hand_in(root, book, "waiting", ("Not", "Graded"))
        book.add_student("absent", first_name="Not", last_name="There")
        mark(book, "student01", "score", manual_score=9.5, extra_credit=1.0, needs_manual_grade=True)
        late = book.find_submission_notebook(HW, HW, "student04")
        late.late_submission_penalty = 5.0
        book.db.commit()
    (root / "submitted" / "unknown" / HW).mkdir(parents=True)
    (root / "submitted" / "README.md").write_text("Submissions go here.")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    make_class(root)
    return root


@pytest.fixture(scope="module")
def report(course: Path) -> Report:
    return write_report(course, HW)


@pytest.fixture(scope="module")
def roster(course: Path) -> Roster:
    return read_roster(course, HW)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[Path, Gradebook]]:
    with open_gradebook(tmp_path) as book:
        yield tmp_path, book


def row_of(roster: Roster, student: str) -> Row:
    return next(row for row in roster.rows if row.student == student)


def grades(report: Report) -> list[dict[str, str]]:
    with report.grades.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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


def test_every_student_is_listed_once_with_a_standing(report: Report, roster: Roster) -> None:
    assert len(roster.rows) == len({row.student for row in roster.rows}) == 40
    standing = {row.student: row.standing for row in roster.rows}
    assert standing["student00"] is Standing.GRADED
    assert standing["crashed"] is standing["torn"] is Standing.NEEDS_ATTENTION
    assert standing["waiting"] is standing["unknown"] is Standing.NOT_GRADED
    assert standing["absent"] is Standing.NOTHING
    assert dataclasses.astuple(report.summary) == (40, 32, 5, 2, 1, 3, 25)


def test_tasks_stand_in_the_order_of_the_notebook(roster: Roster) -> None:
    assert [task.id for task in roster.tasks] == [*list(TASKS)[:4], "gradient_map", "sampler"]
    assert roster.max == 100
    assert [task.by_hand for task in roster.tasks] == [False] * 4 + [True, False]


def test_a_task_that_waits_for_a_person_is_by_hand_and_not_zero(report: Report, roster: Roster) -> None:
    cells = {row["student"]: row for row in grades(report)}
    assert row_of(roster, "student00").pending == ("gradient_map",)
    assert cells["student00"]["gradient_map"] == "by hand"
    assert cells["student11"]["gradient_map"] == "0"
    assert cells["student13"]["gradient_map"] == "2"


def test_a_persons_mark_goes_before_the_judges_and_a_penalty_comes_off(roster: Roster) -> None:
    overruled = row_of(roster, "student01")
    assert overruled.points["score"] == 10.5
    assert "look again: score" in overruled.reason
    late = row_of(roster, "student04")
    assert late.late_hours == 13.5
    assert late.total == pytest.approx(sum(late.points.values()) - 5)


def test_a_crashed_resubmission_does_not_show_its_old_score(roster: Roster) -> None:
    crashed = row_of(roster, "crashed")
    assert crashed.points == {}
    assert crashed.total is None


def test_the_csv_reads_back_through_csv_and_pandas(report: Report, roster: Roster) -> None:
    rows = grades(report)
    table = pd.read_csv(report.grades)
    columns = ["student", "name", *(task.id for task in roster.tasks), "total", "max", "status", "reason"]
    assert list(table.columns) == list(rows[0]) == [*columns, "late_hours", "late_penalty"]
    assert len(table) == len(rows) == 40
    assert pd.api.types.is_numeric_dtype(table["total"])
    assert pd.api.types.is_numeric_dtype(table["late_hours"])
    assert table["total"].sum() == pytest.approx(sum(row.total or 0 for row in roster.rows), abs=0.01)
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


def test_the_class_table_has_points_total_and_status(course: Path) -> None:
    table = class_table(course, HW).set_index("student")
    assert list(table.columns) == [*list(TASKS)[:4], "gradient_map", "sampler", "total", "status"]
    assert table.loc["absent", "status"] == "nothing handed in"
    assert table.loc["student00", "gradient_map"] == "by hand"
    assert table.loc["student01", "loss"] == 13.33
    assert table.loc["absent"].drop("status").isna().all()
    assert None not in table.to_numpy().ravel().tolist()
    assert not [name for name in table.index if "\x1b" in name]


def test_the_report_is_replaced_whole_and_leaves_nothing_beside(course: Path, report: Report) -> None:
    before = report.grades.read_bytes()
    assert write_report(course, HW) == report
    assert report.grades.read_bytes() == before
    assert {path.name for path in report.page.parent.iterdir()} == {"index.html", "grades.csv", "results"}


def test_when_nobody_handed_in_the_error_says_what_to_do(empty: tuple[Path, Gradebook]) -> None:
    root, book = empty
    book.add_student("ada")
    (root / "submitted" / "ada" / "hw2").mkdir(parents=True)
    with pytest.raises(CourseError, match="no submissions"):
        write_report(root, HW)
    assert not (root / "reports").exists()


def test_without_a_gradebook_the_results_alone_make_a_report_and_none_is_made(tmp_path: Path) -> None:
    save(tmp_path, a_result("ada", 10))
    report = write_report(tmp_path, HW)
    assert grades(report)[0]["max"] == "90"
    assert not (tmp_path / "gradebook.db").exists()


def test_a_gradebook_that_cannot_be_read_is_the_courses_error(tmp_path: Path) -> None:
    save(tmp_path, a_result("ada", 10))
    (tmp_path / "gradebook.db").write_text("no database" * 100)
    with pytest.raises(CourseError, match="cannot be read"):
        write_report(tmp_path, HW)


def test_reading_leaves_the_gradebook_as_it_was(course: Path) -> None:
    with sqlite3.connect(course / "gradebook.db") as before:
        dump = list(before.iterdump())
    read_roster(course, HW)
    with sqlite3.connect(course / "gradebook.db") as after:
        assert list(after.iterdump()) == dump


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
    roster = read_roster(root, HW)
    ada, crashed = row_of(roster, "ada"), row_of(roster, "crashed")
    assert (ada.standing, ada.total) == ((Standing.NOT_GRADED, None) if hidden else (Standing.GRADED, 90))
    assert (crashed.standing, crashed.total) == (Standing.NEEDS_ATTENTION, None)


def test_an_answer_left_unchanged_counts_zero_and_does_not_wait(empty: tuple[Path, Gradebook]) -> None:
    root, book = empty
    hand_in(root, book, "ada", ("Ada", "L"))
    save(root, a_result("ada", 10))
    mark(book, "ada", "gradient_map", auto_score=0.0, needs_manual_grade=False)
    ada = row_of(read_roster(root, HW), "ada")
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
    report = write_report(tmp_path, HW)
    ada, grace = grades(report)
    assert (ada["status"], grace["status"]) == ("needs attention", "graded")
    assert "cannot be read" in ada["reason"]


def test_half_a_surrogate_pair_is_written_all_the_same(tmp_path: Path) -> None:
    save(tmp_path, a_result("ada", 1, status=Status.NEEDS_ATTENTION, reason="half"))
    path = tmp_path / "reports" / HW / "results" / "ada.json"
    path.write_text(path.read_text().replace('"half"', r'"\ud800 broken"'))
    assert grades(write_report(tmp_path, HW))[0]["reason"] == "\ufffd broken"


def test_nothing_judged_yet_still_makes_a_page(tmp_path: Path) -> None:
    (tmp_path / "submitted" / "ada" / HW).mkdir(parents=True)
    report = write_report(tmp_path, HW)
    assert report.summary.not_graded == 1
    assert "Nothing has been judged yet." in report.page.read_text()


def test_a_task_named_like_a_column_keeps_both(tmp_path: Path) -> None:
    save(tmp_path, a_result("ada", 1, tasks=(TaskResult("total", 3, 4),), score=3, max=4))
    assert grades(write_report(tmp_path, HW))[0]["task total"] == "3"


def test_quartiles_include_the_extremes() -> None:
    assert spread([]) is None
    values = spread([1, 2, 3, 4, 5])
    assert values is not None
    assert dataclasses.astuple(values) == (5, 1, 2, 3, 4, 5)
