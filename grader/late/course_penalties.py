"""What lateness costs a class in one assignment, from settings, extensions, folders and gradebook."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import URL

from grader.course import CONFIG, Course
from grader.errors import CourseError, GraderError
from grader.intake import submissions
from grader.late.extensions import Known, read_extensions
from grader.late.penalties import HandedIn, Key, penalties
from grader.late.policy import Policy
from grader.late.settings import extensions_file, read_policy
from grader.penalty import Penalty
from grader.pipeline.arrivals import Arrivals, Entered, read_arrivals
from grader.roster import read_roster
from grader.times import due_date

UNREADABLE = "the time of arrival could not be read from timestamp.txt ({}): it counts as on time"


@dataclass(frozen=True, slots=True)
class CoursePenalties:
    """What lateness costs a class in one assignment; times are naive UTC.

    Attributes:
        policy: the course's rule.
        due: when the assignment is due, None where it has no date: then nobody is late.
        by_student: the penalty of everybody who handed in, if there is a date.
        extended: until when students may hand in who have an extension, whether they have handed in or not.
        notes: why a time of arrival cannot be read, by student, without a full stop.
    """

    policy: Policy
    due: datetime | None
    by_student: Mapping[str, Penalty]
    extended: Mapping[str, datetime]
    notes: Mapping[str, str]

    def of(self, student: str) -> Penalty:
        """Return a student's penalty: none where there is no due date, or nothing was handed in."""
        due = self.due or datetime.max
        return self.by_student.get(student, Penalty(None, due, due))


@dataclass(frozen=True, slots=True)
class _Sources:
    """What penalties are made from."""

    course: Course
    arrivals: Arrivals
    due: Mapping[str, datetime]
    extensions: Mapping[Key, datetime]


def read_penalties(
    course: Course, assignment: str, db_url: URL | str | None = None, student: str | None = None
) -> CoursePenalties | None:
    """Return what lateness costs, None where the course sets no ``c.Late``: then nbgrader's own penalties hold.

    Args:
        course: the course.
        assignment: the assignment.
        db_url: the gradebook, if it is not the course's.
        student: the only one to be looked at; everybody where it is None.

    Raises:
        CourseError: settings or extensions cannot be used, or the gradebook cannot be read.
    """
    policy = read_policy(course)
    if policy is None:
        return None
    arrivals = read_arrivals(db_url or course.database)
    due = due_dates(course, arrivals)
    extensions = read_extensions(course.root / extensions_file(course), _known(course, arrivals, due))
    own = {student: until for (student, name), until in extensions.items() if name == assignment}
    when = due.get(assignment)
    if when is None:
        return CoursePenalties(policy, None, {}, own, {})
    dated = {name: date for name, date in due.items() if date is not None}
    others = [name for name, date in dated.items() if (date, name) < (when, assignment)]
    notes: dict[str, str] = {}
    handed_in: list[HandedIn] = []
    sources = _Sources(course, arrivals, dated, extensions)
    for name in others if policy.free_days else ():
        handed_in += _handed_in(sources, name, student, {})
    handed_in += _handed_in(sources, assignment, student, notes)
    found = penalties(handed_in, policy)
    return CoursePenalties(
        policy, when, {who: penalty for (who, name), penalty in found.items() if name == assignment}, own, notes
    )


def due_dates(course: Course, arrivals: Arrivals) -> dict[str, datetime | None]:
    """Return every assignment with its due date: that of the settings, else the gradebook's.

    Raises:
        CourseError: the settings hold what is not a date.
    """
    settings = dict(course.config.get("Course", {}).get("due", {}))
    dates = {str(name): None if text is None else due_date(text, course.time_zone) for name, text in settings.items()}
    return dict.fromkeys(course.assignments()) | arrivals.due | dates


def require_settings(course: Course) -> None:
    """Refuse settings, a class list or extensions that a report could not be made with later.

    Raises:
        CourseError: one of them cannot be used, or the gradebook cannot be read.
    """
    read_roster(course)
    if read_policy(course) is not None:
        arrivals = read_arrivals(course.database)
        known = _known(course, arrivals, due_dates(course, arrivals))
        read_extensions(course.root / extensions_file(course), known)


def require_rule(course: Course) -> Policy:
    """Return the course's own rule for late work.

    Raises:
        CourseError: it has none, or it cannot be used.
    """
    policy = read_policy(course)
    if policy is None:
        remedy = "Set c.Late.per_day, say, as docs/late-work.md tells; until then nbgrader's own penalty holds."
        raise CourseError(CONFIG, "c.Late is not set, so there is no rule for late work", remedy)
    return policy


def unused_extensions(course: Course) -> str:
    """Return a sentence about a table of extensions that nothing uses, empty where there is none."""
    name = extensions_file(course)
    if read_policy(course) is not None or not (course.root / name).is_file():
        return ""
    return f"{name} is not used, because c.Late is not set. docs/late-work.md says how."


def _known(course: Course, arrivals: Arrivals, due: Mapping[str, datetime | None]) -> Known:
    roster = {student.id for student in read_roster(course).students}
    students: Collection[str] = roster | arrivals.students | submissions.folders(course)
    return Known(students, due, course.time_zone)


def _handed_in(sources: _Sources, assignment: str, student: str | None, notes: dict[str, str]) -> list[HandedIn]:
    """Return who handed in an assignment and when; a note for each time that cannot be read."""
    course, due = sources.course, sources.due[assignment]
    entered = {who: entry for (who, name), entry in sources.arrivals.entered.items() if name == assignment}
    if student is None:
        places = submissions.places(course, assignment)
    else:
        location = submissions.place(course, assignment, student).path
        places = {student: location} if location is not None and location.exists() else {}
        entered = {who: entry for who, entry in entered.items() if who == student}
    found = []
    for who in sorted({*places, *entered}):
        entry = entered.get(who, Entered(None, timedelta(0)))
        arrived = entry.arrived
        if who in places:
            try:
                reading = submissions.arrival(course, places[who])
                arrived = reading.first if reading else arrived
            except CourseError:  # of the settings
                raise
            except GraderError as error:
                notes[who], arrived = UNREADABLE.format(error.what), None
        until = max(due + entry.extension, sources.extensions.get((who, assignment), due))
        found.append(HandedIn(who, assignment, arrived, due, until))
    return found
