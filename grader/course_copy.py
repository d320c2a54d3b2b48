"""Copies a course, always with folders and a gradebook of its own."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from grader.course import CONFIG, Course

LEFT_OUT = (".ipynb_checkpoints", "__pycache__")
SETTINGS = (".py", ".json")  # what nbgrader_config.py may load
OUTRANKS = "nbgrader_config.json"  # what stands there holds for nbgrader whatever nbgrader_config.py says
OWN_PLACES = """

# ---- a copy of a course: its folders and its gradebook are its own ---------------------------------

for place in ("source", "release", "submitted", "autograded", "feedback"):
    get_config().CourseDirectory[f"{place}_directory"] = place
get_config().CourseDirectory.solution_directory = "solutions"
get_config().CourseDirectory.pop("directory_structure", None)
for outdated in ("NbGrader", "NbGraderConfig", "BasicConfig", "BaseNbGraderApp", "BaseApp"):  # nbgrader heeds them last
    get_config().pop(outdated, None)
get_config().CourseDirectory.root = str(__import__("pathlib").Path(__file__).resolve().parent)
get_config().CourseDirectory.db_url = f"sqlite:///{get_config().CourseDirectory.root}/gradebook.db?timeout=60"
"""


def scratch_copy(course: Course, folder: Path, assignment: str, rooms: Sequence[str]) -> Course:
    """Copy some rooms of one assignment, source/ and tests/ for instance, with the course's settings.

    The gradebook of the copy lies in the copy, also for nbgrader and for other processes: its settings say so.
    """
    copy_settings(course, folder)
    for room in rooms:
        if (course.root / room / assignment).is_dir():
            shutil.copytree(
                course.root / room / assignment, folder / room / assignment, ignore=shutil.ignore_patterns(*LEFT_OUT)
            )
    return Course(folder.resolve())


def copy_settings(course: Course, folder: Path) -> None:
    """Copy nbgrader_config.py and the files that it may load, and give the copy folders and a gradebook of its own."""
    besides = course.config.get("IncludeHeaderFooter", {})
    named = [course.root / besides[part] for part in ("header", "footer") if besides.get(part)]
    beside = [path for path in course.root.glob("*") if path.suffix in SETTINGS and path.name != OUTRANKS]
    folder.mkdir(parents=True, exist_ok=True)
    for path in filter(Path.is_file, [*beside, *named]):
        if path.is_relative_to(course.root):
            place = folder / path.relative_to(course.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)  # without its mode: it may be read-only
    with (folder / CONFIG).open("ab") as settings:
        settings.write(OWN_PLACES.encode("ascii"))
