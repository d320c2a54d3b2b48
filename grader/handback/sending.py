"""Sends the mails of a class, one after the other: nobody gets one twice, and every mail's fate is noted."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from grader import interrupt
from grader.course import CONFIG, Course
from grader.errors import CourseError, GraderError
from grader.handback.connection import Connection, ConnectionLost, Outcome, ServerUnusable
from grader.handback.ledger import MAIL, Ledger, State, record_of
from grader.handback.mail import Mail, envelope
from grader.handback.smtp_server import Server
from grader.text import one_line

PAUSE = 60.0  # seconds after which what was refused for now is tried once more
LONGEST = 3600.0


@dataclass
class Fates:
    """What became of a class's mails.

    Attributes:
        by_student: what became of each mail, and what the server said.
        untried: students whose mail was not given to the server.
        stopped: why the rest was not tried; empty if all were.
    """

    by_student: dict[str, Outcome] = field(default_factory=dict)
    untried: tuple[str, ...] = ()
    stopped: str = ""

    def of(self, state: State) -> list[str]:
        """Return the students whose mail came that far."""
        return [student for student, outcome in self.by_student.items() if outcome.state is state]


def read_pause(course: Course) -> float:
    """Return the setting c.HandBack.retry_seconds.

    Raises:
        CourseError: it is no number of seconds.
    """
    pause = course.config.get("HandBack", {}).get("retry_seconds", PAUSE)
    if isinstance(pause, bool) or not isinstance(pause, int | float) or not 0 <= pause <= LONGEST:
        raise CourseError(CONFIG, f"c.HandBack.retry_seconds is {pause!r}", f"Write a number from 0 to {LONGEST:.0f}.")
    return float(pause)


class Sender:
    """Sends mails to one server.

    Args:
        server: the server.
        ledger: where each mail's fate is noted.
        pause: seconds before what was refused for now is tried once more.
        waiting: called with the number of such mails, before the pause.
        done: called with each student whose mail is settled in this run.
    """

    def __init__(
        self,
        server: Server,
        ledger: Ledger,
        pause: float = PAUSE,
        waiting: Callable[[int], None] = lambda number: None,
        done: Callable[[str], None] = lambda student: None,
    ) -> None:
        self.server, self.ledger, self.pause = server, ledger, pause
        self.waiting, self.done = waiting, done
        self.connection: Connection | None = None
        self.fates = Fates()
        self.doubtful: set[str] = set()

    def send(self, mails: Sequence[Mail]) -> Fates:
        """Send mails; those that are refused for now once more after the others.

        A KeyboardInterrupt comes through between two mails, with ``fates`` as they are by then.
        """
        for student in (mail.feedback.student.id for mail in mails):
            last = self.ledger.received(student)
            self.doubtful |= {student} if last and last.state is State.SENDING else set()
        try:
            later = self._round(mails)
            if later and not self.fates.stopped:
                self.waiting(len(later))
                time.sleep(self.pause)
                self._round(later)
        finally:
            self.fates.untried = tuple(
                student for mail in mails if (student := mail.feedback.student.id) not in self.fates.by_student
            )
            if self.connection:
                self.connection.close()
        return self.fates

    def _round(self, mails: Sequence[Mail]) -> list[Mail]:
        """Try each mail, and return those that the server refused for now."""
        later = []
        for mail in mails:
            student = mail.feedback.student.id
            try:
                with interrupt.deferred():
                    self.fates.by_student[student] = outcome = self._one(mail)
            except ServerUnusable as error:
                self.fates.stopped = str(error)
                break
            if outcome.state is State.POSTPONED:
                later.append(mail)
            self.done(student)
        return later

    def _one(self, mail: Mail) -> Outcome:
        """Give a mail to the server, over a second connection if the first ends before the server has it."""
        try:
            message = mail.message(datetime.now(UTC))
        except GraderError as error:
            return Outcome(State.POSTPONED, f"not sent: {one_line(str(error))}")
        outcome = Outcome(State.POSTPONED)
        for _ in range(2):
            try:
                self.connection = self.connection or Connection(self.server)
                outcome = self.connection.send(mail, message, lambda: self._note(mail, Outcome(State.SENDING)))
            except ConnectionLost as lost:
                self.connection, outcome = None, Outcome(State.POSTPONED, f"connection lost ({lost})")
                self._note(mail, outcome)
                continue
            break
        if outcome.state is State.SENDING:
            self.connection = None
        self._note(mail, outcome)
        return outcome

    def _note(self, mail: Mail, outcome: Outcome) -> None:
        """Note what became of a mail; one that was in doubt before this run stays so until the server confirms it."""
        known = mail.feedback.student.id in self.doubtful and outcome.state is not State.SENT
        state = State.SENDING if known else outcome.state
        said = self.server.without_password(outcome.said)
        address = envelope(mail.recipient)
        record = record_of(mail.feedback, MAIL, state, message_id=mail.message_id, address=address, said=said)
        self.ledger.note(mail.feedback.student.id, record)
