"""What was handed back to whom, kept in ``reports/<assignment>/handed-back/``, a file for each student.

A mail is noted before the step after which the server may have it, and again when the server has confirmed it. A run
that is killed between the two leaves it in doubt, and no later run sends it by itself.
"""

import dataclasses
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from grader.course import Course
from grader.errors import CourseError
from grader.handback.feedback import Feedback
from grader.storage import atomic

VERSION = 1
MAIL = "mail"


class State(StrEnum):
    """How far something came."""

    SENDING = "sending"  # the server may have it
    SENT = "sent"
    REFUSED = "refused"  # for good: the server does not have it
    POSTPONED = "postponed"  # the server does not have it yet
    WRITTEN = "written"  # into a file that a person sends or uploads


class Due(StrEnum):
    """What is to be done with one student's mail."""

    NEW = "new"
    CORRECTION = "correction"
    DONE = "done"
    IN_DOUBT = "in doubt"
    PAGE_ONLY = "page only"  # the page has changed since, and the marks have not


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that was handed back, or tried to be.

    Attributes:
        way: "mail", "drafts", "moodle", "canvas" or "ilias".
        state: how far it came.
        marks: the digest of the marks.
        shown: the digest of the pages.
        total: the total that it told.
        message_id: of a mail.
        address: whom a mail went to.
        at: when this was noted, UTC.
        said: what the server said, or the name of the file.
    """

    way: str
    state: State
    marks: str
    shown: str
    total: float
    message_id: str = ""
    address: str = ""
    at: str = ""
    said: str = ""


def record_of(
    feedback: Feedback, way: str, state: State, *, message_id: str = "", address: str = "", said: str = ""
) -> Record:
    """Return the record of what happens to one student's feedback now."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return Record(way, state, feedback.marks, feedback.shown, feedback.total, message_id, address, now, said)


@dataclass(frozen=True)
class Ledger:
    """The records of one assignment.

    Attributes:
        folder: where they are.
    """

    folder: Path

    @classmethod
    def of(cls, course: Course, assignment: str) -> "Ledger":
        """Return the ledger of an assignment, which need not exist."""
        return cls(course.root / "reports" / assignment / "handed-back")

    def path(self, student: str) -> Path:
        """Return where the records of one student are."""
        return self.folder / f"{student}.json"

    def records(self, student: str) -> tuple[Record, ...]:
        """Return the records of a student, oldest first.

        Raises:
            CourseError: they cannot be read.
        """
        path = self.path(student)
        if not path.is_file():
            return ()
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != VERSION:
                raise ValueError(f"version {data['version']}")
            return tuple(Record(**{**record, "state": State(record["state"])}) for record in data["records"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            remedy = "Find out whether this student has the mail; then remove the file, and run the same command again."
            raise CourseError(path, f"what was handed back cannot be read ({error})", remedy) from error

    def received(self, student: str) -> Record | None:
        """Return the last mail that a student has, or may have; None if there is none."""
        has = (State.SENT, State.SENDING)
        found = [record for record in self.records(student) if record.way == MAIL and record.state in has]
        return found[-1] if found else None

    def note(self, student: str, record: Record) -> None:
        """Add a record, in place of what it completes: the last one of the same mail, or of the same way of files."""
        records = list(self.records(student))
        for place in range(len(records) - 1, -1, -1):
            before = records[place]
            same_mail = before.way == MAIL and before.message_id == record.message_id and before.state != State.SENT
            if before.way == record.way and (same_mail or before.way != MAIL):
                if dataclasses.replace(before, at=record.at) == record:
                    return
                records.pop(place)
                break
        kept = [dataclasses.asdict(each) for each in (*records, record)]
        text = json.dumps({"version": VERSION, "student": student, "records": kept}, indent=1, ensure_ascii=True)
        atomic.write_text(self.path(student), f"{text}\n", durable=True)

    def due(self, feedback: Feedback) -> Due:
        """Return what is to be done with one student's mail.

        Raises:
            CourseError: the student's records cannot be read.
        """
        last = self.received(feedback.student.id)
        if last is None:
            return Due.NEW
        if last.marks != feedback.marks:
            return Due.CORRECTION
        if last.state is State.SENDING:
            return Due.IN_DOUBT
        return Due.DONE if last.shown == feedback.shown else Due.PAGE_ONLY
