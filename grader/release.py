"""Master to release, solution and bundle; a release that leaks or does not work is refused."""

import re
import shutil
import zipfile
from pathlib import Path

from nbgrader.converters import GenerateSolution

from grader import proof, scratch, solution
from grader.course import CONFIG, Course
from grader.errors import ReleaseError

IGNORED = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", "*.pyc")
ERROR = re.compile(r"^\s*[\w.]+(Error|Exception|Exit): (?P<said>.+)$")  # the line that ends a traceback
UNTELLING = ("above failures", "failed to validate")  # follows on an error that says what failed
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # and stored, not deflated: the same content gives the same bytes on every machine


def release(course: Course, assignment: str) -> list[str]:
    """Make release/, its zip, and solutions/ of an assignment; what was proven, a line each.

    Everything is made and proven in a scratch copy of the course first: a refused release changes nothing.

    Raises:
        ReleaseError: the release would leak, or does not do what a release must do.
        CourseError: the course's own files are not as they must be.
    """
    course.notebook(assignment)
    with scratch.folder("release") as folder:
        trial = _trial(course, assignment, Path(folder).resolve())
        generate(trial, assignment)
        bundle(trial, assignment)
        proven = proof.prove(trial, assignment)
    earlier = solution.earlier(course, assignment)
    generate(course, assignment)
    solution.keep_outputs(earlier, course.notebook(assignment, "solutions"))
    bundle(course, assignment)
    return proven


def _trial(course: Course, assignment: str, folder: Path) -> Course:
    shutil.copy(course.root / CONFIG, folder)
    for room in ("source", "tests"):
        if (course.root / room / assignment).is_dir():
            shutil.copytree(course.root / room / assignment, folder / room / assignment, ignore=IGNORED)
    return Course(folder)


def generate(course: Course, assignment: str, solution: bool = True) -> None:
    """Run nbgrader's own generate_assignment, and generate_solution if asked to."""
    api = course.api()
    done = api.generate_assignment(assignment, force=True, create=True)
    if not done["success"]:
        _clean_half_made_gradebook(course)
        raise ReleaseError(assignment, "nbgrader could not generate it", _reason(done["log"], done["error"]))
    if solution:
        api.coursedir.assignment_id, api.coursedir.student_id = assignment, "."
        converter = GenerateSolution(coursedir=api.coursedir, parent=api)
        converter.force = True
        converter.start()


def _reason(*texts: str | None) -> str:
    """What the last error in nbgrader's log said; where there is none, its last words."""
    lines = [line for text in texts for line in (text or "").splitlines() if line.strip()]
    said = [match["said"] for line in lines if (match := ERROR.match(line))]
    telling = [text for text in said if not any(words in text for words in UNTELLING)]
    return telling[-1] if telling else " ".join(lines[-3:])


def _clean_half_made_gradebook(course: Course) -> None:
    """A gradebook whose creation broke off is empty, yet makes the next run believe it is there."""
    path = course.root / "gradebook.db"
    if path.is_file() and path.stat().st_size == 0:
        path.unlink()


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
