"""A class in which some attack with their folder, their name or their notebook's text, graded as any class is."""

import csv
import os
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.course import CONFIG, Course
from grader.pages.feedback_page import Sources, unjudged_html
from grader.results import Status, SubmissionResult
from tests.support.hostile_class import ATTACKS, HONEST_ONES, Graded, graded_class, student
from tests.support.pages import live, own

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.fixture(scope="module")
def graded(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    return graded_class(course, tmp_path_factory.mktemp("class"))


@pytest.mark.parametrize("name", [*HONEST_ONES, "other"])
def test_the_honest_ones_beside_them_get_their_points(graded: Graded, name: str) -> None:
    assert (graded.rows[name].standing, graded.rows[name].total) == ("graded", 10.0)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_earns_nothing(graded: Graded, attack: str) -> None:
    row = graded.rows[student(attack)]
    assert not row.total
    assert row.standing == "graded" or (row.standing in ("needs attention", "internal error") and row.reason)


@pytest.mark.parametrize("attack", [attack for attack, answer in ATTACKS.items() if answer.seen])
def test_staff_are_told_what_was_left_out(graded: Graded, attack: str) -> None:
    result = graded.rows[student(attack)].result
    assert result is not None
    assert any(fact.startswith(ATTACKS[attack].seen) for fact in result.seen), result.seen
    page = graded.course.root / "feedback" / student(attack) / "hw3" / "hw3.html"
    for shown in (page, graded.report.page):
        assert ATTACKS[attack].seen in shown.read_text(encoding="utf-8")


EXCESS = {  # what is told of an attack on memory and time
    "page_brackets": "Text cells were cut",
    "page_lexers": None,
    "page_of_everything": "Submitted figures were left out",
    "page_pictures": "Outputs of the cells while grading are shown in part",
    "page_same_picture": None,
    "planted_zip_of_an_attachment": "Pictures attached to text cells were left out",
    "planted_zip_of_names": "a nested zip that is too large",
    "torn_halves": "Text cells were cut",
}


@pytest.mark.parametrize("attack", EXCESS)
def test_what_is_too_much_is_left_out_once_and_told(graded: Graded, attack: str) -> None:
    result = graded.rows[attack].result
    assert result is not None
    told = [note for note in result.notes if EXCESS[attack] is None or str(EXCESS[attack]) in note]
    assert bool(told) or EXCESS[attack] is None, result.notes
    assert len(set(result.notes)) == len(result.notes)
    for room, name in (("autograded", "hw3.ipynb"), ("feedback", "hw3.html")):
        assert (graded.course.root / room / attack / "hw3" / name).stat().st_size < 30 * 2**20


def test_the_gradebook_holds_no_points_but_the_honest_ones(graded: Graded) -> None:
    with Gradebook(graded.course.database) as gradebook:
        points = {entry.student.id: entry.score for entry in gradebook.assignment_submissions("hw3") if entry.score}
    assert points == dict.fromkeys((*HONEST_ONES, "other"), 10.0)


def test_the_honest_ones_are_not_judged_again(graded: Graded) -> None:
    assert not {*HONEST_ONES, "other"} & {*graded.again}


def test_nothing_around_was_touched(graded: Graded) -> None:
    assert graded.disturbed == []


def test_what_is_written_for_a_student_lies_where_every_students_lies(graded: Graded) -> None:
    names = {os.fsencode(student(attack)) for attack in ATTACKS} | {os.fsencode(name) for name in graded.rows}
    for room in ("autograded", "feedback"):
        assert {os.fsencode(path.name) for path in (graded.course.root / room).iterdir()} <= names
    rooms = {"source", "release", "tests", "submitted", "autograded", "feedback", "reports"}
    assert {path.name for path in graded.course.root.iterdir()} <= {
        *rooms,
        CONFIG,
        "gradebook.db",
        ".secret",
        "release",
    }


def test_no_page_holds_what_runs_in_the_readers_browser(graded: Graded, tmp_path: Path) -> None:
    feedback, unjudged = graded.course.root / "feedback", tmp_path / "unjudged.html"
    result = SubmissionResult("hw3", Status.NEEDS_ATTENTION, 0, 10, reason="A reason.")
    unjudged.write_text(unjudged_html(Sources("hw3", result=result)))
    allowed = own(feedback / "honest-2" / "hw3" / "hw3.html") | own(unjudged)
    pages = list(feedback.rglob("*.html"))
    assert len(pages) > len(HONEST_ONES)
    assert {page.parent.parent.name: found for page in pages if (found := live(page, allowed))} == {}
    assert live(graded.report.page, own(graded.report.page)) == []
    assert "<script" not in graded.report.page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        "<p onclick=1>x</p>",
        "<a href=' java\nscript:1'>x</a>",
        "<iframe></iframe>",
        "<svg><a xlink:href='javascript:1'>x</a></svg>",
        "<img src='//example.org'>",
        "<meta http-equiv=refresh content='0'>",
        "<style>*{}</style>",
    ],
)
def test_and_such_things_would_be_found(tmp_path: Path, html: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<h1>10</h1>{html}")
    assert len(live(page, set())) == 1


def test_no_cell_of_the_table_starts_a_formula(graded: Graded) -> None:
    with open(graded.report.grades, encoding="utf-8", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert [cell for cell in cells if cell.lstrip().startswith(FORMULA)] == []
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_every_student_has_a_line_in_the_report(graded: Graded) -> None:
    assert {student(attack) for attack in ATTACKS} <= set(graded.rows)


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        ("planted_hard_link_behind", "data/zzz.py is a hard link to tests/hw3/reference.py"),
        ("planted_hard_links", "is a hard link to"),
    ],
)
def test_other_names_of_what_is_not_theirs_are_told_to_a_person(graded: Graded, attack: str, told: str) -> None:
    assert graded.rows[attack].standing == "needs attention"
    assert told in graded.rows[attack].reason


def test_nobody_s_files_make_the_grader_take_the_blame(graded: Graded) -> None:
    assert graded.rows["planted_settings"].standing == "graded"
    ours = {name for name, row in graded.rows.items() if row.standing == "internal error"}
    assert ours == set()


def test_a_notebook_that_is_a_link_is_told_to_a_person(graded: Graded) -> None:
    for attack in ("planted_notebook_link", "planted_folder_link"):
        assert " link" in graded.rows[attack].reason
