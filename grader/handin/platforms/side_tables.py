"""Tables that a person gives beside a download which lacks something: times of students, members of groups."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from grader.course import CONFIG
from grader.errors import CourseError, GraderError
from grader.handin.given import Given
from grader.handin.item import Arrival, Item, Word
from grader.handin.platforms.local_times import SETTING
from grader.handin.platforms.people import ANY, letters, student
from grader.handin.platforms.tables import read_table
from grader.roster import Student
from grader.times import FORM, read_time

STUDENT = ("student", "canvas_user_id", "id", "login", "login_id", "user_id", "email", "email address")
KNOWN = "student,time for times, or group,student for groups, or the platform's own export of groups"


@dataclass(slots=True)
class SideTables:
    """What the tables say.

    Attributes:
        times: when students handed in, by id, with notes.
        groups: the members of groups, by the letters of the group's name.
        problems: rows that name nobody, a line each.
    """

    times: dict[str, tuple[Arrival, tuple[str, ...]]] = field(default_factory=dict)
    groups: dict[str, list[Student]] = field(default_factory=lambda: defaultdict(list))
    problems: list[tuple[str, str]] = field(default_factory=list)

    def arrival(self, person: Student | None) -> tuple[Arrival, tuple[str, ...]]:
        """Return when a student handed in, if that is known, and notes on it."""
        return self.times.get(person.id, (Arrival(), ())) if person else (Arrival(), ())

    def members(self, group: str) -> list[Student]:
        """Return the members of a group."""
        return self.groups.get(letters(group), [])

    def items(self) -> Iterator[Item]:
        """Yield an item for each row that names nobody, for a person to look at."""
        for where, why in self.problems:
            yield Item(where, refused=why, shown=where)


def read_side_tables(given: Given) -> SideTables:
    """Read the tables that were given.

    Raises:
        CourseError: one of them can be read as neither, or holds a time that cannot be read.
    """
    found = SideTables()
    for path in given.worksheets:
        table = read_table(path)
        columns = [place for name in STUDENT if (place := table.column(name)) is not None]
        time, group = table.column("time", "submitted_at", "submission time"), table.column("group", "group_name")
        if not columns or (time is None and group is None):
            what = f"its columns ({', '.join(table.header)[:200]}) are none that I know (known: {KNOWN})"
            raise CourseError(table.called, what, "Write such a header in its first line.")
        for line, row in table.rows:
            where = f"{table.called}, line {line}"
            if (time is not None and not row[time]) or (group is not None and not row[group]):
                continue
            person, why = _student([row[place] for place in columns], given)
            if person is None:
                found.problems.append((where, why))
            elif group is not None:
                if person not in (members := found.groups[letters(row[group])]):
                    members.append(person)
            elif time is not None:
                _add_time(found, person, row[time], where, given)
    return found


def _student(values: list[str], given: Given) -> tuple[Student | None, str]:
    why = "it names nobody"
    for value in filter(None, values):
        person, why = student(given.roster, value, (*ANY, "name"))
        if person is not None:
            return person, ""
    return None, why


def _add_time(found: SideTables, person: Student, text: str, where: str, given: Given) -> None:
    """Add a time as `grader.times` reads them.

    Raises:
        CourseError: it is none, its zone cannot be told, or the student has another.
    """
    try:
        reading = read_time(text, given.zone)
    except GraderError as error:
        raise CourseError(where, error.what, error.remedy) from error
    named = FORM.fullmatch(text.strip())
    if not given.zoned and not (named and named[3]):
        raise CourseError(
            CONFIG, f"the time {text!r} ({where}) names no zone, and c.Course.time_zone is not set", SETTING
        )
    notes = () if reading.first == reading.last else (f"The time {text} is ambiguous; the earlier reading counts.",)
    arrival = Arrival(reading.first, Word.SERVER)
    if found.times.setdefault(person.id, (arrival, notes))[0] != arrival:
        raise CourseError(where, f"a second time of {person.id}", "Leave one of them.")
