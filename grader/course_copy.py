"""Copies a course, always with a gradebook of its own."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from grader.course import CONFIG, Course

IGNORED = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", "*.pyc")
SETTINGS = (".py", ".json", ".ipynb")  # what nbgrader_config.py may load, or put before a notebook
OUTRANKS = "nbgrader_config.json"  # what stands there holds for nbgrader whatever nbgrader_config.py says
OWN_GRADEBOOK = """

# ---- a copy of a course: its folder and its gradebook are its own ----------------------------------

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
            shutil.copytree(course.root / room / assignment, folder / room / assignment, ignore=IGNORED)
    return Course(folder.resolve())


def copy_settings(course: Course, folder: Path) -> None:
    """Copy nbgrader_config.py and the files that it may load, and give the copy a gradebook of its own."""
    for place in (Path(), Path("source")):
        (folder / place).mkdir(parents=True, exist_ok=True)
        for path in sorted((course.root / place).glob("*")):
            if path.is_file() and path.suffix in SETTINGS and path.name != OUTRANKS:
                shutil.copyfile(path, folder / place / path.name)  # without its mode: it may be read-only
    with (folder / CONFIG).open("ab") as settings:
        settings.write(OWN_GRADEBOOK.encode("ascii"))
