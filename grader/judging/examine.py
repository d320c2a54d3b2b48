"""Checks one notebook for a person or a program: every submission gets a result."""

import os
from pathlib import Path

from grader.course import Course
from grader.errors import AnswerError, CourseError, GraderError, GradingFailed, LimitReached, UnreadableSubmission
from grader.intake.archive import listed
from grader.intake.folders import borrowed, single
from grader.intake.listing import Listing
from grader.intake.select import Candidate, candidates
from grader.intake.stage import REMEDY
from grader.judging.check import check
from grader.judging.notebook import warm_up
from grader.limits import Limits
from grader.notebooks import automatic_tasks, read_notebook
from grader.process import limited
from grader.process.call import Preparation
from grader.repair.matching import belongs, marked
from grader.results import Status, SubmissionResult


def examine(course: Course, path: Path, assignment: str | None = None) -> SubmissionResult:
    """Return the result of a notebook, or of a folder or zip with one; one that cannot be graded gets a reason instead.

    Args:
        course: the course.
        path: the submission; it exists, if only as a broken link.
        assignment: its name, if that is known.

    Raises:
        CourseError: the assignment has no hidden tests, or the course is invalid.
        SandboxError: no sandbox can be created here.
    """
    try:
        seconds = Limits.of(course.config).submission_seconds
        kernels = [Preparation(warm_up, (course, assignment), each=True)] if assignment else []
        return limited.run("it was read", _examined, course, path, assignment, seconds=seconds, prepared=kernels)
    except LimitReached as error:
        return _unjudged(course, assignment, Status.NEEDS_ATTENTION, error.what)


def _examined(course: Course, path: Path, assignment: str | None) -> SubmissionResult:
    try:
        if not (path.is_symlink() or path.is_file() or path.is_dir()):  # opening a pipe would block
            raise UnreadableSubmission(path, "it is neither a file nor a folder", REMEDY)
        path = Path(os.path.realpath(path.parent), path.name)
        if reason := borrowed(course, path):
            raise UnreadableSubmission(path, reason, REMEDY)
        with single(path) as own:
            assignment = assignment or assignment_of(course, own)
            result, _ = check(course, assignment, own)
            return result
    except UnreadableSubmission as error:
        return _unjudged(course, assignment, Status.NEEDS_ATTENTION, error.what)
    except (GradingFailed, AnswerError) as error:
        return _unjudged(course, assignment, Status.INTERNAL_ERROR, error.what)
    except (GraderError, MemoryError):
        raise
    except Exception as error:
        reason = f"the grader itself failed ({type(error).__name__}: {error})"
        return _unjudged(course, assignment, Status.INTERNAL_ERROR, reason)


def _unjudged(course: Course, assignment: str | None, status: Status, reason: str) -> SubmissionResult:
    """Return a result without points, for a submission that could not be graded."""
    tasks = automatic_tasks(read_notebook(course.notebook(assignment, "release"))) if assignment else {}
    return SubmissionResult(assignment or "", status, 0.0, sum(tasks.values()), reason=reason)


def assignment_of(course: Course, path: Path) -> str:
    """Return the assignment of a notebook, or of a zip or folder with one, by its grade ids, its answers, or its name.

    Raises:
        CourseError: no assignment of the course has hidden tests.
        UnreadableSubmission: it contains no readable notebook, or fits no assignment or several.
    """
    names = [name for name in course.assignments() if course.hidden(name)]
    if not names:
        raise CourseError(course.root, "no assignment of this course has hidden tests", "Write them under tests/.")
    fits = _fitting(course, path, names)
    if len(fits) == 1:
        return fits[0]
    if path.stem in names:
        return path.stem
    what = f"it fits {' and '.join(fits)} equally well" if fits else "it fits no assignment of this course"
    raise UnreadableSubmission(path, f"{what}; name one with --assignment", REMEDY)


def _fitting(course: Course, path: Path, names: list[str]) -> list[str]:
    """Return the assignments that a submission fits best, possibly none."""
    try:
        with listed(path) as listing:
            found = _readable(path, listing)
    except OSError as error:
        raise UnreadableSubmission(path, f"it cannot be read ({error.strerror})", REMEDY) from error
    ids = set().union(*(marked(candidate.notebook) for candidate in found))
    shared = {name: len(ids & marked(read_notebook(course.notebook(name))).keys()) for name in names}
    if most := max(shared.values()):
        return [name for name in names if shared[name] == most]
    released = {name: read_notebook(course.notebook(name, "release")) for name in names}
    return [name for name in names if any(belongs(candidate.notebook, released[name]) for candidate in found)]


def _readable(path: Path, listing: Listing) -> list[Candidate]:
    found, problems = candidates(listing)
    if not found:
        what = "; ".join(problems[:3]) or "there is no notebook in it"
        raise UnreadableSubmission(path, f"{what}; {listing.cut}" if listing.cut else what, REMEDY)
    return found
