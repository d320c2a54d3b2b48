"""Enters the students of a class list into nbgrader's gradebook; nobody is ever removed from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from nbgrader.api import Gradebook
from nbgrader.api import Student as Row

from grader.course import Course
from grader.errors import CourseError
from grader.pipeline.gradebook import database_errors
from grader.pipeline.gradebook_setup import finish
from grader.roster import Student
from grader.storage import locks

FIELDS = ("first_name", "last_name", "email", "lms_user_id")
LONGEST = 128  # characters that nbgrader's tables keep


@dataclass(frozen=True, slots=True)
class Entered:
    """What was written: ids that are new, that have other names or addresses now, and that no list names."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def enter_students(course: Course, students: Sequence[Student]) -> Entered:
    """Write names, addresses and platform ids into the gradebook, which is made where there is none.

    What the class list leaves empty stays as the gradebook has it.

    Raises:
        CourseError: the gradebook cannot be used, or would not keep a value whole; nothing has been written.
    """
    _refuse_long(students)
    name = str(course.config.get("CourseDirectory", {}).get("course_id", ""))
    with locks.gradebook(course), database_errors(course.database):
        finish(course.database)
        with Gradebook(course.database, name) as gradebook:
            known = {row.id: row for row in gradebook.students}
            added = [student for student in students if student.id not in known]
            gradebook.db.add_all([Row(id=student.id, **_values(student)) for student in added])
            changed = [
                student.id for student in students if student.id in known and _update(known[student.id], student)
            ]
            gradebook.db.commit()
    listed = {student.id for student in students}
    return Entered(tuple(student.id for student in added), tuple(changed), tuple(sorted(set(known) - listed)))


def _refuse_long(students: Sequence[Student]) -> None:
    for student in students:
        for field, value in {"id": student.id, **_values(student)}.items():
            if len(value) > LONGEST:
                what = f"the {field} of {student.id[:40]!r} is longer than {LONGEST} characters"
                raise CourseError("gradebook", what, "Shorten it in the class list.")


def _values(student: Student) -> dict[str, str]:
    return {field: value for field in FIELDS if (value := getattr(student, field))}


def _update(row: Row, student: Student) -> bool:
    """Give a student of the gradebook the values of the class list; whether any is another."""
    new = {field: value for field, value in _values(student).items() if getattr(row, field) != value}
    for field, value in new.items():
        setattr(row, field, value)
    return bool(new)
