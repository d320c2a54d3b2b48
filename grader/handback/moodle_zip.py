"""The zip that Moodle takes under "Upload multiple feedback files in a zip"."""

from collections.abc import Iterable

from grader.handback.feedback import Feedback, Waiting
from grader.handback.participants import Participants
from grader.handback.placement import Placement

WAY = "moodle"
PLUGIN = "assignfeedback_file"


def place(feedbacks: Iterable[Feedback], participants: Participants) -> Placement:
    """Put each student's pages into the folder that Moodle reads: ``Full name_<number>_assignfeedback_file``.

    Moodle splits each part of a path at its underscores; it ignores a number that it does not know without a word, so
    whoever has none is told here.
    """
    placement = Placement()
    where = ", ".join(path.name for path in participants.sources)
    for feedback in feedbacks:
        student = feedback.student
        if found := participants.of(student.id):
            number, name = found
            placement.put_pages(feedback, f"{_folder_name(name or student.name or 'Participant')}_{number}_{PLUGIN}")
        elif student.id in participants.numbers:
            numbers = " and ".join(participants.numbers[student.id])
            placement.lost.append(Waiting(student.id, f"Several participants could be meant in {where}: {numbers}."))
        else:
            why = f"No row of {where} names this student by address, id number or a full name that nobody else has."
            placement.lost.append(Waiting(student.id, why))
    return placement


def _folder_name(name: str) -> str:
    """Return a full name that adds no part to a path, and no underscore."""
    text = "".join(sign if sign.isprintable() and sign not in '_/\\:*?"<>|' else " " for sign in name)
    return " ".join(text.split()).strip(".~ ")[:80] or "Participant"
