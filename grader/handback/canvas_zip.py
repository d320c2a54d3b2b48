"""The zip for Canvas's "Re-upload submissions": each file named as in the download of all submissions.

Canvas finds the student and the attachment by the first two numbers between underscores, shows the file under the
attachment's own name, and drops what it cannot place without a word. So an attachment gets back a file of its own kind.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.errors import CourseError
from grader.handback.annotated import annotated
from grader.handback.feedback import Feedback, Waiting
from grader.handback.packing import EPOCH, PLAIN, read_file, read_names
from grader.handback.placement import Placement
from grader.roster import Roster

WAY = "canvas"
KINDS = (".ipynb", ".zip", ".html", ".htm")  # that feedback can be put into, the best first
LARGEST = 2**26  # bytes of a notebook that is read


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a download: its name in the zip, the user's number, its own number, and what kind it is."""

    name: str
    user: str
    number: str
    kind: str


def place(feedbacks: Iterable[Feedback], download: Path, roster: Roster, course: str) -> Placement:
    """Put each student's feedback in the place of one of the files that Canvas knows.

    Args:
        feedbacks: what is handed back.
        download: the zip of all submissions.
        roster: the class list, with Canvas's numbers as lms_user_id.
        course: what the course is called.

    Raises:
        CourseError: it is not Canvas's download, or nobody in the class list has a number.
    """
    placement, own = Placement(), attachments(download)
    if not any(student.lms_user_id for student in roster.students):
        remedy = "Fill in Canvas's numbers: the column ID of its gradebook export."
        raise CourseError(roster.file.name, "no student has an lms_user_id, by which Canvas names files", remedy)
    for feedback in feedbacks:
        student = feedback.student
        files = own.get(student.lms_user_id.strip(), [])
        usable = KINDS if len(feedback.pages) == 1 else KINDS[:2]  # a page cannot hold a second one
        fitting = [each for each in files if each.kind in usable]
        if not fitting:
            placement.lost.append(Waiting(student.id, _why(student.lms_user_id, files, download)))
            continue
        best = min(fitting, key=lambda each: (KINDS.index(each.kind), -int(each.number)))
        content = _content(best, feedback, download, course)
        placement.files[PurePosixPath(best.name).name] = content
        placement.placed.append(feedback)
    return placement


def attachments(download: Path) -> dict[str, list[Attachment]]:
    """Return the files of a download by the number of their user.

    Raises:
        CourseError: it is not Canvas's, or names nobody.
    """
    found: dict[str, list[Attachment]] = defaultdict(list)
    names = [name for name in read_names(download) if not name.endswith("/")]
    for name in names:
        base = PurePosixPath(name).name
        parts = base.split("_")
        numbers = [part for part in parts if part.isascii() and part.isdigit()][:2]
        if len(numbers) == 2 and not parts[-1].startswith("link") and not base.startswith("._"):
            found[numbers[0]].append(Attachment(name, numbers[0], numbers[1], PurePosixPath(base).suffix.lower()))
    if not found:
        anonymous = any("anon_" in name for name in names)
        what = "it names nobody, since grading is anonymous" if anonymous else "this is not Canvas's zip of submissions"
        remedy = "End anonymous grading" if anonymous else "Use the button Download Submissions of the assignment"
        raise CourseError(download, what, f"{remedy}, and download it again.")
    return found


def _content(attachment: Attachment, feedback: Feedback, download: Path, course: str) -> bytes:
    """Return the feedback as a file of the attachment's kind."""
    if attachment.kind == ".ipynb":
        return annotated(read_file(download, attachment.name, LARGEST), feedback, course)
    if attachment.kind == ".zip":
        return _zipped(feedback)
    return feedback.pages[0].read()


def _zipped(feedback: Feedback) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for page in feedback.pages:
            entry = zipfile.ZipInfo(page.name, EPOCH)
            entry.create_system, entry.external_attr, entry.compress_type = 3, PLAIN, zipfile.ZIP_DEFLATED
            archive.writestr(entry, page.read())
    return packed.getvalue()


def _why(number: str, files: list[Attachment], download: Path) -> str:
    """Return why a student has no place in the zip."""
    if not number:
        return "The class list has no lms_user_id for this student."
    if files:
        kinds = ", ".join(sorted({each.kind or "no ending" for each in files}))
        return f"What was handed in ({kinds}) is shown by Canvas under its own name; send the page by mail instead."
    return f"{download.name} has no file of the user {number}."
