"""What was submitted: by whom, where it is, and a clean copy of it for nbgrader."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader import times
from grader.course import Course
from grader.errors import GraderError, UnreadableSubmission
from grader.files.links import left_out
from grader.files.tree import Tree
from grader.intake.folders import borrowed, single
from grader.intake.locations import Location, locate, locate_one
from grader.intake.originals import original, own_copy
from grader.intake.stage import stage
from grader.record import Record
from grader.storage import scratch


def students(course: Course, assignment: str) -> list[str]:
    """Return the students with a gradable submission of an assignment."""
    return sorted(places(course, assignment))


def places(course: Course, assignment: str) -> dict[str, Path]:
    """Return what is graded of each student: the assignment's folder, or a folder, notebook or zip in its place."""
    found = locate(course, assignment).students
    return {student: location.path for student, location in found.items() if location.path is not None}


def folders(course: Course) -> set[str]:
    """Return the names of the students' folders in submitted/, whatever is in them."""
    top = course.root / "submitted"
    found = {path.name for path in top.iterdir() if path.is_dir()} if top.is_dir() else set()
    return {name for name in found if not name.startswith(".")} - set(course.assignments())


def arrival(course: Course, location: Path) -> times.Reading | None:
    """Return the time beside a submission, None where there is no file ``timestamp.txt``.

    Args:
        course: the course.
        location: what is graded of a student, as `places` returns it.

    Raises:
        GraderError: there is one that cannot be read.
    """
    folder = location if location.is_dir() else location.parent
    try:
        with Tree(folder).open("timestamp.txt") as file:
            raw = file.read(times.LONGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GraderError("time", f"it cannot be read ({error.strerror})", times.EXAMPLE) from error
    return times.submission_time(raw, course.time_zone)


def misplaced(course: Course, assignment: str) -> dict[str, str]:
    """Return what was handed in and can only be graded once a person has moved it, by student or else by name."""
    found = locate(course, assignment)
    lost = {student: " ".join(at.notes) for student, at in found.students.items() if at.path is None}
    return {**found.strays, **lost}


def place(course: Course, assignment: str, student: str) -> Location:
    """Return where a student's submission is, with notes on it; a folder that does not exist if there is none."""
    location = locate_one(course, assignment, student)
    if location is None or location.path is None:
        return Location(course.root / "submitted" / student / assignment)
    return location


@contextmanager
def staged(course: Course, assignment: str, student: str, content: str = "") -> Iterator[Course]:
    """Give the course with a clean copy of one submission in place of submitted/, which stays as it is.

    Args:
        course: the course.
        assignment: the assignment.
        student: whose submission.
        content: the digest of all that was handed in, if that is known.

    Raises:
        UnreadableSubmission: what was handed in cannot be read as the assignment's notebook; ``what`` says why.
    """
    names = [path.name for path in course.notebooks(assignment)]
    location = place(course, assignment, student)
    handed_in = location.path or course.root
    mine = original(course, handed_in, names)
    if reason := borrowed(course, handed_in, mine):
        raise UnreadableSubmission(handed_in, reason, "Ask for the files themselves.")
    with scratch.folder("staged") as folder, own_copy(handed_in, mine) if mine else single(handed_in) as read:
        target = Path(folder, student, assignment)
        target.mkdir(parents=True)
        notes, seen = list(location.notes), left_out([str(handed_in)])
        for name in names:
            released = course.root / "release" / assignment / name
            known = Record(content=content, seen=seen)
            given = released if released.is_file() else None
            stage(read, name, given, target, alone=len(names) == 1, known=known)
        _take_time(handed_in, target)
        notes += times.normalize_time(target / "timestamp.txt", course.time_zone)
        yield course.changed(
            CourseDirectory={"submitted_directory": folder}, SubmissionExporter={"staged": True, "notes": notes}
        )


def _take_time(handed_in: Path, target: Path) -> None:
    """Copy the submission time that is next to a file in the student's own folder."""
    if handed_in.is_file():
        with suppress(OSError), Tree(handed_in.parent).open("timestamp.txt") as source:
            (target / "timestamp.txt").write_bytes(source.read(times.LONGEST + 1))
