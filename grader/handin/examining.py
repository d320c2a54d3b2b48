"""Looks into what was handed in: can grading read it, and is it this homework's? In processes with limits."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from nbformat import NotebookNode

from grader.course import Course
from grader.errors import CourseError, GraderError, GradingFailed, LimitReached, UnreadableSubmission
from grader.handin.entry import Entry, Examined
from grader.handin.item import File
from grader.handin.laying import lay_out
from grader.intake.archive import listed
from grader.intake.listing import UNREADABLE
from grader.intake.select import Candidate, candidates, choose
from grader.judging.examine import assignment_of
from grader.notebooks import read_notebook
from grader.process import limited
from grader.repair.matching import marked
from grader.storage import scratch
from grader.text import one_line

TOGETHER = 16  # items that are looked into by one process
MOST_TOGETHER = 64 * 2**20  # bytes of them
SECONDS = 60.0
NAME = re.compile(r"\bname\s*:[*_ ]*([^\n<>*_:]{2,80})", re.IGNORECASE)
Contents = frozenset[str]


def examine_all(
    course: Course, assignment: str, entries: Sequence[Entry], tell: Callable[[int], None]
) -> Mapping[Contents, Examined]:
    """Return what the files of items are, by the digests of their contents.

    Args:
        course: the course.
        assignment: the assignment.
        entries: the items; those without files are passed over.
        tell: is told how many more were looked into.
    """
    distinct = {entry.contents: entry.item.files for entry in entries if entry.item.files}
    found: dict[Contents, Examined] = {}
    batch: dict[Contents, Sequence[File]] = {}
    for contents, files in distinct.items():
        batch[contents] = files
        if len(batch) >= TOGETHER or sum(file.size for own in batch.values() for file in own) > MOST_TOGETHER:
            found |= _batch(course, assignment, batch)
            tell(len(batch))
            batch = {}
    found |= _batch(course, assignment, batch) if batch else {}
    tell(len(batch))
    return found


def _batch(course: Course, assignment: str, batch: Mapping[Contents, Sequence[File]]) -> dict[Contents, Examined]:
    found: dict[Contents, Examined] = {}
    with scratch.folder("collected") as top:
        places: dict[Contents, Path] = {}
        for number, (contents, files) in enumerate(batch.items()):
            try:
                lay_out(files, Path(top, str(number)))
                places[contents] = Path(top, str(number))
            except (GraderError, OSError) as error:
                found[contents] = Examined(f"its files cannot be laid out ({one_line(error, 200)})", belongs=False)
        found |= zip(places, _examined(course, assignment, list(places.values())), strict=True)
    return found


def _examined(course: Course, assignment: str, folders: list[Path]) -> list[Examined]:
    """Look into folders in one process, or into each in its own where that fails."""
    try:
        return limited.run("it was read", _examine, course, assignment, folders, seconds=SECONDS)
    except (LimitReached, GradingFailed) as error:
        if len(folders) > 1:
            return [one for folder in folders for one in _examined(course, assignment, [folder])]
        return [Examined(error.what, belongs=False)]


def _examine(course: Course, assignment: str, folders: list[Path]) -> list[Examined]:
    released = _released(course, assignment)
    return [_examine_one(course, assignment, folder, released) for folder in folders]


def _examine_one(course: Course, assignment: str, folder: Path, released: dict[str, NotebookNode]) -> Examined:
    ids = set().union(*(marked(notebook) for notebook in released.values()))
    belongs, worked, name = False, False, ""
    try:
        with listed(folder) as listing:
            found, _ = candidates(listing)
            name = _named(found)
            belongs = any(ids & marked(candidate.notebook).keys() for candidate in found)
            for notebook in released or ("",):
                everything = listing.files
                if len(released) > 1:  # then each is known by its name only, as grading says
                    listing.files = [file for file in everything if file.name == notebook or ".ipynb" not in file.base]
                chosen, _ = choose(listing, notebook, released.get(notebook))
                listing.files = everything
                worked = worked or notebook not in released or _sources(chosen.notebook) != _sources(released[notebook])
            return Examined("", belongs, "", name, not worked)
    except UnreadableSubmission as error:
        return Examined(error.what, belongs, "" if belongs else _other(course, assignment, folder), name)
    except UNREADABLE as error:
        return Examined(f"it cannot be read ({type(error).__name__})", belongs=False)


def _other(course: Course, assignment: str, folder: Path) -> str:
    """Return the other assignment that a submission belongs to, empty if there is none."""
    try:
        other = assignment_of(course, folder)
    except GraderError:
        return ""
    return "" if other == assignment else other


def _released(course: Course, assignment: str) -> dict[str, NotebookNode]:
    for room in ("release", "source"):
        try:
            return {path.name: read_notebook(path) for path in course.notebooks(assignment, room)}
        except CourseError:
            continue
    return {}


def _sources(notebook: NotebookNode) -> list[str]:
    return [cell.source.strip() for cell in notebook.cells if cell.source.strip()]


def _named(found: Sequence[Candidate]) -> str:
    """Return what stands after "Name:" in a notebook's text; a suggestion for a person."""
    for candidate in found:
        for cell in candidate.notebook.cells[:20]:
            if cell.cell_type == "markdown" and (match := NAME.search(cell.source[:2000])):
                return one_line(match[1], 80)
    return ""
