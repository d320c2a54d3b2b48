"""The files of a course that no student's code may see, wherever they are."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from traitlets.config import Config

from grader.course import CONFIG, SECRET, Course, step_folder
from grader.errors import CourseError

STEPS = ("source", "source_with_tests", "solution")  # nbgrader's, but for the release
OF_STUDENTS = ("submitted", "autograded", "feedback")
INSIDE = ("tests", "reports", "demo", "handed-in", "exports", "drafts", SECRET, CONFIG, ".git")
TABLES = (("Roster", "file", "roster.csv"), ("Late", "extensions", "extensions.csv"))  # of people, by their settings
EXCHANGE = "/usr/local/share/nbgrader/exchange"  # nbgrader's, where its configuration names no other
JOURNALS = ("", "-wal", "-shm", "-journal")  # what SQLite keeps beside a gradebook


@dataclass(frozen=True)
class Confidential:
    """A course's folder, what is hidden of it or lies elsewhere, and what of that is students' work: no links."""

    root: Path | None
    hidden: tuple[Path, ...]
    of_students: tuple[Path, ...] = ()

    @classmethod
    def of(cls, config: Config) -> "Confidential":
        """Of the course that some settings name, or else of the one that the working directory lies in.

        Its own settings count too, for those given may be of one run, with folders of its own.
        """
        root = config.get("CourseDirectory", {}).get("root") or _around()
        settings = [config]
        if root and Path(root, CONFIG).is_file():
            settings.append(Course(Path(root)).config)
        work = [path for one in settings for path in (*_folders(one, root, OF_STUDENTS), *_exchange(one))]
        paths = [path for one in settings for path in (*_folders(one, root, STEPS), *_gradebook(one, root))]
        paths += [Path(root, name) for name in INSIDE] if root else []
        paths += [
            Path(root, str(one.get(section, {}).get(key, name)))
            for one in settings
            for section, key, name in TABLES
            if root
        ]
        return cls(Path(os.path.realpath(root)) if root else None, _real([*paths, *work]), _real(work))

    @property
    def places(self) -> tuple[Path, ...]:
        """The course's folder and all that is hidden, the folder first."""
        return (self.root, *self.hidden) if self.root else self.hidden

    def shown_by(self, path: Path) -> Path | None:
        """Return what is confidential of all that showing a folder would show; None if nothing is."""
        for place in self.places:
            inside = place != self.root and path.is_relative_to(place)
            if inside or (place.is_relative_to(path) and os.path.lexists(place)):
                return place
        return None


def _around() -> str | None:
    with suppress(CourseError, OSError):
        return str(Course.find().root)
    return None


def _real(paths: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(sorted({Path(os.path.realpath(path)) for path in paths}))


def _folders(config: Config, root: str | None, steps: Iterable[str]) -> Iterator[Path]:
    """Return the folders of some of nbgrader's steps."""
    if root is not None:
        for step in steps:
            path = os.path.join(os.path.abspath(root), step_folder(config, step, "*", "*"))
            yield Path(path[: path.index("*")] if "*" in path else path)


def _gradebook(config: Config, root: str | None) -> Iterator[Path]:
    """Return the files of a gradebook that is no server's."""
    address = config.get("CourseDirectory", {}).get("db_url") or "sqlite:///gradebook.db"
    with suppress(ArgumentError):
        url = make_url(address)
        if url.get_backend_name() == "sqlite" and url.database and root is not None:
            yield from (Path(root, url.database + ending) for ending in JOURNALS)


def _exchange(config: Config) -> Iterator[Path]:
    """Where nbgrader collects from students, and keeps what was collected."""
    exchange = config.get("Exchange", {})
    yield Path(exchange.get("root") or EXCHANGE)
    yield Path(exchange.get("cache") or Path(jupyter_data_dir(), "nbgrader_cache"))
