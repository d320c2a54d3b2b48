"""What a course says of collecting: read in its zone, told whole where it cannot be used."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.handin.settings import MAX_MIB, Which, read_settings
from tests.support.items import DUE, MINUTE, settings_of


def settings(course: Course, text: str) -> Course:
    with (course.root / CONFIG).open("a", encoding="utf-8") as config:
        config.write(f"\n{text}\n")
    return Course(course.root)


def test_a_course_that_says_nothing_has_no_dates_and_believes_nobody(little: Course) -> None:
    course = settings(little, "del c.Collect\nc.Course.due = {}\nc.Course.released = {}")
    found = read_settings(course, "double")
    assert (found.tags, found.staff, found.receivers, found.extended) == ({}, frozenset(), (), {})
    assert (found.due, found.released, found.grace) == (None, None, timedelta())
    assert (found.which, found.most_bytes, found.mailbox_zone) == (Which.ON_TIME, MAX_MIB << 20, ZoneInfo("UTC"))


def test_what_a_course_says_is_read_in_its_zone_and_without_case(little: Course) -> None:
    course = settings(
        little,
        'c.Course.time_zone = "Europe/Vienna"\n'
        'c.Course.due = {"double": "2024-04-17 23:55", "halve": "2024-05-17 23:55"}\n'
        'c.Course.released = {"double": "2024-04-01 08:00"}\n'
        'c.Collect.subject = {"double": "[ADL HW3]"}\n'
        'c.Collect.staff = [" TA@Example.org ", ""]\nc.Collect.trusted_receiver = "MX.Example.org."\n'
        'c.Collect.which = "first"\nc.Collect.max_mib = 0x10\nc.Collect.mailbox_zone = "America/New_York"\n'
        "c.Late.per_day = 10\nc.Late.grace_minutes = 10",
    )
    (course.root / "roster.csv").write_text("id\nada\n")
    (course.root / "extensions.csv").write_text("student,assignment,until\nada,double,2024-04-18 23:55\n")
    found = read_settings(course, "double")
    assert (found.due, found.released) == (datetime(2024, 4, 17, 21, 55), datetime(2024, 4, 1, 6))
    assert (found.tags, found.staff) == ({"double": "[ADL HW3]"}, frozenset({"ta@example.org"}))
    assert (found.receivers, found.which, found.most_bytes) == (("mx.example.org",), Which.FIRST, 16 << 20)
    assert (found.mailbox_zone, found.zone) == (ZoneInfo("America/New_York"), ZoneInfo("Europe/Vienna"))
    assert (found.grace, found.extended) == (10 * MINUTE, {"ada": datetime(2024, 4, 18, 21, 55)})
    assert read_settings(course, "double", "latest").which is Which.LATEST


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ("Collect.subject = {3: 'x'}", "Write it by assignment"),
        ("Collect.subject = {'double': '--'}", "Write what subjects hold, with letters or digits"),
        ("Collect.staff = ['ta', 3]", "Write a list of texts"),
        ("Collect.trusted_receiver = 3", "Write a list of texts"),
        ("Collect.max_mib = True", "Write a number from 1 to 2000"),
        ("Collect.max_mib = 2001", "Write a number from 1 to 2000"),
        ("Collect.mailbox_zone = '../etc'", "Write 'UTC', or a name of the IANA database"),
        ("Collect.which = 'on time'", "Write one of 'latest', 'on-time', 'first'"),
        ("Course.due = 'tomorrow'", "Write it by assignment"),
        ("Late.grace_minutes = -1", "Write a number from 0 to 10080"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_with_its_value_and_what_to_write(
    little: Course, setting: str, what: str
) -> None:
    with pytest.raises(CourseError) as caught:
        read_settings(settings(little, f"c.{setting}"), "double")
    name, _, value = setting.partition(" = ")
    assert f"c.{name} is {value}, which cannot be used" in str(caught.value)
    assert what in str(caught.value)


@pytest.mark.parametrize(
    ("extended", "due", "closes"),
    [
        (None, DUE, DUE + 10 * MINUTE),
        (DUE + MINUTE, DUE + MINUTE, DUE + 11 * MINUTE),
        (DUE - MINUTE, DUE, DUE + 10 * MINUTE),
    ],
)
def test_an_extension_and_the_grace_after_it_are_a_students_own(
    extended: datetime | None, due: datetime, closes: datetime
) -> None:
    found = settings_of(grace=10 * MINUTE, extended={"ada": extended} if extended else {})
    assert (found.due_of("ada"), found.closes("ada")) == (due, closes)
    assert (found.due_of("ben"), found.closes("ben")) == (DUE, DUE + 10 * MINUTE)


def test_without_a_due_date_an_extension_means_nothing() -> None:
    found = settings_of(due=None, extended={"ada": DUE}, zone=UTC)
    assert (found.due_of("ada"), found.closes("ada")) == (None, None)
