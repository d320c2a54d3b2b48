"""Puts what counts into ``submitted/``, in one step for each student, and nothing else there is ever replaced."""

import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from filelock import Timeout

from grader.course import Course
from grader.errors import GraderError, GradingFailed
from grader.files.tree import files
from grader.handin.entry import Choice
from grader.handin.keep import Store
from grader.handin.laying import lay_out
from grader.handin.placed import Placed, digest, digest_of
from grader.intake.locations import locate_one
from grader.storage import locks, promotion

WAITING = 20.0  # seconds for whoever is grading a submission


class Outcome(StrEnum):
    """What became of a student's folder."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    LEFT = "left as it is"


@dataclass(frozen=True, slots=True)
class Placing:
    """What became of a student's folder in submitted/.

    Attributes:
        student: whose.
        outcome: what became of it.
        why: why it was left as it is, and what to do about it; empty for all others.
        graded: whether what was there before has been graded.
    """

    student: str
    outcome: Outcome
    why: str = ""
    graded: bool = False


def place_all(
    course: Course,
    assignment: str,
    choices: Mapping[str, Choice],
    tell: Callable[[str], None],
    *,
    dry: bool = False,
) -> list[Placing]:
    """Make submitted/ hold what counts, and nothing of what was placed there before and counts no more.

    Args:
        course: the course.
        assignment: the assignment.
        choices: what counts, by student.
        tell: is told each student that was dealt with.
        dry: write nothing, and return what would become of each.
    """
    placed = Placed(Store.of(course, assignment).folder)
    found = []
    for student in sorted({*choices, *placed.students()}):
        one = _Folder(course, assignment, student, placed)
        try:
            done = one.planned(choices.get(student)) if dry else one.locked(choices.get(student))
        except Timeout:
            done = Placing(student, Outcome.LEFT, "It is being graded. Run the same command again afterwards.")
        except (GraderError, OSError) as error:
            done = Placing(student, Outcome.LEFT, f"It cannot be placed: {error}")
        found += [done] if done else []
        tell(student)
    return found


class _Folder:
    """The folder of one student's submission."""

    def __init__(self, course: Course, assignment: str, student: str, placed: Placed) -> None:
        self.course, self.assignment, self.student, self.placed = course, assignment, student, placed
        self.above = course.root / "submitted" / student
        self.path = self.above / assignment
        self.draft = self.path.with_name(f".{assignment}.new")

    def locked(self, choice: Choice | None) -> Placing | None:
        """Bring the folder about, while nobody grades it."""
        with locks.submission(self.course, self.assignment, self.student).acquire(timeout=WAITING):
            self._sweep()
            done = self.planned(choice)
            if done and done.outcome in (Outcome.NEW, Outcome.REPLACED) and choice:
                self._put(choice)
            elif done and done.outcome is Outcome.WITHDRAWN:
                self._withdraw()
            return done

    def planned(self, choice: Choice | None) -> Placing | None:
        """Return what is to become of the folder; None if there is none, and none is wanted."""
        graded = self.course.result_file(self.assignment, self.student).is_file()
        there = self._there()
        if there == "":
            return Placing(self.student, Outcome.NEW) if choice else None
        wanted = digest_of(choice.item.files, choice.at) if choice else None
        if there is not None and there == wanted:
            return Placing(self.student, Outcome.UNCHANGED, graded=graded)
        if there is not None and there in self.placed.digests(self.student):
            return Placing(self.student, Outcome.REPLACED if choice else Outcome.WITHDRAWN, graded=graded)
        return Placing(self.student, Outcome.LEFT, self._foreign(), graded) if choice else None

    def _there(self) -> str | None:
        """Return the digest of what lies there, empty if nothing does, None if it cannot be ours."""
        for path in (self.above, self.path):
            try:
                if not stat.S_ISDIR(path.lstat().st_mode):
                    return None
            except FileNotFoundError:
                break
        else:
            if any(path.is_symlink() for path in self.path.rglob("*")):
                return None
            if any(files(self.path)):
                return digest(self.path)
        return None if self._elsewhere() else ""

    def _elsewhere(self) -> bool:
        """Whether there is work of this assignment beside the folder, where grading would find it."""
        try:
            location = locate_one(self.course, self.assignment, self.student)
        except GradingFailed:
            return True
        return location is not None and location.path != self.path

    def _foreign(self) -> str:
        there = self.path if self.path.is_dir() else self.above
        return (
            f"{there.relative_to(self.course.root)} holds work that `grader collect` did not put there, or that was "
            "changed since. Move it away to have this replaced; leave it to have it graded."
        )

    def _put(self, choice: Choice) -> None:
        self.above.mkdir(parents=True, exist_ok=True)
        try:
            lay_out(choice.item.files, self.draft, choice.at)
            self.placed.add(self.student, digest(self.draft))  # first, so that it is known as ours in any case
            promotion.put(self.draft, self.path)
        finally:
            promotion.remove(self.draft)

    def _withdraw(self) -> None:
        self.path.rename(self.draft)
        promotion.remove(self.draft)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what a killed run left."""
        if not self.above.is_symlink():
            for rest in (self.draft, self.path.with_name(f".{self.draft.name}.old")):
                promotion.remove(rest)
            with suppress(OSError):
                self.above.rmdir()  # which only removes an empty one
