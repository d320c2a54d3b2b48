"""Master to release, solution and bundle; a release that leaks or does not work is refused."""

import re
import zipfile
from pathlib import Path

from grader import interrupt
from grader.course import Course
from grader.course_copy import LEFT_OUT, scratch_copy
from grader.pipeline.generation import generate, publish
from grader.release import proof, solution
from grader.storage import locks, scratch

ROOMS = ("source", "tests")  # what a release is made of and proven by
ERROR = re.compile(r"^\s*[\w.]+(Error|Exception|Exit): (?P<text>.+)$")  # the line that ends a traceback
UNINFORMATIVE = ("above failures", "failed to validate")  # follows on an error that says what failed
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # and stored, not deflated: the same content gives the same bytes on every machine


def release(course: Course, assignment: str) -> list[str]:
    """Make release/, its zip, and solutions/ of an assignment; what was proven, a line each.

    Everything is made and proven in a scratch copy of the course, and what was proven there is what is released: a
    refused release changes nothing.

    Raises:
        ReleaseError: the release would leak, does not do what a release must do, or would lose marks given by hand.
        CourseError: the course's own files are not as they must be.
    """
    course.notebook(assignment)
    with scratch.folder("release") as folder:
        trial = scratch_copy(course, Path(folder), assignment, ROOMS)
        generate(trial, assignment)
        bundle(trial, assignment)
        proven = proof.prove(trial, assignment)
        solution.keep_outputs(solution.earlier(course, assignment), trial.notebook(assignment, "solutions"))
        parts = [Path("release", assignment), Path("release", f"{assignment}.zip"), Path("solutions", assignment)]
        with interrupt.deferred(), locks.gradebook(course):
            proven += publish(course, trial, assignment, parts)
        return proven + _edited_meanwhile(course, trial, assignment)


def _edited_meanwhile(course: Course, trial: Course, assignment: str) -> list[str]:
    """Return a note on files that were changed while the release was checked."""
    folders = [(one.root, one.root / room / assignment) for one in (course, trial) for room in ROOMS]
    paths = [(path, path.relative_to(root)) for root, folder in folders for path in folder.rglob("*")]
    names = {name for path, name in paths if path.is_file() and not {*LEFT_OUT} & {*name.parts}}
    edited = sorted(str(name) for name in names if not _same(trial.root / name, course.root / name))
    return [f"edited during the release and not included: {', '.join(edited)}; release again"] if edited else []


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def bundle(course: Course, assignment: str) -> Path:
    """Zip the release, as students receive it; equal content gives equal bytes."""
    folder = course.root / "release" / assignment
    target = course.root / "release" / f"{assignment}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{assignment}/{path.relative_to(folder).as_posix()}", ZIP_TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED
            archive.writestr(entry, path.read_bytes())
    return target
