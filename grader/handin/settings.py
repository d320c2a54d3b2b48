"""The settings of collecting: ``c.Collect``, and what ``c.Course`` and ``c.Late`` say of dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.course import CONFIG, Course
from grader.errors import CourseError, GraderError
from grader.late.course_penalties import read_extended
from grader.roster import comparable
from grader.times import EXAMPLE, due_date, read_time

MAX_MIB = 200
NAMES = ("subject", "staff", "which", "max_mib", "trusted_receiver", "mailbox_zone")


class Which(StrEnum):
    """Which of a student's versions counts, of those that can be read."""

    LATEST = "latest"
    ON_TIME = "on-time"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a course says of collecting one assignment.

    Attributes:
        tags: by assignment, what the subject of a mail must hold.
        staff: addresses of the course's staff, as `grader.roster.comparable` gives them.
        which: which version counts.
        most_bytes: the most that the files of one item may have in all.
        receivers: hosts whose Received lines and authentication results are believed, in lower case.
        mailbox_zone: the zone of the times in the "From " lines of mbox files.
        zone: the course's zone.
        due: when it is due, naive UTC; None where no date is set.
        released: when it was given out, likewise.
        grace: how long after the due date a version still counts as on time.
        extended: until when students may hand in who have an extension, naive UTC.
    """

    tags: dict[str, str]
    staff: frozenset[str]
    which: Which
    most_bytes: int
    receivers: tuple[str, ...]
    mailbox_zone: tzinfo
    zone: ZoneInfo
    due: datetime | None = None
    released: datetime | None = None
    grace: timedelta = timedelta()
    extended: Mapping[str, datetime] = field(default_factory=dict)

    def due_of(self, student: str) -> datetime | None:
        """Return when a student's work is due, with an extension if there is one."""
        return max(self.due, self.extended.get(student, self.due)) if self.due else None

    def closes(self, student: str) -> datetime | None:
        """Return the last moment that is on time for a student, naive UTC."""
        due = self.due_of(student)
        return due + self.grace if due else None


def read_settings(course: Course, assignment: str, which: str | None = None) -> Settings:
    """Read the settings of collecting an assignment.

    Args:
        course: the course.
        assignment: the assignment.
        which: which version counts, if a command says so.

    Raises:
        CourseError: a setting cannot be used.
    """
    collect, dates = course.config.get("Collect", {}), course.config.get("Course", {})
    if unknown := sorted(set(collect) - set(NAMES)):
        raise CourseError(CONFIG, f"c.Collect has no setting {unknown[0]!r}", f"It has: {', '.join(NAMES)}.")
    zone = course.time_zone
    due = _mapping(dates, "Course.due").get(assignment)
    released = _mapping(dates, "Course.released").get(assignment)
    return Settings(
        tags=_mapping(collect, "Collect.subject"),
        staff=frozenset(map(comparable, _texts(collect, "Collect.staff"))),
        which=_which(which or collect.get("which", Which.ON_TIME)),
        most_bytes=int(_number(collect, "Collect.max_mib", MAX_MIB, 1, 2000) * 2**20),
        receivers=tuple(host.lower().rstrip(".") for host in _texts(collect, "Collect.trusted_receiver")),
        mailbox_zone=_zone(collect.get("mailbox_zone", "UTC")),
        zone=zone,
        due=due_date(due, zone) if due is not None else None,
        released=_released(released, zone) if released is not None else None,
        grace=timedelta(minutes=_number(course.config.get("Late", {}), "Late.grace_minutes", 0, 0, 7 * 24 * 60)),
        extended=read_extended(course, assignment),
    )


def _refused(name: str, value: object, remedy: str) -> CourseError:
    return CourseError(CONFIG, f"c.{name} is {value!r}, which cannot be used", remedy)


def _mapping(section: Any, name: str) -> dict[str, str]:
    value = section.get(name.partition(".")[2], {})
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise _refused(name, value, 'Write it by assignment: {"hw3": "..."}.')
    if name == "Collect.subject" and not all(any(map(str.isalnum, str(text))) for text in value.values()):
        raise _refused(name, value, 'Write what subjects hold, with letters or digits: {"hw3": "[ADL HW3]"}.')
    return {key: str(text) for key, text in value.items()}


def _texts(section: Any, name: str) -> list[str]:
    value = section.get(name.partition(".")[2], [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list | tuple | set) or not all(isinstance(text, str) for text in values):
        raise _refused(name, value, 'Write a list of texts: ["one", "another"].')
    return [text.strip() for text in sorted(values) if text.strip()]


def _number(section: Any, name: str, default: float, least: float, most: float) -> float:
    value = section.get(name.partition(".")[2], default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise _refused(name, value, f"Write a number from {least:g} to {most:g}.")
    return float(value)


def _which(value: object) -> Which:
    try:
        return Which(str(value))
    except ValueError as error:
        raise _refused("Collect.which", value, f"Write one of {', '.join(map(repr, map(str, Which)))}.") from error


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = "Write 'UTC', or a name of the IANA database such as 'Europe/Vienna'."
        raise _refused("Collect.mailbox_zone", name, remedy) from error


def _released(text: str, zone: ZoneInfo) -> datetime:
    try:
        return read_time(text, zone).first
    except GraderError as error:
        raise _refused("Course.released", text, EXAMPLE) from error
