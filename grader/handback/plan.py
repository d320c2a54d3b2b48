"""Which mails a hand-back sends, and who gets none for which reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.errors import CourseError, GraderError
from grader.handback.feedback import Feedback, Waiting
from grader.handback.ledger import Due, Ledger
from grader.handback.mail import Mail, compose
from grader.handback.wording import Wording


@dataclass
class Plan:
    """The mails of one hand-back.

    Attributes:
        mails: to be sent or written, in the order of the students' ids.
        corrections: students among them whose marks have changed since the last mail.
        again: students among them who have, or may have, the same mail already.
        done: students who have it.
        in_doubt: students who may have it: a run was stopped, or a connection ended, before the server confirmed it.
        page_only: students who have it, and whose page alone has changed since.
        impossible: students without a usable address, or whose records cannot be read, and what to do.
    """

    mails: list[Mail] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)
    page_only: list[str] = field(default_factory=list)
    impossible: list[Waiting] = field(default_factory=list)


def make_plan(
    feedbacks: Sequence[Feedback], ledger: Ledger, wording: Wording, *, again: bool = False, drafts: bool = False
) -> Plan:
    """Compose the mails that are due.

    Args:
        feedbacks: the final results.
        ledger: what was sent before.
        wording: the course's templates.
        again: whether to send what students have, or may have, once more.
        drafts: whether a person sends them, so that everybody gets one.

    Raises:
        CourseError: a template fails.
    """
    plan = Plan()
    kept = {Due.DONE: plan.done, Due.IN_DOUBT: plan.in_doubt, Due.PAGE_ONLY: plan.page_only}
    for feedback in feedbacks:
        student = feedback.student.id
        try:
            due, last = ledger.due(feedback), ledger.received(student)
        except CourseError as error:
            plan.impossible.append(Waiting(student, f"{error.where}: {error.what}. {error.remedy}"))
            continue
        if due in kept:
            (plan.again if again else kept[due]).append(student)
            if not (again or drafts):
                continue
        correction = due is Due.CORRECTION
        wording.written(feedback, correction)  # a template that fails concerns everybody
        try:
            replaces = last.message_id if last and correction else ""
            plan.mails.append(compose(feedback, wording, correction=correction, replaces=replaces))
        except GraderError as error:
            plan.impossible.append(Waiting(student, f"{error.what.capitalize()}. {error.remedy}"))
            continue
        plan.corrections += [student] if correction else []
    return plan
