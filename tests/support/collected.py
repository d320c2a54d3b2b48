"""A little course that collects, in the process of the test."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from grader.course import CONFIG, Course
from grader.handin.collecting import Collected, Task, collect
from grader.handin.platforms.registry import READERS
from grader.handin.settings import read_settings
from grader.handin.sources import identify
from grader.roster import read_roster
from tests.support.mails import SETTINGS


@contextmanager
def stage(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show nothing."""
    yield lambda steps: None


def prepare(course: Course, roster: str, settings: str = SETTINGS) -> Course:
    """Give a course a class list and settings."""
    (course.root / "roster.csv").write_text(roster, encoding="utf-8")
    config = course.root / CONFIG
    config.write_text(f"{config.read_text()}\n{settings}")
    return Course(course.root)


def collecting(
    course: Course, *sources: Path | str, which: str | None = None, worksheets: Sequence[Path] = (), dry: bool = False
) -> Collected:
    """Collect the assignment `double`."""
    settings = read_settings(course, "double", which)
    found = [identify(str(source), None, READERS) for source in sources]
    task = Task(course, "double", read_roster(course), settings, READERS, worksheets, stage, dry)
    return collect(task, found)


def submitted(course: Course) -> dict[str, bytes]:
    """All files below submitted/ of students, by their paths."""
    top = course.root / "submitted"
    return {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.glob("*/**/*")) if path.is_file()}
