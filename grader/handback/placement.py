"""What a learning platform gets: files in a zip, who is among them, and who could not be placed and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from grader.handback.feedback import Feedback, Waiting
from grader.handback.ledger import Ledger, State, record_of


@dataclass
class Placement:
    """The content of a zip in the making.

    Attributes:
        files: content by name in the zip; a folder's name ends with / and has no content.
        placed: whose feedback is among them.
        lost: who could not be placed.
        notes: what a person should know, a sentence each.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    placed: list[Feedback] = field(default_factory=list)
    lost: list[Waiting] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def put_pages(self, feedback: Feedback, folder: str) -> None:
        """Put a student's pages into a folder of the zip."""
        for page in feedback.pages:
            self.files[f"{folder}/{page.name}"] = page.read()
        self.placed.append(feedback)


def note_written(ledger: Ledger, way: str, feedbacks: Iterable[Feedback], path: Path) -> None:
    """Note that feedback was written into a platform's zip."""
    for feedback in feedbacks:
        ledger.note(feedback.student.id, record_of(feedback, way, State.WRITTEN, said=path.name))
