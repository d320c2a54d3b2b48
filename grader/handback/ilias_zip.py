"""ILIAS's multi-feedback zip: downloaded empty, filled here, uploaded again; its folders keep their names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from grader.errors import CourseError
from grader.handback.feedback import Feedback, Waiting
from grader.handback.packing import MOST_BYTES, read_file, read_names
from grader.handback.placement import Placement
from grader.roster import Roster, Student

WAY = "ilias"
TOP = "multi_feedback"  # ILIAS looks for a folder whose name begins so
FORM = "Download the empty multi-feedback zip of the assignment again."
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def place(feedbacks: Iterable[Feedback], empty: Path, roster: Roster) -> Placement:
    """Put each student's pages into the folder of theirs; what else is in the zip is kept.

    A folder is called ``<last name>_<first name>_<login>_<ILIAS's number>``.

    Raises:
        CourseError: it is no multi-feedback zip.
    """
    placement = Placement()
    folders = _keep(empty, placement)
    owners: dict[str, list[str]] = defaultdict(list)
    for folder in folders:
        if student := _owner(PurePosixPath(folder).name, roster):
            owners[student.id].append(folder)
    for feedback in feedbacks:
        own = owners.get(feedback.student.id, [])
        if len(own) == 1:
            placement.put_pages(feedback, own[0])
        else:
            several = f"Several folders of {empty.name} could be meant: {', '.join(own)}."
            none = f"No folder of {empty.name} has this student's lms_user_id, login or name."
            placement.lost.append(Waiting(feedback.student.id, several if own else none))
    return placement


def _keep(empty: Path, placement: Placement) -> list[str]:
    """Take over what is in the zip, and return the folders of students.

    Raises:
        CourseError: it is no multi-feedback zip, or too large.
    """
    folders, left = set(), MOST_BYTES
    for name in read_names(empty):
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or name.startswith("/") or not parts[0].startswith(TOP):
            raise CourseError(empty, f"{name[:80]!r} is not in a folder {TOP}…, so it is no multi-feedback zip", FORM)
        if len(parts) >= 2 and (len(parts) > 2 or name.endswith("/")):
            folders.add("/".join(parts[:2]))
        content = b"" if name.endswith("/") else read_file(empty, name, left)
        if content is None:
            raise CourseError(empty, f"{name[:80]!r} cannot be read, or is too large", FORM)
        left -= len(content)
        placement.files[name] = content
    if not folders:
        raise CourseError(empty, "it has no folder of a student, so it is no multi-feedback zip", FORM)
    return sorted(folders)


def _owner(folder: str, roster: Roster) -> Student | None:
    """Return whose folder it is: by ILIAS's number, else by login, else by a name that nobody else has."""
    *names, number = folder.split("_")
    if found := roster.by("lms_user_id", number):
        return found
    own = _letters("_".join(names))
    logins = [student for student in roster.students if student.login and own.endswith(f"_{_letters(student.login)}")]
    named = [student for student in roster.students if _begins(own, student)]
    for students in (logins, named):
        if len(students) == 1:
            return students[0]
    return None


def _begins(folder: str, student: Student) -> bool:
    """Whether a folder begins with a student's last and first name."""
    if not (student.last_name and student.first_name):
        return False
    return folder.startswith(f"{_letters(student.last_name)}_{_letters(student.first_name)}_")


def _letters(text: str) -> str:
    """Return a text as ILIAS writes it into a folder's name, more or less: ASCII, without case."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9_]", "", plain.replace(" ", "_"))
