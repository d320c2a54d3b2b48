"""Collects an assignment: keeps what sources hold, decides on all that is kept, and places what counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import Timeout

from grader.course import Course
from grader.errors import CourseError
from grader.handin.by_hand import FILE, read_rulings
from grader.handin.claims import Known
from grader.handin.decide import Decided, decide
from grader.handin.examining import examine_all
from grader.handin.gathering import Gathered, gather
from grader.handin.given import Given
from grader.handin.keep import Store
from grader.handin.place import Placing, place_all
from grader.handin.platforms import Platform
from grader.handin.reading import read_all
from grader.handin.settings import Settings
from grader.handin.sources import Source
from grader.handin.trial import trial
from grader.roster import Roster, Student
from grader.storage import locks

Tell = Callable[[int], None]
Stage = Callable[[str, int], AbstractContextManager[Tell]]  # of a label and a number of steps


@dataclass(frozen=True, slots=True)
class Task:
    """What is collected, and by what rules.

    Attributes:
        course: the course.
        assignment: the assignment.
        roster: the class list.
        settings: the settings of collecting.
        platforms: the readers of downloads, by name.
        worksheets: tables that explain what the sources hold.
        stage: shows progress.
        dry: whether nothing in the course may change.
    """

    course: Course
    assignment: str
    roster: Roster
    settings: Settings
    platforms: Mapping[str, Platform]
    worksheets: Sequence[Path]
    stage: Stage
    dry: bool = False

    @property
    def given(self) -> Given:
        """What readers of platforms are given."""
        zoned = "time_zone" in self.course.config.get("Course", {})
        return Given(self.assignment, self.roster, self.settings.zone, self.settings.due, zoned=zoned)


@dataclass(frozen=True, slots=True)
class Collected:
    """What collecting came to.

    Attributes:
        gathered: what each source held.
        kept: how many mails and downloads are kept now, and how many there were before.
        decided: a row for every item, and what counts.
        placings: what became of each student's folder.
        missing: students of the class list of whom there is nothing.
        problems: what a person must look at beside the rows, a whole sentence each.
    """

    gathered: Sequence[Gathered]
    kept: tuple[int, int]
    decided: Decided
    placings: Sequence[Placing]
    missing: Sequence[Student] = ()
    problems: Sequence[str] = field(default_factory=list)

    @property
    def failures(self) -> list[CourseError]:
        """What went wrong with sources."""
        return [one.failure for one in self.gathered if one.failure]

    @property
    def good(self) -> bool:
        """Whether nobody has to look at anything."""
        return not (
            self.problems or any(row.look for row in self.decided.rows) or any(one.why for one in self.placings)
        )


def collect(task: Task, sources: Sequence[Source]) -> Collected:
    """Keep what the sources hold, decide on everything that is kept, and make submitted/ so.

    A source that fails is told, and what came of it before is kept; the others are collected all the same.

    Raises:
        CourseError: the assignment is being collected already, or a person's decisions in by-hand.csv cannot be read.
    """
    own = Store.of(task.course, task.assignment)
    with _alone(task), trial(own) if task.dry else _kept(own) as store:
        before = len(store.all())
        gathered = [_gathered(task, store, source) for source in sources]
        kept = store.all()
        decided, problems = _decided(task, store)
        with task.stage("Placing", len(decided.choices)) as tell:
            placings = place_all(task.course, task.assignment, decided.choices, lambda _student: tell(1), dry=task.dry)
    missing = [student for student in task.roster.students if not _there(task, decided, student)]
    return Collected(gathered, (len(kept), before), decided, placings, missing, problems)


@contextmanager
def _alone(task: Task) -> Iterator[None]:
    lock = locks.collecting(task.course, task.assignment)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise CourseError(task.assignment, "it is being collected already", "Wait until that has ended.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _kept(store: Store) -> Iterator[Store]:
    store.sweep()
    yield store


def _gathered(task: Task, store: Store, source: Source) -> Gathered:
    if not source.remote:
        with task.stage("Keeping", 1) as tell:
            found = gather(store, source, task.worksheets, task.given, task.settings, lambda _total: tell)
            tell(1)
        return found
    shown: list[AbstractContextManager[Tell]] = []

    def begin(total: int) -> Tell:
        shown.append(task.stage("Fetching", total))
        return shown[0].__enter__()

    try:
        return gather(store, source, task.worksheets, task.given, task.settings, begin)
    finally:
        for one in shown:
            one.__exit__(None, None, None)


def _decided(task: Task, store: Store) -> tuple[Decided, list[str]]:
    """Decide on everything that is kept, and return what a person should know beside."""
    rulings = read_rulings(store.folder, task.roster, task.settings.zone)
    kept = store.all()
    with task.stage("Reading", len(kept)) as tell:
        entries = read_all(kept, task.given, task.settings, task.platforms, tell)
    with task.stage("Looking into files", len({entry.contents for entry in entries if entry.contents})) as tell:
        examined = examine_all(task.course, task.assignment, entries, tell)
    known = Known(task.assignment, task.roster, task.settings, examined, rulings)
    decided = decide(entries, known, datetime.now(UTC).replace(tzinfo=None))
    problems = [
        f"{name} lies in handed-in/{task.assignment}/, but was not collected: give it as a source."
        for name in store.unexplained()
    ]
    keys = {entry.key for entry in entries}
    problems += [f"{FILE} names {key}, and nothing is kept under that name." for key in rulings if key not in keys]
    return decided, problems


def _there(task: Task, decided: Decided, student: Student) -> bool:
    placed = task.course.root / "submitted" / student.id / task.assignment
    return student.id in decided.choices or placed.exists()
