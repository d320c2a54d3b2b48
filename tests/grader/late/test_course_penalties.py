"""Penalties of a course: where times, dates and extensions come from, and over which assignments free days last."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.late.course_penalties import (
    CoursePenalties,
    read_penalties,
    require_rule,
    require_settings,
    unused_extensions,
)
from tests.support.made_up_class import blank_gradebook

pytestmark = [
    pytest.mark.gradebook,
    pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning"),  # nbgrader's own
]
DUES = {"hw1": "2024-04-03 12:00 UTC", "hw2": "2024-04-10 12:00 UTC", "hw3": "2024-04-17 12:00 UTC"}


def configure(root: Path, text: str) -> Course:
    (root / CONFIG).write_text(f"c = get_config()\nc.Course.due = {DUES!r}\n{text}\n")
    return Course(root)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    for name in DUES:
        (tmp_path / "source" / name).mkdir(parents=True)
        (tmp_path / "source" / name / f"{name}.ipynb").write_text("{}")
    return configure(tmp_path, "c.Late.per_day = 10\nc.Late.free_days = 2")


def hand_in(course: Course, student: str, assignment: str, time: str | bytes | None) -> Path:
    folder = course.root / "submitted" / student / assignment
    folder.mkdir(parents=True)
    (folder / f"{assignment}.ipynb").write_text("{}")
    if time is not None:
        (folder / "timestamp.txt").write_bytes(time.encode() if isinstance(time, str) else time)
    return folder


def read(course: Course, assignment: str, student: str | None = None) -> CoursePenalties:
    found = read_penalties(course, assignment, student=student)
    assert found is not None
    return found


def gradebook(course: Course) -> Gradebook:
    (course.root / "gradebook.db").write_bytes(blank_gradebook())
    return Gradebook(course.database)


def test_free_days_last_over_all_assignments_graded_or_not(course: Course) -> None:
    hand_in(course, "ada", "hw3", "2024-04-18 13:00 UTC")  # 25 hours late
    hand_in(course, "ada", "hw1", "2024-04-03 13:00 UTC")
    hand_in(course, "ben", "hw3", "2024-04-18 13:00 UTC")
    found = read(course, "hw3").by_student
    assert {who: (each.free_days, each.percent) for who, each in found.items()} == {"ada": (1, 10), "ben": (2, 0)}
    assert read(course, "hw1").by_student["ada"].free_days == 1
    assert read(course, "hw3", "ada").by_student == {"ada": found["ada"]}
    assert set(read(course, "hw2").by_student) == set()


def test_without_a_rule_nbgrader_s_own_penalty_holds(course: Course) -> None:
    course = configure(course.root, "")
    assert read_penalties(course, "hw3") is None
    assert unused_extensions(course) == ""
    (course.root / "extensions.csv").write_text("anything")
    assert "extensions.csv is not used, because c.Late is not set" in unused_extensions(course)
    require_settings(course)
    with pytest.raises(CourseError, match=r"c\.Late is not set"):
        require_rule(course)


def test_the_time_beside_a_submission_goes_before_the_gradebook_s(course: Course) -> None:
    with gradebook(course) as book:
        for assignment in DUES:
            book.add_assignment(assignment, duedate="2024-01-01 00:00 UTC")  # that of the settings holds
        for student in ("ada", "ben", "gone"):
            book.add_student(student)
            book.add_submission("hw3", student, timestamp="2024-04-17 14:00 UTC")
    hand_in(course, "ada", "hw3", "2024-04-17 13:00 UTC")
    hand_in(course, "ben", "hw3", None)
    found = read(course, "hw3").by_student
    assert {who: each.hours for who, each in found.items()} == {"ada": 1, "ben": 2, "gone": 2}
    assert read(course, "hw3").due == datetime(2024, 4, 17, 12)


def test_a_date_that_only_the_gradebook_has_and_its_extension_hold(course: Course) -> None:
    (course.root / CONFIG).write_text("c = get_config()\nc.Late.per_day = 10\n")
    course = Course(course.root)
    with gradebook(course) as book:
        book.add_assignment("hw3", duedate="2024-04-17 12:00 UTC")
        book.add_student("ada")
        book.add_submission("hw3", "ada", timestamp="2024-04-18 13:00 UTC")
        book.find_submission("hw3", "ada").extension = timedelta(days=1)
        book.db.commit()
    found = read(course, "hw3").by_student["ada"]
    assert (found.hours, found.until) == (1, datetime(2024, 4, 18, 12))
    (course.root / "extensions.csv").write_text("student,assignment,until\nada,hw3,2024-04-17 14:00 UTC\n")
    assert read(course, "hw3").by_student["ada"].until == datetime(2024, 4, 18, 12)  # the later of the two


def test_without_a_due_date_nobody_is_late(course: Course) -> None:
    (course.root / CONFIG).write_text("c = get_config()\nc.Late.per_day = 10\n")
    hand_in(course, "ada", "hw3", "2030-01-01 00:00 UTC")
    found = read(Course(course.root), "hw3")
    assert (found.due, found.by_student) == (None, {})
    assert found.of("ada").percent == 0


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"yesterday", "'yesterday' is not a date and a time"),
        (b"\xff\xfe2", "not UTF-8 text"),
        (b"x" * 2000, "longer than 1,024 bytes"),
    ],
)
def test_a_time_that_cannot_be_read_counts_as_on_time_and_is_told(course: Course, raw: bytes, why: str) -> None:
    hand_in(course, "ada", "hw3", raw)
    found = read(course, "hw3")
    assert found.by_student["ada"].arrived is None
    assert why in found.notes["ada"]


def test_a_time_that_is_a_link_is_not_followed(course: Course) -> None:
    secret = course.root / "secret.txt"
    secret.write_text("2024-04-18 13:00 UTC")
    (hand_in(course, "ada", "hw3", None) / "timestamp.txt").symlink_to(secret)
    found = read(course, "hw3")
    assert found.by_student["ada"].arrived is None
    assert "cannot be read" in found.notes["ada"]


def test_an_extension_is_known_before_anything_is_handed_in(course: Course) -> None:
    (course.root / "roster.csv").write_text("id\nada\n")
    table = course.root / "extensions.csv"
    table.write_text("student,assignment,until,reason\nada,hw3,2024-04-18 14:00 UTC,ill\n")
    require_settings(course)
    assert read(course, "hw3").extended == {"ada": datetime(2024, 4, 18, 14)}
    hand_in(course, "ada", "hw3", "2024-04-18 13:00 UTC")
    assert read(course, "hw3").by_student["ada"].percent == 0
    table.write_text("student,assignment,until,reason\nadda,hw3,2024-04-18 14:00 UTC,ill\n")
    for refused in (lambda: read(course, "hw3"), lambda: require_settings(course)):
        with pytest.raises(CourseError, match="line 2: there is no student 'adda'"):
            refused()
