"""Finds each student's submission of an assignment in submitted/, also in the wrong place."""

import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from glob import escape
from pathlib import Path

from nbformat import NotebookNode

from grader.course import Course
from grader.errors import CourseError, LimitReached
from grader.intake.archive import listed
from grader.intake.listing import UNREADABLE, ignored
from grader.intake.select import candidates
from grader.notebooks import read_notebook
from grader.process import limited
from grader.repair.matching import belongs, marked

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".rar", ".7z")
LOOKING = 60.0  # seconds in which to decide whether a submission belongs to the assignment
DOCUMENTS = (".pdf", ".py", ".html", ".docx")


@dataclass(frozen=True, slots=True)
class Location:
    """What is graded of a student, None if a person has to decide, and notes, a line each."""

    path: Path | None
    notes: tuple[str, ...] = ()


@dataclass
class Found:
    """Everything in submitted/ that belongs to an assignment: by student, and what belongs to no student, by name."""

    students: dict[str, Location] = field(default_factory=dict)
    strays: dict[str, str] = field(default_factory=dict)


def locate(course: Course, assignment: str) -> Found:
    """Search submitted/ for an assignment."""
    found, top = Found(), course.root / "submitted"
    folders = {name.casefold() for name in course.assignments()} | {assignment.casefold()}
    hidden = (path.parent for path in top.glob(f".*/{escape(assignment)}") if path.is_dir())  # refused, with a note
    for entry in (*_entries(top), *sorted(hidden)):
        proper = entry.is_dir() and (entry / assignment).is_dir()
        if entry.is_dir() and (proper or entry.name.casefold() not in folders):
            location = locate_one(course, assignment, entry.name)
            if location is not None:
                found.students[entry.name] = location
        elif entry.is_dir() and entry.name.casefold() == assignment.casefold():
            if inside := _entries(entry):
                what = f"{_shown(course, entry)} holds {', '.join(path.name for path in inside[:3])}"
                more = f" and {len(inside) - 3} more" if len(inside) > 3 else ""
                found.strays[entry.name] = f"{what}{more}. {_remedy(assignment)}"
        elif (
            entry.is_file()
            and not entry.is_symlink()
            and _is_handed_in(entry)
            and _fits(course, assignment, entry) != "no"
        ):
            found.strays[entry.name] = f"{_shown(course, entry)} is not in a student's folder. {_remedy(assignment)}"
    return found


def locate_one(course: Course, assignment: str, student: str) -> Location | None:
    """Return where a student's submission of an assignment is; None if nothing could be one."""
    folder = course.root / "submitted" / student
    proper = folder / assignment
    beside = [entry for entry in _entries(folder) if entry != proper and not entry.is_symlink()]
    named = [entry for entry in beside if _called(entry, assignment)]
    rest = {entry: _fits(course, assignment, entry) for entry in beside if entry not in named and _may_fit(entry)}
    sure = named + [entry for entry, fit in rest.items() if fit == "yes" and entry.is_file()]
    unsure = [entry for entry, fit in rest.items() if fit == "yes" and entry.is_dir()]
    unsure += [
        entry for entry, fit in rest.items() if fit == "perhaps" and (entry.is_file() or _resembles(entry, assignment))
    ]
    if len(list((course.root / "source" / assignment).glob("*.ipynb"))) > 1:  # one notebook cannot be several
        unsure += [entry for entry in sure if entry.is_file() and entry.suffix.lower() != ".zip"]
        sure = [entry for entry in sure if entry not in unsure]
    if not (sure or unsure):
        unsure = [entry for entry in _entries(folder) if entry != proper and _for_a_person(course, assignment, entry)]
    if proper.is_dir() and (_holds_files(proper) or proper.is_symlink() or not (sure or unsure)):
        notes = [f"{_shown(course, other)} is next to the folder {assignment!r} and was not read." for other in sure]
        return Location(proper, tuple(notes))
    if len(sure) == 1 and not unsure:
        return Location(
            sure[0], (f"It was found as {_shown(course, sure[0])}; it should be in a folder {assignment!r}.",)
        )
    if sure or unsure:
        where = ", ".join(_shown(course, entry) for entry in (sure + unsure)[:4])
        return Location(None, (f"These may belong to this assignment: {where}. {_remedy(assignment, student)}",))
    return None


def _remedy(assignment: str, student: str = "<student>") -> str:
    return f"Move what is to be graded into submitted/{student}/{assignment}/, then grade it."


def _entries(folder: Path) -> list[Path]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [folder / name for name in names if not name.startswith(".") and not ignored(name)]


def _holds_files(folder: Path) -> bool:
    return any(names for _, _, names in os.walk(folder))


def _shown(course: Course, path: Path) -> str:
    return ascii(str(path.relative_to(course.root)))


def _is_handed_in(path: Path) -> bool:
    """Whether a file is one that students hand in: a notebook or an archive."""
    return ".ipynb" in path.name.lower() or path.name.lower().endswith(ARCHIVES)


def _for_a_person(course: Course, assignment: str, path: Path) -> bool:
    """Whether something that is never graded may be meant as the submission: a link, or a document."""
    others = {name.casefold() for name in course.assignments()} - {assignment.casefold()}
    return path.stem.casefold() not in others and (path.is_symlink() or path.suffix.lower() in DOCUMENTS)


def _may_fit(path: Path) -> bool:
    return path.is_dir() or _is_handed_in(path)


def _called(path: Path, assignment: str) -> bool:
    """Whether a folder, a notebook or a zip bears the assignment's name but for case."""
    name = path.name.casefold()
    wanted = assignment.casefold()
    return name == wanted if path.is_dir() else path.is_file() and name in (f"{wanted}.ipynb", f"{wanted}.zip")


def _resembles(path: Path, assignment: str) -> bool:
    """Whether a name has the assignment's number in it, or its word where it has none."""
    numbers = _numbers(assignment)
    return _numbers(path.name) == numbers if numbers else assignment.casefold() in path.name.casefold()


def _numbers(name: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", name)]


def _fits(course: Course, assignment: str, path: Path) -> str:
    """Whether a file or a folder holds a notebook of the assignment: yes by grade ids, no, else perhaps."""
    if any(_called(path, other) for other in course.assignments() if other != assignment):
        return "no"
    try:
        seen = path.stat()
    except OSError:
        return "no"
    return _cached_fit(course, assignment, path, (seen.st_mtime_ns, seen.st_size))


@lru_cache(maxsize=4096)
def _cached_fit(course: Course, assignment: str, path: Path, seen: tuple[int, int]) -> str:
    """Return the answer of `_fits` for a version of a path; perhaps, if reading it exceeds the limits."""
    try:
        return limited.run("its contents were checked", _fit_of_contents, course, assignment, path, seconds=LOOKING)
    except LimitReached:
        return "perhaps"


def _fit_of_contents(course: Course, assignment: str, path: Path) -> str:
    released = list(_released(course, assignment))
    ids = set().union(*(marked(notebook) for notebook in released))
    try:
        with listed(path) as listing:
            found, problems = candidates(listing)
    except UNREADABLE:
        return "perhaps"
    if any(ids & marked(candidate.notebook).keys() for candidate in found):
        return "yes"
    if any(belongs(candidate.notebook, notebook) for candidate in found for notebook in released):
        return "perhaps"
    return "no" if found and not problems else "perhaps"


def _released(course: Course, assignment: str) -> list[NotebookNode]:
    for room in ("release", "source"):
        try:
            return [read_notebook(path) for path in course.notebooks(assignment, room)]
        except CourseError:
            continue
    return []
